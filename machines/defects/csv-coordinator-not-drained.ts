/**
 * The coordinator goes on after a pause without waiting for what it had sent to the disk for others. A change of metadata whose
 * connection broke is sent again, done, and followed by the next; then the first one lands, late, and undoes it.
 */
import { ntfsMount } from '../csv/ntfs-mount.ts';
import { csvCoordination } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

const { small } = csvCoordination({ ntfsMount: ntfsMount.provide({ guards: { servesNobody: () => true } }) }, 'defect:csv-coordinator-not-drained');

export const csvCoordinatorNotDrained: Defect = {
  id: 'csv-coordinator-not-drained',
  about: 'The coordinator does not drain what it does for clients whose connection broke.',
  scopes: { small },
  rejectedBy: ['the-disk-never-goes-back', 'acknowledged-io-is-on-the-disk', 'nobody-writes-while-mounting', 'metadata-is-the-coordinators', 'an-expelled-node-writes-nothing', 'a-vm-has-one-writer'],
};
