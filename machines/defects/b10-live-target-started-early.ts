/**
 * B10: an operator starts the VM on the target while its memory is still arriving.
 *
 * Its files are open on the source alone, and it does not see what the source goes on writing. Real: QEMU 8e84865e54cb.
 */
import { partition } from '../live-migration/partition.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

export const liveTargetStartedEarly: Defect = {
  id: 'b10-live-target-started-early',
  about: 'B10: an operator starts the shell VM on the target before the migration has finished.',
  scopes: liveMigration({ partition: partition.provide({ guards: { mayStartShell: () => true } }) }, 'defect:b10-live-target-started-early'),
  rejectedBy: ['memory-goes-into-a-shell', 'one-side-runs-unless-isolated', 'live-vm-has-its-files', 'migrated-vm-knows-its-disk'],
};
