/**
 * Partition in time: a node that was down while the cluster went on comes up alone, gets the file share's vote, and forms a view from its old database
 * (events 1561, 1564 are the refusal).
 */
import { clusterService } from '../failover/cluster-service.ts';
import { failoverFileShare } from '../systems/failover.ts';
import type { Defect } from './defect.ts';


export const staleNodeForms: Defect = {
  id: 'stale-node-forms',
  about: 'A lone node with an old database forms a view with the vote of the file share.',
  scopes: failoverFileShare({ clusterService: clusterService.provide({ guards: { isStale: () => false } }) }, 'defect:stale-node-forms'),
  rejectedBy: ['a-view-builds-on-the-newest-database'],
};
