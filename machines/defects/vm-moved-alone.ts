/**
 * One of two VMs on a LUN is started on the other node, while its neighbour runs on: B10 on a LUN that two share.
 */
import { sharedLun } from '../systems/shared-lun.ts';
import type { Defect } from './defect.ts';
import { mountWithRawAccess } from './raw-access.ts';

const all = sharedLun({ ntfsMount: mountWithRawAccess('operator') }, 'defect:vm-moved-alone');

export const vmMovedAlone: Defect = {
  id: 'vm-moved-alone',
  about: 'A VM is started on the other node while its neighbour on the same LUN stays.',
  // Turning off and starting by hand are two commands, one more than `tiny` has.
  scopes: { small: all.small, review: all.review },
  rejectedBy: ['vms-of-a-lun-stay-together', 'neighbours-never-run-apart'],
};
