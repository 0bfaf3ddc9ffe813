/**
 * The disk takes writes from a node that was expelled: fencing that fails in silence. They change what
 * the VM, started elsewhere, has read already.
 *
 * Real: keys of nodes that are no members any more, left on a disk whose firmware does not preempt (domain.md 1.5).
 */
import { csvDisk } from '../live-migration/csv-disk.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

export const liveExpelledNodeStillWrites: Defect = {
  id: 'live-expelled-node-still-writes',
  about: 'The shared disk goes on taking writes from a node that the cluster has expelled.',
  scopes: liveMigration({ csvDisk: csvDisk.provide({ guards: { isRegistered: () => true } }) }, 'defect:live-expelled-node-still-writes'),
  rejectedBy: ['migrated-vm-knows-its-disk', 'writes-come-through-a-handle'],
};
