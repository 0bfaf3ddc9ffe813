/**
 * A node votes for whoever asks last. Two proposers that cannot hear each other both get the vote of the third, and with it a majority of one epoch.
 */
import { clusterService } from '../failover/cluster-service.ts';
import { failoverHeal } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const fickle = clusterService.provide({ guards: { mayVote: ({ context, event }) => event.type === 'PROPOSE' && event.epoch >= context.promised && (context.view.length === 0 || event.base >= context.database.epoch) } });

export const twoVotesInAnEpoch: Defect = {
  id: 'two-votes-in-an-epoch',
  about: 'A node votes for two views of one epoch.',
  scopes: failoverHeal({ clusterService: fickle }, 'defect:two-votes-in-an-epoch'),
  rejectedBy: ['one-view-per-epoch'],
};
