/**
 * A model that forgets what dismounting and mounting take, and so makes a live migration without a shared volume as short as one with it.
 */
import { timedLiveMigrationWithoutCsv, timedParts } from '../systems/timed-live-migration.ts';
import type { Defect } from './defect.ts';

export const lunMovedInNoTime: Defect = {
  id: 'lun-moved-in-no-time',
  about: 'Dismounting and mounting a LUN take no time.',
  scopes: timedLiveMigrationWithoutCsv((timing) => ({ lunMount: timedParts(timing).lunMount.provide({ delays: { mountTime: 0, dismountTime: 0 } }) }), 'defect:lun-moved-in-no-time'),
  rejectedBy: ['blackout-takes-dismount-and-mount', 'a-lun-takes-time-to-move'],
};
