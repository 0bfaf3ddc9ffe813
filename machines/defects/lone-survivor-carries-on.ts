/**
 * Votes are counted of the last view instead of all that are configured, and half of them is enough: node by node the cluster shrinks to one, which cannot
 * tell whether the others are dead or well and together.
 */
import { clusterService } from '../failover/cluster-service.ts';
import { candidates } from '../failover/membership.ts';
import { failoverCrash } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const shrinking = clusterService.provide({ guards: { mayBeQuorum: ({ context }) => context.view.length > 0 && 2 * candidates(context).length >= context.view.length } });

export const loneSurvivorCarriesOn: Defect = {
  id: 'lone-survivor-carries-on',
  about: 'Half of the last view counts as a quorum, instead of more than half of all nodes.',
  scopes: { review: failoverCrash({ clusterService: shrinking }, 'defect:lone-survivor-carries-on').review },
  rejectedBy: ['survives-no-more-than-promised', 'a-view-has-a-quorum'],
};
