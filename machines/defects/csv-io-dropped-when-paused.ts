/**
 * A paused volume forgets what a VM asks of it, instead of queueing it.
 */
import { volume } from '../csv/volume.ts';
import { csvOperations } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

export const csvIoDroppedWhenPaused: Defect = {
  id: 'csv-io-dropped-when-paused',
  about: 'I/O that comes while the volume is paused is dropped.',
  scopes: csvOperations({ volume: volume.provide({ actions: { hold: () => {} } }) }, 'defect:csv-io-dropped-when-paused'),
  rejectedBy: ['io-is-held-or-under-way'],
};
