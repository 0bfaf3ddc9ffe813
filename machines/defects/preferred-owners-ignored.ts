/**
 * The group goes to the first possible owner in the view, and nobody looks at the list of preferred ones.
 */
import { assign } from 'xstate';
import { clusterService } from '../failover/cluster-service.ts';
import { failover } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const indifferent = clusterService.provide({
  actions: {
    place: assign(({ context: { proposal, possibleOwners } }) =>
      proposal === null ? {} : { proposal: { ...proposal, owner: proposal.host ?? possibleOwners.find((id) => proposal.nodes.includes(id)) ?? null } },
    ),
  },
});

export const preferredOwnersIgnored: Defect = {
  id: 'preferred-owners-ignored',
  about: 'The group goes to a possible owner although a preferred one is there.',
  scopes: { small: failover({ clusterService: indifferent }, 'defect:preferred-owners-ignored').small },
  rejectedBy: ['preferred-owners-come-first'],
};
