/**
 * How the actors of a cluster are called. What is on a node carries the node's name: `node1.lun1` is node 1's mount
 * of LUN 1, `node1.vm1` is VM 1 as node 1's hypervisor sees it; `vm1` alone is the cluster's resource.
 */
import type { LunId, NodeId, VmId } from './vocabulary.ts';

export const nodeIds: readonly NodeId[] = ['node1', 'node2'];

export function mountName(node: NodeId, lun: LunId): `${NodeId}.${LunId}` {
  return `${node}.${lun}`;
}

export function vmName(node: NodeId, vm: VmId): `${NodeId}.${VmId}` {
  return `${node}.${vm}`;
}

export function guestName(vm: VmId): `guest-${VmId}` {
  return `guest-${vm}`;
}

export function diskName(lun: LunId): `disk-${LunId}` {
  return `disk-${lun}`;
}
