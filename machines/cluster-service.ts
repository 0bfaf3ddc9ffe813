/**
 * Cluster service: the membership, as the nodes that are up agree on it. It tells the resource groups, which move
 * themselves to a node that is up.
 *
 *   (serving) ──NODE_DOWN, NODE_UP / tell the groups──▶ (serving)
 *
 * One actor for the replicated cluster database: with crashes alone, a node that is up hears every update in order.
 * Partitions are a model of their own. Source: HA-1; domain.md 1.3.
 */
import { assign, enqueueActions, setup } from 'xstate';
import type { ClusterEvent, NodeId } from './vocabulary.ts';

export interface ClusterInput {
  readonly up: readonly NodeId[];
  readonly groups: readonly string[];
}

export const clusterService = setup({
  types: { context: {} as ClusterInput, input: {} as ClusterInput, events: {} as ClusterEvent },
  actions: {
    remove: assign(({ context, event }) => ({ up: context.up.filter((id) => id !== event.node) })),
    add: assign(({ context, event }) => ({ up: [...context.up.filter((id) => id !== event.node), event.node].toSorted() })),
    tellGroups: enqueueActions(({ context, enqueue }) => {
      for (const group of context.groups) enqueue.sendTo(({ system }) => system.get(group), () => ({ type: 'MEMBERSHIP', up: context.up }));
    }),
  },
}).createMachine({
  id: 'cluster-service',
  context: ({ input }) => input,
  initial: 'serving',
  states: {
    serving: { on: { NODE_DOWN: { actions: ['remove', 'tellGroups'] }, NODE_UP: { actions: ['add', 'tellGroups'] } } },
  },
});
