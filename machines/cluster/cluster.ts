/**
 * Cluster: that of the shared volume, which knows nothing of VMs here; their records hear from it who is up.
 *
 * They hear of a loss when the lost nodes can write no more, and not before: it is then that VMs start elsewhere.
 * Source: HA-1, HA-3, CSV-6; domain.md 1.5.
 */
import { enqueueActions } from 'xstate';
import { cluster as clusterOfAVolume } from '../csv/cluster.ts';
import { roleNames } from './names.ts';

export const cluster = clusterOfAVolume.provide({
  actions: {
    startOrphans: enqueueActions(({ context, enqueue }) => {
      if (!context.fenced) return;
      for (const role of roleNames) enqueue.sendTo(({ system }) => system.get(role), () => ({ type: 'MEMBERSHIP', up: context.members }));
    }),
  },
});
