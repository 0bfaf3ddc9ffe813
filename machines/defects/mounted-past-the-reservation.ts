/**
 * The array lets every node mount the LUN and write to it, whoever holds the reservation: it goes on taking them from a node that was cut off.
 */
import { lun } from '../live-migration/lun.ts';
import { liveMigrationWithoutCsv } from '../systems/live-migration-without-csv.ts';
import type { Defect } from './defect.ts';

export const mountedPastTheReservation: Defect = {
  id: 'mounted-past-the-reservation',
  about: 'The array takes writes to the LUN from a node that does not hold its reservation.',
  scopes: liveMigrationWithoutCsv({ lun: lun.provide({ guards: { isHolder: () => true } }) }, 'defect:mounted-past-the-reservation'),
  rejectedBy: ['migrated-vm-knows-its-disk', 'writes-come-through-a-handle'],
};
