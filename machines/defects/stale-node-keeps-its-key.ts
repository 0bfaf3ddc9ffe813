/**
 * Preemption takes the reservation and leaves the old owner registered, which under Write Exclusive - Registrants Only is the right to write.
 */
import { assign } from 'xstate';
import { disk } from '../failover/disk.ts';
import { failover } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const forgiving = disk.provide({ actions: { evictAndReserve: assign(({ event }) => ('node' in event ? { holder: event.node } : {})) } });

export const staleNodeKeepsItsKey: Defect = {
  id: 'stale-node-keeps-its-key',
  about: 'A node that lost the disk to another keeps its key, and with it the right to write.',
  scopes: failover({ disk: forgiving }, 'defect:stale-node-keeps-its-key'),
  rejectedBy: ['vm-of-the-holder-sees-its-disk', 'preemption-removes-the-old-key', 'one-mount-can-write', 'one-running-vm-can-write', 'accepted-writes-come-from-the-holder'],
};
