/**
 * A view is agreed on, and finds no place for a group whose host is gone.
 */
import { assign } from 'xstate';
import { clusterService } from '../failover/cluster-service.ts';
import { failoverCrash } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const idle = clusterService.provide({ actions: { place: assign(({ context: { proposal } }) => (proposal === null ? {} : { proposal: { ...proposal, owner: proposal.host } })) } });

export const nobodyTakesOver: Defect = {
  id: 'nobody-takes-over',
  about: 'After a crash the group is brought online nowhere.',
  scopes: failoverCrash({ clusterService: idle }, 'defect:nobody-takes-over'),
  rejectedBy: ['a-vm-fails-over-after-a-crash', 'a-failover-loses-memory'],
};
