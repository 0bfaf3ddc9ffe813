/**
 * B16: the owner of the quorum disk is stopped, deadlocks while it lets go, and goes on defending the disk. Nobody else can have it, so all others stop as well.
 * Real: Windows Server 2008 SP2, No Majority: Disk Only (KB 975486), where a death timer ends the others.
 */
import { clusterService } from '../failover/cluster-service.ts';
import { failoverDiskOnly } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

export const quorumDiskNotReleased: Defect = {
  id: 'b16-quorum-disk-not-released',
  about: 'B16: a cluster service that is stopped keeps the quorum disk, and the other nodes stop for lack of it.',
  scopes: { small: failoverDiskOnly({ clusterService: clusterService.provide({ actions: { releaseWitness: () => {} } }) }, 'defect:b16-quorum-disk-not-released').small },
  rejectedBy: ['a-stopped-service-hosts-nothing'],
};
