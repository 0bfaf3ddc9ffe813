/**
 * Neither of the two things that end a VM on the losing side works: the service that has lost quorum does not take its group offline, and the disk that finds
 * its reservation gone (event 1038) does not say so. The VM lives on beside its double for ever, though its writes go nowhere.
 */
import { sendTo } from 'xstate';
import { clusterService } from '../failover/cluster-service.ts';
import { diskResource } from '../failover/disk-resource.ts';
import { serviceName } from '../failover/names.ts';
import { failover } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const careless = clusterService.provide({ actions: { takeGroupOffline: sendTo(({ system, context }) => system.get(serviceName(context.node)), { type: 'GROUP_OFFLINE' }) } });
const silent = diskResource.provide({ actions: { tellLost: () => {} } });

export const lostDiskUnnoticed: Defect = {
  id: 'lost-disk-unnoticed',
  about: 'On the losing side neither the loss of quorum nor the loss of the disk ends the VM.',
  scopes: failover({ clusterService: careless, diskResource: silent }, 'defect:lost-disk-unnoticed'),
  rejectedBy: ['at-rest-the-vm-runs-once', 'at-rest-only-a-quorum-hosts', 'a-stopped-service-hosts-nothing'],
};
