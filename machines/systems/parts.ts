/**
 * The machines a cluster is put together from. A defect replaces one of them by a wrong one.
 */
import { clusterService } from '../cluster-service.ts';
import { diskResource } from '../disk-resource.ts';
import { guest } from '../guest.ts';
import { lun } from '../lun.ts';
import { node } from '../node.ts';
import { ntfsMount } from '../ntfs-mount.ts';
import { resourceGroup } from '../resource-group.ts';
import { virtualMachine } from '../virtual-machine.ts';
import { vmResource } from '../vm-resource.ts';

export const parts = { node, lun, ntfsMount, virtualMachine, guest, diskResource, vmResource, resourceGroup, clusterService };

export type Parts = typeof parts;
