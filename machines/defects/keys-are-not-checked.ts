/**
 * A disk that serves whoever asks, registered or not: no fence at all.
 */
import { disk } from '../failover/disk.ts';
import { failover } from '../systems/failover.ts';
import type { Defect } from './defect.ts';


export const keysAreNotChecked: Defect = {
  id: 'keys-are-not-checked',
  about: 'The disk takes writes and preemptions from nodes without a key.',
  scopes: failover({ disk: disk.provide({ guards: { isRegistered: () => true } }) }, 'defect:keys-are-not-checked'),
  rejectedBy: ['vm-of-the-holder-sees-its-disk', 'expelled-node-writes-nothing', 'accepted-writes-come-from-the-holder', 'defended-disk-is-not-taken'],
};
