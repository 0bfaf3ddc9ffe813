/**
 * Node: one host of the cluster, up or down. A crash takes everything on it along, at once; the cluster learns of it by
 * missed heartbeats, at any time later.
 *
 *   up ──CRASH / everything on it is gone──▶ down.unnoticed ──after heartbeat timeout──▶ down.noticed
 *   ▲                                            │ RECOVER                                  │ RECOVER
 *   └────────────────────────────────────────────┴──────────────────────────────────────────┘
 *
 * A node that is back before it was missed announces itself by joining again. Source: HA-1; domain.md 1.3.
 */
import { enqueueActions, sendTo, setup } from 'xstate';
import type { NodeEvent, NodeId } from './vocabulary.ts';

export interface NodeInput {
  readonly id: NodeId;
  /** The actors that live on this node and die with it, in the order in which they learn of it. */
  readonly residents: readonly string[];
}

export const node = setup({
  types: { context: {} as NodeInput, input: {} as NodeInput, events: {} as NodeEvent },
  actions: {
    killResidents: enqueueActions(({ context, enqueue }) => {
      for (const resident of context.residents) enqueue.sendTo(({ system }) => system.get(resident), { type: 'HOST_CRASHED' });
    }),
    bootResidents: enqueueActions(({ context, enqueue }) => {
      for (const resident of context.residents) enqueue.sendTo(({ system }) => system.get(resident), { type: 'HOST_BOOTED' });
    }),
    reportDown: sendTo(({ system }) => system.get('cluster'), ({ context }) => ({ type: 'NODE_DOWN', node: context.id })),
  },
  delays: { heartbeatTimeout: 5_000 },
}).createMachine({
  id: 'node',
  context: ({ input }) => input,
  initial: 'up',
  states: {
    up: { on: { CRASH: { target: 'down', actions: 'killResidents' }, RECOVER: {} } },
    down: {
      initial: 'unnoticed',
      on: { CRASH: {} },
      states: {
        unnoticed: {
          after: { heartbeatTimeout: { target: 'noticed', actions: 'reportDown' } },
          on: { RECOVER: { target: '#node.up', actions: ['reportDown', 'bootResidents'] } },
        },
        noticed: { on: { RECOVER: { target: '#node.up', actions: 'bootResidents' } } },
      },
    },
  },
});
