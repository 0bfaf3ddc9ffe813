/**
 * The machines a cluster with a shared volume is put together from. A defect replaces one of them by a wrong one.
 */
import { clusterLink } from './cluster-link.ts';
import { clusterService } from './cluster-service.ts';
import { cluster } from './cluster.ts';
import { diskPath } from './disk-path.ts';
import { guest } from './guest.ts';
import { node } from '../node.ts';
import { ntfsMount } from './ntfs-mount.ts';
import { sharedDisk } from './shared-disk.ts';
import { smbConnection } from './smb-connection.ts';
import { virtualMachine } from './virtual-machine.ts';
import { volume } from './volume.ts';

export const parts = { cluster, clusterLink, clusterService, node, sharedDisk, diskPath, ntfsMount, smbConnection, volume, virtualMachine, guest };

export type Parts = typeof parts;
