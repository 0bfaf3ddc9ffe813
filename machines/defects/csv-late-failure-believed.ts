/**
 * A node fails to mount, is told to try again as the membership has changed, and succeeds; meanwhile the report of the failure
 * arrives, is taken for the answer to the second attempt, and another node is told to mount. Found by the checker in the
 * model itself.
 */
import { cluster } from '../csv/cluster.ts';
import { csvThreeNodes } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

const credulousCluster = cluster.provide({ guards: { isLastMountsAnswer: ({ context, event }) => event.type === 'MOUNT_FAILED' && event.node === context.coordinator } });

export const csvLateFailureBelieved: Defect = {
  id: 'csv-late-failure-believed',
  about: 'A late report of a failed mount is taken for the answer to the one under way.',
  scopes: csvThreeNodes({ cluster: credulousCluster }, 'defect:csv-late-failure-believed'),
  rejectedBy: ['one-effective-coordinator', 'dismounted-before-mounted-elsewhere'],
};
