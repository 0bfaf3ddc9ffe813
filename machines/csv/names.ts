/**
 * How the actors are called. What is on a node carries the node's name: `node1.csv1` is the volume as node 1 sees it,
 * `node1.ntfs` the NTFS mount it has as coordinator; `csv1` alone is the disk.
 */
import type { NodeId, VmId } from './vocabulary.ts';

export const diskName = 'csv1';

export function volumeName(node: NodeId): `${NodeId}.csv1` {
  return `${node}.csv1`;
}

export function ntfsName(node: NodeId): `${NodeId}.ntfs` {
  return `${node}.ntfs`;
}

/** The SMB connection of a node, as client, to whichever node is the coordinator. */
export function smbName(node: NodeId): `${NodeId}.smb` {
  return `${node}.smb`;
}

/** The node's path to the disk: host bus adapter and fabric. */
export function pathName(node: NodeId): `${NodeId}.path` {
  return `${node}.path`;
}

export function serviceName(node: NodeId): `${NodeId}.service` {
  return `${node}.service`;
}

export function vmName(node: NodeId, vm: VmId): `${NodeId}.${VmId}` {
  return `${node}.${vm}`;
}

export function guestName(vm: VmId): `guest-${VmId}` {
  return `guest-${vm}`;
}

/** Updates of the cluster database on their way to a node. */
export function toName(node: NodeId): `to-${NodeId}` {
  return `to-${node}`;
}

/** What a node reports, on its way to the cluster. */
export function fromName(node: NodeId): `from-${NodeId}` {
  return `from-${node}`;
}
