/**
 * Cluster: the membership. It tells the records of the VMs who is up, and fences the storage of who is not.
 *
 *   (serving) ──NODE_DOWN / fence, tell the roles──▶ (serving)
 *             ──NODE_UP / admit, tell the roles──▶ (serving)
 *
 * One actor for the replicated database of those that have quorum. A Cluster Shared Volume is fenced by taking the expelled
 * node's key off the disk, before anything of its is started elsewhere; a LUN is fenced by its next owner, who preempts the
 * reservation. Source: HA-1, HA-3, CSV-6; domain.md 1.3, 1.5.
 */
import { assign, enqueueActions, setup } from 'xstate';
import type { ClusterEvent, NodeId, VmId, VolumeId } from './vocabulary.ts';

export interface ClusterInput {
  readonly up: readonly NodeId[];
  readonly roles: readonly VmId[];
  /** The shared volume whose keys the cluster manages; null when each LUN is fenced by its next owner. */
  readonly shared: VolumeId | null;
}

export const cluster = setup({
  types: { context: {} as ClusterInput, input: {} as ClusterInput, events: {} as ClusterEvent },
  actions: {
    remove: assign(({ context, event }) => ({ up: context.up.filter((id) => id !== event.node) })),
    add: assign(({ context, event }) => ({ up: [...context.up.filter((id) => id !== event.node), event.node].toSorted() })),
    fence: enqueueActions(({ context: { shared }, event, enqueue }) => {
      if (shared !== null) enqueue.sendTo(({ system }) => system.get(shared), () => ({ type: 'EXPEL', node: event.node }));
    }),
    admit: enqueueActions(({ context: { shared }, event, enqueue }) => {
      if (shared !== null) enqueue.sendTo(({ system }) => system.get(shared), () => ({ type: 'REGISTER', node: event.node }));
    }),
    tellRoles: enqueueActions(({ context, enqueue }) => {
      for (const role of context.roles) enqueue.sendTo(({ system }) => system.get(role), () => ({ type: 'MEMBERSHIP', up: context.up }));
    }),
  },
}).createMachine({
  id: 'cluster',
  context: ({ input }) => input,
  initial: 'serving',
  states: {
    serving: { on: { NODE_DOWN: { actions: ['remove', 'fence', 'tellRoles'] }, NODE_UP: { actions: ['add', 'admit', 'tellRoles'] } } },
  },
});
