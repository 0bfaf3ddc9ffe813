/**
 * A volume reports that it is paused while I/O of its is still in flight; the write lands while the next coordinator mounts.
 */
import { volume } from '../csv/volume.ts';
import { csvCoordination } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

export const csvNotDrained: Defect = {
  id: 'csv-not-drained',
  about: 'A volume counts as paused before its I/O in flight is drained.',
  scopes: csvCoordination({ volume: volume.provide({ guards: { isDrained: () => true } }) }, 'defect:csv-not-drained'),
  rejectedBy: ['drained-before-the-coordinator-changes', 'nobody-writes-while-mounting', 'io-is-held-or-under-way'],
};
