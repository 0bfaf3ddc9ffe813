/**
 * Cluster service of one node: whether the node takes part in the cluster. A node that was expelled learns of it late:
 * by a message here, which stands for its own missed heartbeats as well.
 *
 *   running ──EXPELLED / tell everything on the node──▶ stopped ──START_SERVICE / ask to join──▶ joining
 *    ▲                                                    ▲                                        │
 *    └───────────────────────JOINED / volume───────────────┼────────────────────────────────────────┘
 *                   HOST_CRASHED ──▶ hostDown ──HOST_BOOTED┘
 *
 * While it is not running, no VM of the cluster runs on the node. Source: HA-3, CSV-6; domain.md 1.3, 4 (Init when the cluster service dies).
 */
import { enqueueActions, sendTo, setup } from 'xstate';
import { volumeName } from './names.ts';
import type { NodeId, ServiceEvent } from './vocabulary.ts';

export interface ServiceInput {
  readonly node: NodeId;
  /** What has to know when the service stops, in this order. */
  readonly residents: readonly string[];
}

export const clusterService = setup({
  types: { context: {} as ServiceInput, input: {} as ServiceInput, events: {} as ServiceEvent },
  actions: {
    tellStopped: enqueueActions(({ context, enqueue }) => {
      for (const resident of context.residents) enqueue.sendTo(({ system }) => system.get(resident), { type: 'SERVICE_STOPPED' });
    }),
    /** A dialogue, as a node that joins has a sponsor; the others hear of it at once. */
    askToJoin: sendTo(({ system }) => system.get('cluster'), ({ context }) => ({ type: 'JOIN', node: context.node })),
    tellVolume: sendTo(({ system, context }) => system.get(volumeName(context.node)), ({ event }) => event),
  },
}).createMachine({
  id: 'cluster-service',
  context: ({ input }) => input,
  initial: 'running',
  on: { HOST_CRASHED: '.hostDown', HOST_BOOTED: {}, EXPELLED: {}, START_SERVICE: {}, JOINED: {} },
  states: {
    running: { on: { EXPELLED: { target: 'stopped', actions: 'tellStopped' } } },
    stopped: { on: { START_SERVICE: { target: 'joining', actions: 'askToJoin' } } },
    joining: { on: { JOINED: { target: 'running', actions: 'tellVolume' } } },
    hostDown: { on: { HOST_BOOTED: 'stopped' } },
  },
});
