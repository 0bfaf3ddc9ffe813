/**
 * Node: one host of the cluster, up or down. A crash takes everything on it along, at once.
 *
 *   up ──CRASH / everything on it is gone──▶ down.unnoticed ──after heartbeat timeout──▶ down.noticed
 *   ▲                                            │ RECOVER                                  │ RECOVER
 *   └────────────────────────────────────────────┴──────────────────────────────────────────┘
 *
 * The cluster learns of a crash by missed heartbeats, at any time later; a node that is back before that
 * announces by joining again that its former self is gone. Whatever is sent to a host that is down is lost. Source: HA-1; domain.md 1.3.
 */
import { enqueueActions, sendTo, setup } from 'xstate';
import type { NodeEvent, NodeId } from './vocabulary.ts';

export interface NodeInput {
  readonly id: NodeId | 'node3';
  /** The actors that live on this node and die with it. */
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
    reportUp: sendTo(({ system }) => system.get('cluster'), ({ context }) => ({ type: 'NODE_UP', node: context.id })),
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
          on: { RECOVER: { target: '#node.up', actions: ['reportDown', 'bootResidents', 'reportUp'] } },
        },
        noticed: { on: { RECOVER: { target: '#node.up', actions: ['bootResidents', 'reportUp'] } } },
      },
    },
  },
});
