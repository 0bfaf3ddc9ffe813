/**
 * B15: the coordinator is moved while its cache throttles writes. The dismount waits for the writes, the writes wait for
 * the lazy writer, and the lazy writer waits for the volume to be let go: nothing ever moves again.
 *
 * Real: cured by a veto (event 5143), which this defect leaves out.
 */
import { ntfsMount } from '../csv/ntfs-mount.ts';
import { csvOperations } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

export const pauseAgainstThrottledWrites: Defect = {
  id: 'b15-pause-against-throttled-writes',
  about: 'B15: a pause and throttled cached writes wait for each other, as the move was not vetoed (5143).',
  scopes: csvOperations({ ntfsMount: ntfsMount.provide({ guards: { cacheIsTooDirty: () => false } }) }, 'defect:b15-pause-against-throttled-writes'),
  rejectedBy: ['a-dismount-waits-for-no-throttled-write'],
};
