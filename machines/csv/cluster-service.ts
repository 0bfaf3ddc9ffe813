/**
 * Cluster service of one node: whether the node takes part in the cluster. A node that was expelled learns of it late:
 * by a message here, which stands for its own missed heartbeats as well.
 *
 *   running ──EXPELLED / tell everything on the node──▶ stopped ──WELCOME / log in to the disk──▶ joining
 *    ▲                                                   ▲  ▲                                        │
 *    └──────────────JOINED / tell the volume─────────────┼──┴─────────────────EXPELLED───────────────┤
 *                  HOST_CRASHED ──▶ hostDown ──HOST_BOOTED┘                                           ▼
 *
 * `START_SERVICE` asks the cluster to be let in, and is heard when nothing else is going on. The node's key is registered
 * before it becomes a member, and never later: a key that comes late would undo a fence. While the service is not running,
 * no VM of the cluster runs on the node. Source: HA-3, CSV-6; domain.md 1.3, 1.5, 4 (Init when the cluster service dies).
 */
import { enqueueActions, sendTo, setup } from 'xstate';
import { fromName, pathName, smbName, volumeName } from './names.ts';
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
    /** A dialogue, as a node that joins has a sponsor: asked and answered at once. */
    askToJoin: sendTo(({ system }) => system.get('cluster'), ({ context }) => ({ type: 'JOIN', node: context.node })),
    logIn: sendTo(({ system, context }) => system.get(pathName(context.node)), { type: 'LOG_IN' }),
    /** What the node's former self still has under way, to a coordinator or to the cluster, must not count as a member's. */
    closeOldSession: sendTo(({ system, context }) => system.get(smbName(context.node)), { type: 'CLOSE' }),
    resetReports: sendTo(({ system, context }) => system.get(fromName(context.node)), { type: 'RESET' }),
    tellVolume: sendTo(({ system, context }) => system.get(volumeName(context.node)), ({ event }) => event),
  },
}).createMachine({
  id: 'cluster-service',
  context: ({ input }) => input,
  initial: 'running',
  on: { HOST_CRASHED: '.hostDown', HOST_BOOTED: {}, EXPELLED: {}, START_SERVICE: {}, WELCOME: {}, JOINED: {} },
  states: {
    running: { on: { EXPELLED: { target: 'stopped', actions: 'tellStopped' } } },
    stopped: { on: { START_SERVICE: { actions: 'askToJoin' }, WELCOME: { target: 'joining', actions: ['logIn', 'closeOldSession', 'resetReports'] } } },
    joining: { on: { JOINED: { target: 'running', actions: 'tellVolume' }, EXPELLED: 'stopped' } },
    hostDown: { on: { HOST_BOOTED: 'stopped' } },
  },
});
