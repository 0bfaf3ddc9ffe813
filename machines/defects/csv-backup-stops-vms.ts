/**
 * A backup stops the VMs, as if redirected I/O could not carry them.
 */
import { enqueueActions } from 'xstate';
import { cluster } from '../csv/cluster.ts';
import { toName, vmName } from '../csv/names.ts';
import { csvOperations } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

const cautiousCluster = cluster.provide({
  actions: {
    redirect: enqueueActions(({ context, enqueue }) => {
      enqueue.assign({ redirected: true, round: 'mode' });
      for (const { vm, home } of context.vms) enqueue.sendTo(({ system }) => system.get(toName(home)), () => ({ type: 'SEND', to: vmName(home, vm), message: { type: 'STOP' } }));
    }),
  },
});

export const csvBackupStopsVms: Defect = {
  id: 'csv-backup-stops-vms',
  about: 'A backup stops the VMs on the volume.',
  scopes: csvOperations({ cluster: cautiousCluster }, 'defect:csv-backup-stops-vms'),
  rejectedBy: ['redirected-io-keeps-the-vm-running'],
};
