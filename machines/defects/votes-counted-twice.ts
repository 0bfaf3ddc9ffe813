/**
 * A node counts itself twice when it looks whether its partition has a quorum: one of three is a majority then.
 */
import { clusterService } from '../failover/cluster-service.ts';
import { candidates } from '../failover/membership.ts';
import { failover } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const generous = clusterService.provide({ guards: { mayBeQuorum: ({ context }) => 2 * (candidates(context).length + 1) > context.nodes.length } });

export const votesCountedTwice: Defect = {
  id: 'votes-counted-twice',
  about: 'A node counts its own vote twice.',
  scopes: failover({ clusterService: generous }, 'defect:votes-counted-twice'),
  rejectedBy: ['a-view-has-a-quorum', 'one-view-per-epoch', 'at-rest-only-a-quorum-hosts', 'only-a-newer-view-takes-the-disk'],
};
