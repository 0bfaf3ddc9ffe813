/**
 * Moving a VM moves the volume to its new node as well: the dismount and mount that a shared volume is there to avoid.
 */
import { enqueueActions } from 'xstate';
import { cluster } from '../csv/cluster.ts';
import { toName, vmName } from '../csv/names.ts';
import { csvOperations } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

const oldFashionedCluster = cluster.provide({
  actions: {
    stopMovingVm: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'MOVE_VM') return;
      const { vm, to } = event;
      const home = context.vms.find((one) => one.vm === vm)?.home ?? to;
      enqueue.assign({ moving: { vm, to } });
      enqueue.sendTo(({ system }) => system.get(toName(home)), () => ({ type: 'SEND', to: vmName(home, vm), message: { type: 'STOP' } }));
      // To the one node that is not the coordinator, in the scopes of two.
      enqueue.raise({ type: 'MOVE', to: context.coordinator === 'node1' ? 'node2' : 'node1' });
    }),
  },
});

export const csvVmTakesTheVolumeAlong: Defect = {
  id: 'csv-vm-takes-the-volume-along',
  about: 'Moving a VM moves the coordinator, with a dismount and a mount.',
  scopes: csvOperations({ cluster: oldFashionedCluster }, 'defect:csv-vm-takes-the-volume-along'),
  rejectedBy: ['a-vm-move-leaves-the-volume-alone'],
};
