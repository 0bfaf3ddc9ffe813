/**
 * The veto of event 5143 is ignored, and the dismount does not wait for the cache: what it had promised is lost in a
 * planned move.
 */
import { ntfsMount } from '../csv/ntfs-mount.ts';
import { csvOperations } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

export const csvDirtyCacheIgnored: Defect = {
  id: 'csv-dirty-cache-ignored',
  about: 'A move goes on although too much is dirty in the cache, which is lost.',
  scopes: csvOperations({ ntfsMount: ntfsMount.provide({ guards: { cacheIsTooDirty: () => false, cacheIsAtRest: () => true } }) }, 'defect:csv-dirty-cache-ignored'),
  rejectedBy: ['cached-writes-survive-a-planned-move'],
};
