/**
 * B22: quorum is forced on one side while the other has it, and when the two meet again neither gives way: who hears of the newer view goes on
 * in its own. Real: event 5396, by which the side that was not forced has to shut down.
 */
import { clusterService } from '../failover/cluster-service.ts';
import { failoverForced } from '../systems/failover.ts';
import type { Defect } from './defect.ts';


export const forcedBesideQuorum: Defect = {
  id: 'b22-forced-beside-quorum',
  about: 'B22: a partition that meets one with a newer, forced view does not shut down.',
  scopes: failoverForced({ clusterService: clusterService.provide({ guards: { wasLeftOut: () => false } }) }, 'defect:b22-forced-beside-quorum'),
  rejectedBy: ['a-node-left-out-stops'],
};
