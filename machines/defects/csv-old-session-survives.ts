/**
 * A node that was expelled joins again with its old connection to the coordinator still open: a request of its former
 * self, on its way all the while, now counts as a member's.
 */
import { clusterService } from '../csv/cluster-service.ts';
import { csvCoordination } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

export const csvOldSessionSurvives: Defect = {
  id: 'csv-old-session-survives',
  about: 'A node joins again without closing the session of its former self.',
  scopes: csvCoordination({ clusterService: clusterService.provide({ actions: { closeOldSession: () => {} } }) }, 'defect:csv-old-session-survives'),
  rejectedBy: ['an-expelled-node-writes-nothing', 'a-vm-has-one-writer'],
};
