/**
 * The machines that a cluster under partition is put together from. A defect replaces one of them by a wrong one.
 */
import { clusterService } from '../failover/cluster-service.ts';
import { diskResource } from '../failover/disk-resource.ts';
import { disk } from '../failover/disk.ts';
import { fileShare } from '../failover/file-share.ts';
import { heartbeatRoute } from '../failover/heartbeat-route.ts';
import { host } from '../failover/host.ts';
import { network } from '../failover/network.ts';
import { resourceGroup } from '../failover/resource-group.ts';
import { route } from '../failover/route.ts';
import { virtualMachine } from '../failover/virtual-machine.ts';
import { guest } from '../guest.ts';

export const failoverParts = { host, network, route, heartbeatRoute, clusterService, resourceGroup, diskResource, disk, fileShare, virtualMachine, guest };

export type FailoverParts = typeof failoverParts;
