/**
 * B10: an operator starts the VM on the target while the source still runs it, and the target boots on a disk in use.
 *
 * Its writes are refused, as the LUN is reserved; but it runs. Real: QEMU 8e84865e54cb.
 */
import { quickMigration } from '../systems/quick-migration.ts';
import type { Defect } from './defect.ts';
import { mountWithRawAccess } from './raw-access.ts';

export const targetStartedEarly: Defect = {
  id: 'b10-target-started-early',
  about: 'B10: an operator starts the VM on the target while the source still runs it.',
  scopes: quickMigration({ ntfsMount: mountWithRawAccess('operator') }, 'defect:b10-target-started-early'),
  rejectedBy: ['vm-runs-on-one-node'],
};
