/**
 * A group that fails is moved on however often it has failed: the FailoverThreshold is not looked at.
 */
import { clusterService } from '../failover/cluster-service.ts';
import { failoverPolicy } from '../systems/failover.ts';
import type { Defect } from './defect.ts';


export const failoverWithoutEnd: Defect = {
  id: 'failover-without-end',
  about: 'A group moves on after more failures than its failover threshold allows (event 1254).',
  scopes: failoverPolicy({ clusterService: clusterService.provide({ guards: { mayFailOver: () => true } }) }, 'defect:failover-without-end'),
  rejectedBy: ['a-group-that-failed-too-often-stays'],
};
