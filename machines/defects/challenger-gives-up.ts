/**
 * A challenger whose key was removed gives up, and the node that removed it lets go a moment later: nobody comes again.
 */
import { timedMajority, timingR2 } from '../systems/timed-failover.ts';
import type { Defect } from './defect.ts';

export const challengerGivesUp: Defect = {
  id: 'challenger-gives-up',
  about: 'A disk that was defended against a challenger is not asked for again.',
  scopes: timedMajority('defect:challenger-gives-up', timingR2, { restartThreshold: 0, possibleOwners: ['node1', 'node2'] }),
  rejectedBy: ['failover-r2-ends'],
};
