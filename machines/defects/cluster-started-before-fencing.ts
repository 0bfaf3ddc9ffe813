/**
 * The records of the VMs hear of a lost node at once: its VMs start elsewhere while its key is on the disk still.
 */
import { enqueueActions } from 'xstate';
import { afterLossOf } from '../csv/cluster-record.ts';
import { cluster } from '../cluster/cluster.ts';
import { roleNames } from '../cluster/names.ts';
import { clusterScopes } from '../systems/whole-cluster.ts';
import type { Defect } from './defect.ts';

const hastyCluster = cluster.provide({
  actions: {
    lose: enqueueActions(({ context, event, enqueue }) => {
      if (!('node' in event)) return;
      const left = afterLossOf(context, event.node);
      enqueue.assign(left);
      for (const role of roleNames) enqueue.sendTo(({ system }) => system.get(role), () => ({ type: 'MEMBERSHIP', up: left.members }));
    }),
  },
});

export const clusterStartedBeforeFencing: Defect = {
  id: 'cluster-started-before-fencing',
  about: 'The VMs of a lost node start elsewhere before it is fenced.',
  scopes: clusterScopes({ cluster: hastyCluster }, 'defect:cluster-started-before-fencing'),
  rejectedBy: ['started-elsewhere-after-fencing', 'one-copy-of-a-vm-can-write', 'a-vm-has-one-writer'],
};
