/**
 * How the actors of a failover cluster are called. What lives on a node carries its name: `node1.service` is node 1's
 * cluster service, `node1.lun1` the disk as node 1 sees it; `node1-to-node2` carries what node 1 says to node 2.
 */
import type { DiskId, NodeId, VmId } from './vocabulary.ts';

export const nodeIds: readonly NodeId[] = ['node1', 'node2', 'node3'];

export function serviceName(node: NodeId): `${NodeId}.service` {
  return `${node}.service`;
}

export function groupName(node: NodeId): `${NodeId}.group1` {
  return `${node}.group1`;
}

export function diskResourceName(node: NodeId, disk: DiskId): `${NodeId}.${DiskId}` {
  return `${node}.${disk}`;
}

export function vmName(node: NodeId, vm: VmId): `${NodeId}.${VmId}` {
  return `${node}.${vm}`;
}

export function routeName(from: NodeId, to: NodeId): `${NodeId}-to-${NodeId}` {
  return `${from}-to-${to}`;
}
