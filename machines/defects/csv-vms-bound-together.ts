/**
 * The cluster takes VMs on one disk for bound to each other, as they were in 2008, and moves none of them alone.
 */
import { cluster } from '../csv/cluster.ts';
import { csvOperations } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

export const csvVmsBoundTogether: Defect = {
  id: 'csv-vms-bound-together',
  about: 'VMs that share a volume are not moved one by one.',
  scopes: csvOperations({ cluster: cluster.provide({ guards: { canMoveVm: () => false } }) }, 'defect:csv-vms-bound-together'),
  rejectedBy: ['vms-of-a-volume-run-apart', 'a-vm-moves-without-a-mount'],
};
