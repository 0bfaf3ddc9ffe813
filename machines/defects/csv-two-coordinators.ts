/**
 * A planned move of the coordinator mounts the volume on the target without waiting for the dismount on the source.
 */
import { cluster } from '../csv/cluster.ts';
import { csvOperations } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

export const csvTwoCoordinators: Defect = {
  id: 'csv-two-coordinators',
  about: 'A move of the coordinator does not wait for the dismount.',
  scopes: csvOperations({ cluster: cluster.provide({ guards: { mustWaitForDismount: () => false } }) }, 'defect:csv-two-coordinators'),
  rejectedBy: ['one-effective-coordinator', 'one-believed-coordinator', 'dismounted-before-mounted-elsewhere', 'metadata-is-the-coordinators'],
};
