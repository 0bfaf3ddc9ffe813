/**
 * The coordinator goes on after a pause without waiting for what it had sent to the disk for others. A change of metadata whose
 * connection broke is sent again, done, and followed by the next; then the first one lands, late, and undoes it.
 */
import { ntfsMount } from '../csv/ntfs-mount.ts';
import { csvTwoWrites } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

export const csvCoordinatorNotDrained: Defect = {
  id: 'csv-coordinator-not-drained',
  about: 'The coordinator does not drain what it does for clients whose connection broke.',
  scopes: csvTwoWrites({ ntfsMount: ntfsMount.provide({ guards: { servesNobody: () => true } }) }, 'defect:csv-coordinator-not-drained'),
  rejectedBy: ['the-disk-never-goes-back', 'acknowledged-io-is-on-the-disk'],
};
