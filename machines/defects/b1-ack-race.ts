/**
 * B1: the target starts the VM when it has sent its acknowledgement; the source, which never got it, goes on as well.
 *
 * The two ends decide between themselves, and nothing stands between them and the disk: both run it, both write, and what the one
 * writes the other does not know. Real: Propolis e448ae9b9b12 (#351).
 */
import { handshakeOnly } from '../systems/handshake-migration.ts';
import type { Defect } from './defect.ts';

export const ackRace: Defect = {
  id: 'b1-ack-race',
  about: 'B1: the target starts after sending its acknowledgement, which the source may never get.',
  scopes: handshakeOnly({}, 'defect:b1-ack-race'),
  rejectedBy: ['memory-arrives-as-it-stopped', 'one-side-runs-unless-isolated', 'one-side-can-write', 'only-the-owner-goes-on', 'vm-is-not-forgotten', 'record-follows-the-vm', 'migrated-vm-knows-its-disk', 'writes-come-through-a-handle'],
};
