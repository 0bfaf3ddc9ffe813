/**
 * After a crash of the source the target runs what it has received, instead of booting from the disk: the change of ownership was
 * never asked for, and what it has is whatever an attempt that came to nothing has left.
 */
import { partition } from '../live-migration/partition.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

export const uncommittedShellRestored: Defect = {
  id: 'uncommitted-shell-restored',
  about: 'A failover restores a shell VM whose migration was never committed.',
  scopes: liveMigration({ partition: partition.provide({ guards: { isRestoreOfThisShell: () => true } }) }, 'defect:uncommitted-shell-restored'),
  rejectedBy: ['memory-arrives-as-it-stopped', 'uncommitted-memory-is-not-used', 'record-follows-the-vm', 'migrated-vm-knows-its-disk'],
};
