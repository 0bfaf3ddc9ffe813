/**
 * Preemption leaves the keys of expelled nodes on the disk: they go on writing under the feet of everybody else.
 *
 * The events of the cluster disk driver know of it: keys present that belong to no active member (domain.md 1.5).
 */
import { sharedDisk } from '../csv/shared-disk.ts';
import { csvCoordination } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

export const csvExpelledNodeKeepsItsKey: Defect = {
  id: 'csv-expelled-node-keeps-its-key',
  about: 'An expelled node is not preempted.',
  scopes: csvCoordination({ sharedDisk: sharedDisk.provide({ actions: { removeKeys: () => {} } }) }, 'defect:csv-expelled-node-keeps-its-key'),
  rejectedBy: ['keys-follow-membership', 'an-expelled-node-writes-nothing', 'a-vm-has-one-writer', 'one-effective-coordinator', 'dismounted-before-mounted-elsewhere', 'nobody-writes-while-mounting', 'metadata-is-the-coordinators'],
};
