/**
 * Heartbeats are missed, and nobody counts them: a node that has crashed is a member for ever.
 */
import { timedMajority, timedParts, timingR2 } from '../systems/timed-failover.ts';
import type { Defect } from './defect.ts';

const patient = timedParts(timingR2).heartbeatRoute.provide({ actions: { reportDown: () => {} } });

export const silenceUnnoticed: Defect = {
  id: 'silence-unnoticed',
  about: 'A route on which heartbeats are missed is never reported down.',
  scopes: timedMajority('defect:silence-unnoticed', timingR2, {}, { heartbeatRoute: patient }),
  rejectedBy: ['failover-r2-ends'],
};
