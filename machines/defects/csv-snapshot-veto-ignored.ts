/**
 * The veto of event 5147 is ignored: the coordinator is moved away from the snapshot that a backup is reading.
 */
import { cluster } from '../csv/cluster.ts';
import { csvOperations } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

export const csvSnapshotVetoIgnored: Defect = {
  id: 'csv-snapshot-veto-ignored',
  about: 'The coordinator is moved during a backup.',
  scopes: csvOperations({ cluster: cluster.provide({ guards: { holdsSnapshot: () => false } }) }, 'defect:csv-snapshot-veto-ignored'),
  rejectedBy: ['a-backup-keeps-its-coordinator'],
};
