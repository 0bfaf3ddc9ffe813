/**
 * A node mounts a volume although the array has refused it the reservation.
 */
import { ntfsMount } from '../ntfs-mount.ts';
import { quickMigration } from '../systems/quick-migration.ts';
import type { Defect } from './defect.ts';

export const mountedWithoutReservation: Defect = {
  id: 'mounted-without-reservation',
  about: 'A volume is mounted although its reservation was refused.',
  scopes: quickMigration({ ntfsMount: ntfsMount.provide({ guards: { mayMountUnreserved: () => true } }) }, 'defect:mounted-without-reservation'),
  rejectedBy: ['volume-is-mounted-once', 'only-the-owner-mounts', 'second-mount-is-refused'],
};
