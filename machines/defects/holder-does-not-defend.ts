/**
 * The holder of a disk never removes the keys of others: whoever waits gets the disk, and the holder goes on using its mount.
 */
import { arbitrationOfTwo } from '../systems/arbitration.ts';
import { diskResource } from '../failover/disk-resource.ts';
import type { Defect } from './defect.ts';

const idle = diskResource.provide({ actions: { defend: () => {} } });

export const holderDoesNotDefend: Defect = {
  id: 'holder-does-not-defend',
  about: 'A disk resource that is online does not defend its reservation.',
  scopes: arbitrationOfTwo('defect:holder-does-not-defend', { defenceMs: 3_000, challengeMs: 6_000 }, idle),
  rejectedBy: ['a-living-holder-keeps-the-disk', 'volume-is-believed-mounted-once'],
};
