/**
 * The group goes to the last node of the view, whether that may host it or not.
 */
import { assign } from 'xstate';
import { clusterService } from '../failover/cluster-service.ts';
import { failover } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const indifferent = clusterService.provide({
  actions: { place: assign(({ context: { proposal } }) => (proposal === null ? {} : { proposal: { ...proposal, owner: proposal.host ?? proposal.nodes.at(-1) ?? null } })) },
});

export const possibleOwnersIgnored: Defect = {
  id: 'possible-owners-ignored',
  about: 'The group is brought online on a node that is no possible owner.',
  scopes: failover({ clusterService: indifferent }, 'defect:possible-owners-ignored'),
  rejectedBy: ['only-possible-owners-host', 'preferred-owners-come-first'],
};
