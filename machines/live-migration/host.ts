/**
 * Host: one node of the cluster. A crash takes everything on it along, at once; an isolated node lives on, and neither
 * it nor the cluster knows yet.
 *
 *   up ──CRASH / everything on it is gone──▶ down.unnoticed ──heartbeat timeout──▶ down.noticed ──RECOVER──▶ up
 *   │
 *   └──ISOLATE / its link is cut──▶ isolated.unnoticed ──the cluster notices──▶ isolated.expelled ──it notices──▶ isolated.out ──RECOVER──▶ up
 *                                          └──────it notices / its service stops──▶ isolated.stopped ──the cluster notices──▶ ┘
 *
 * Whichever side notices first, the cluster expels the node (and fences its storage) by a message of its own, and the node
 * stops what it hosts when it finds that it has no quorum. Source: HA-1, HA-3; domain.md 1.3.
 */
import { enqueueActions, sendTo, setup } from 'xstate';
import { linkName } from './names.ts';
import type { HostCommand, NodeId, RouteId } from './vocabulary.ts';

export interface HostInput {
  readonly id: NodeId;
  /** The actors that live on this node and die with it. */
  readonly residents: readonly string[];
  readonly routes: readonly RouteId[];
}

export const host = setup({
  types: { context: {} as HostInput, input: {} as HostInput, events: {} as HostCommand },
  actions: {
    killResidents: enqueueActions(({ context, enqueue }) => {
      for (const resident of context.residents) enqueue.sendTo(({ system }) => system.get(resident), { type: 'HOST_CRASHED' });
      for (const route of context.routes) enqueue.sendTo(({ system }) => system.get(route), () => ({ type: 'END_DIED', node: context.id }));
    }),
    bootResidents: enqueueActions(({ context, enqueue }) => {
      for (const resident of context.residents) enqueue.sendTo(({ system }) => system.get(resident), { type: 'HOST_BOOTED' });
    }),
    stopServices: enqueueActions(({ context, enqueue }) => {
      for (const resident of context.residents) enqueue.sendTo(({ system }) => system.get(resident), { type: 'SERVICE_STOPPED' });
    }),
    cutLink: sendTo(({ system, context }) => system.get(linkName(context.id)), { type: 'CUT' }),
    reportDown: sendTo(({ system }) => system.get('cluster'), ({ context }) => ({ type: 'NODE_DOWN', node: context.id })),
    reportUp: sendTo(({ system }) => system.get('cluster'), ({ context }) => ({ type: 'NODE_UP', node: context.id })),
  },
  delays: { heartbeatTimeout: 5_000, regroupTimeout: 5_000 },
}).createMachine({
  id: 'host',
  context: ({ input }) => input,
  initial: 'up',
  states: {
    up: { on: { CRASH: { target: 'down', actions: 'killResidents' }, ISOLATE: { target: 'isolated', actions: 'cutLink' }, RECOVER: {} } },
    down: {
      initial: 'unnoticed',
      on: { CRASH: {}, ISOLATE: {} },
      states: {
        unnoticed: {
          after: { heartbeatTimeout: { target: 'noticed', actions: 'reportDown' } },
          on: { RECOVER: { target: '#host.up', actions: ['bootResidents', 'reportDown', 'reportUp'] } },
        },
        noticed: { on: { RECOVER: { target: '#host.up', actions: ['bootResidents', 'reportUp'] } } },
      },
    },
    isolated: {
      initial: 'unnoticed',
      on: { CRASH: {}, ISOLATE: {}, RECOVER: {} },
      states: {
        unnoticed: {
          after: {
            heartbeatTimeout: { target: 'expelled', actions: 'reportDown' },
            regroupTimeout: { target: 'stopped', actions: 'stopServices' },
          },
        },
        expelled: { after: { regroupTimeout: { target: 'out', actions: 'stopServices' } } },
        stopped: { after: { heartbeatTimeout: { target: 'out', actions: 'reportDown' } } },
        out: { on: { RECOVER: { target: '#host.up', actions: ['bootResidents', 'reportUp'] } } },
      },
    },
  },
});
