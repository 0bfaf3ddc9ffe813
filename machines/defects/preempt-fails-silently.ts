/**
 * The array answers that the preemption succeeded, and changed nothing. Both nodes have the right to write.
 * Real: later releases log keys that belong to no active member, because firmware failed or the new owner could not preempt (domain.md 1.5). That the old
 * owner's VM then no longer knows its disk follows, and is left to `stale-node-keeps-its-key`.
 */
import { disk } from '../failover/disk.ts';
import { failover } from '../systems/failover.ts';
import type { Defect } from './defect.ts';


export const preemptFailsSilently: Defect = {
  id: 'preempt-fails-silently',
  about: 'Preemption is reported as done, and the old owner keeps reservation and key.',
  scopes: failover({ disk: disk.provide({ actions: { evictAndReserve: () => {} } }) }, 'defect:preempt-fails-silently'),
  rejectedBy: ['one-mount-can-write', 'one-running-vm-can-write', 'accepted-writes-come-from-the-holder'],
};
