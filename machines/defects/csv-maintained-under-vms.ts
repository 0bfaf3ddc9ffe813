/**
 * The volume goes into maintenance without the VMs on it being saved first.
 */
import { assign } from 'xstate';
import { cluster } from '../csv/cluster.ts';
import { csvOperations } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

export const csvMaintainedUnderVms: Defect = {
  id: 'csv-maintained-under-vms',
  about: 'Maintenance begins while VMs run on the volume.',
  scopes: csvOperations({ cluster: cluster.provide({ actions: { stopVms: assign({ round: 'maintenance' }) } }) }, 'defect:csv-maintained-under-vms'),
  rejectedBy: ['no-vm-runs-in-maintenance'],
};
