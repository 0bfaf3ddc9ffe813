/**
 * A node that is told that the witness is gone goes on as if it still had its vote: it hosts on, and there is no vote left at all.
 */
import { clusterService } from '../failover/cluster-service.ts';
import { failoverDiskOnly } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

export const lostWitnessStillCounts: Defect = {
  id: 'lost-witness-still-counts',
  about: 'The vote of a witness disk that has failed is still counted.',
  scopes: failoverDiskOnly({ clusterService: clusterService.provide({ guards: { needsTheWitness: () => false } }) }, 'defect:lost-witness-still-counts'),
  rejectedBy: ['at-rest-a-lost-witness-has-no-vote'],
};
