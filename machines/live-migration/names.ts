/**
 * How the actors of a live migration are called. What is on a node carries the node's name: `node1.vm1` is VM 1 as node 1's
 * hypervisor sees it, `node1.migration` its migration worker, `node1.link` its way to the cluster database; `vm1` alone is the
 * cluster's record of the VM, and `node1-node2` the connection by which node 1 migrates to node 2.
 */
import type { NodeId, RouteId, VmId, VolumeId } from './vocabulary.ts';

export const nodeIds: readonly NodeId[] = ['node1', 'node2', 'node3'];

export function partitionName(node: NodeId, vm: VmId): `${NodeId}.${VmId}` {
  return `${node}.${vm}`;
}

export function workerName(node: NodeId): `${NodeId}.migration` {
  return `${node}.migration`;
}

export function linkName(node: NodeId): `${NodeId}.link` {
  return `${node}.link`;
}

export function volumeName(node: NodeId, volume: VolumeId): `${NodeId}.${VolumeId}` {
  return `${node}.${volume}`;
}

export function guestName(vm: VmId): `guest-${VmId}` {
  return `guest-${vm}`;
}

/** How fast the guest writes, on a clock. */
export function workloadName(vm: VmId): `load-${VmId}` {
  return `load-${vm}`;
}

export function routeName(from: NodeId, to: NodeId): RouteId {
  return `${from}-${to}`;
}
