/**
 * A model that forgets what mounting and booting take, and so makes a failover look as if clients could sit it out.
 */
import { timedMajority, timedParts, timingR2 } from '../systems/timed-failover.ts';
import type { Defect } from './defect.ts';

const instant = timedParts({ ...timingR2, mountMs: 0, bootMs: 0 }).virtualMachine;

export const bootedInNoTime: Defect = {
  id: 'booted-in-no-time',
  about: 'Mounting the volume and booting the VM take no time.',
  scopes: timedMajority('defect:booted-in-no-time', timingR2, {}, { virtualMachine: instant }),
  rejectedBy: ['failover-r2-is-visible'],
};
