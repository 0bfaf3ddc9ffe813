/**
 * The design that the article warns of, held to the claims of the one it recommends: with one LUN for two VMs a move
 * stops both, and there is no state in which they run apart.
 */
import { sharedLun } from '../systems/shared-lun.ts';
import type { Defect } from './defect.ts';

export const twoVmsOnOneLun: Defect = {
  id: 'two-vms-on-one-lun',
  about: 'Two VMs that should move one by one share a LUN.',
  scopes: sharedLun({}, 'defect:two-vms-on-one-lun'),
  rejectedBy: ['a-move-takes-one-vm', 'vms-can-run-apart'],
};
