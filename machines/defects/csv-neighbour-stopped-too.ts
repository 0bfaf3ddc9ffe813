/**
 * Moving one VM stops every VM on the volume, as it was with a LUN of 2008.
 */
import { enqueueActions } from 'xstate';
import { cluster } from '../csv/cluster.ts';
import { toName, vmName } from '../csv/names.ts';
import { csvOperations } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

const groupingCluster = cluster.provide({
  actions: {
    stopMovingVm: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'MOVE_VM') return;
      enqueue.assign({ moving: { vm: event.vm, to: event.to } });
      for (const { vm, home } of context.vms) enqueue.sendTo(({ system }) => system.get(toName(home)), () => ({ type: 'SEND', to: vmName(home, vm), message: { type: 'STOP' } }));
    }),
  },
});

export const csvNeighbourStoppedToo: Defect = {
  id: 'csv-neighbour-stopped-too',
  about: 'Moving one VM stops the other VM of the volume.',
  scopes: csvOperations({ cluster: groupingCluster }, 'defect:csv-neighbour-stopped-too'),
  rejectedBy: ['moving-a-vm-stops-no-other'],
};
