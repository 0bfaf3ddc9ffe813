/**
 * B14: the target fails to restore the VM when the source has given it up already, and tells nobody.
 *
 * Real: a task log of Proxmox (resume on the target failed, the source was gone).
 */
import { partition } from '../live-migration/partition.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

export const neitherSideRuns: Defect = {
  id: 'b14-neither-side-runs',
  about: 'B14: the VM could not be restored on the target, the source is gone, and nobody starts it.',
  scopes: liveMigration({ partition: partition.provide({ actions: { reportFailed: () => {} } }) }, 'defect:b14-neither-side-runs'),
  rejectedBy: ['vm-is-not-forgotten', 'record-follows-the-vm'],
};
