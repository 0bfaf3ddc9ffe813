/**
 * A state of a cluster with a shared volume, read by kind of component instead of by actor name.
 *
 * A reading is made once per state, each list when it is first asked for, so that a claim depends on no more than it reads.
 */
import type { AnyStateMachine, SnapshotFrom } from 'xstate';
import { cluster } from '../machines/csv/cluster.ts';
import { guest } from '../machines/csv/guest.ts';
import { guestName, ntfsName, smbName, vmName, volumeName } from '../machines/csv/names.ts';
import { node } from '../machines/node.ts';
import { ntfsMount } from '../machines/csv/ntfs-mount.ts';
import { sharedDisk } from '../machines/csv/shared-disk.ts';
import { smbConnection } from '../machines/csv/smb-connection.ts';
import { virtualMachine } from '../machines/csv/virtual-machine.ts';
import type { NodeId, VmId } from '../machines/csv/vocabulary.ts';
import { volume } from '../machines/csv/volume.ts';
import type { StateView, StepView } from '../src/index.ts';

type Snapshot = StateView['actors'][string];

export type ClusterSnapshot = SnapshotFrom<typeof cluster>;
export type DiskSnapshot = SnapshotFrom<typeof sharedDisk>;
export type NtfsSnapshot = SnapshotFrom<typeof ntfsMount>;
export type VolumeSnapshot = SnapshotFrom<typeof volume>;
export type VmSnapshot = SnapshotFrom<typeof virtualMachine>;

const nodeIds: readonly NodeId[] = ['node1', 'node2', 'node3'];
const vmIds: readonly VmId[] = ['vm1', 'vm2'];

export function clusterOf(state: StateView): ClusterSnapshot {
  return only(listOf(state, ['cluster'], cluster));
}

export function diskOf(state: StateView): DiskSnapshot {
  return only(listOf(state, ['csv1'], sharedDisk));
}

export function hostsOf(state: StateView): readonly SnapshotFrom<typeof node>[] {
  return listOf(state, nodeIds, node);
}

export function mountsOf(state: StateView): readonly NtfsSnapshot[] {
  return listOf(state, nodeIds.map(ntfsName), ntfsMount);
}

export function volumesOf(state: StateView): readonly VolumeSnapshot[] {
  return listOf(state, nodeIds.map(volumeName), volume);
}

export function connectionsOf(state: StateView): readonly SnapshotFrom<typeof smbConnection>[] {
  return listOf(state, nodeIds.map(smbName), smbConnection);
}

const vmNames = nodeIds.flatMap((id) => vmIds.map((vm) => vmName(id, vm)));

/** One for each node and VM. */
export function vmsOf(state: StateView): readonly VmSnapshot[] {
  return listOf(state, vmNames, virtualMachine);
}

export function guestsOf(state: StateView): readonly SnapshotFrom<typeof guest>[] {
  return listOf(state, vmIds.map(guestName), guest);
}

/** The snapshot as that of a VM, if it is one; a delivery does not say. */
export function vmIn(snapshot: Snapshot): VmSnapshot | null {
  return isOf(virtualMachine, snapshot) ? snapshot : null;
}

export function volumeIn(snapshot: Snapshot): VolumeSnapshot | null {
  return isOf(volume, snapshot) ? snapshot : null;
}

export function mountIn(snapshot: Snapshot): NtfsSnapshot | null {
  return isOf(ntfsMount, snapshot) ? snapshot : null;
}

function diskIn(snapshot: Snapshot): DiskSnapshot | null {
  return isOf(sharedDisk, snapshot) ? snapshot : null;
}

/** A VM whose guest executes. */
export function runs(vm: VmSnapshot): boolean {
  return vm.matches('enabled') || vm.matches('stopping');
}

/** Whether the disk takes commands from the node. */
export function isRegistered(state: StateView, id: NodeId): boolean {
  return diskOf(state).context.registrants.includes(id);
}

/** A command that the disk carried out: which node sent it, and for which node's VM. */
export interface Accepted {
  readonly kind: 'WRITE' | 'EXTEND';
  readonly vm: VmId;
  readonly content: number;
  readonly by: 'csv1' | 'ntfs';
  readonly node: NodeId;
  /** The node whose VM asked for it. */
  readonly origin: NodeId;
}

export function acceptedCommands(step: StepView): readonly Accepted[] {
  return step.deliveries.flatMap(({ event, before: receiver }): readonly Accepted[] => {
    const disk = diskIn(receiver);
    if (disk === null || (event.type !== 'WRITE' && event.type !== 'EXTEND')) return [];
    const node = nodeIds.find((id) => 'node' in event && event['node'] === id);
    const vm = vmIds.find((id) => 'vm' in event && event['vm'] === id);
    if (node === undefined || vm === undefined || !disk.context.registrants.includes(node)) return [];
    const content = 'content' in event ? Number(event['content']) : 0;
    const by = 'by' in event && event['by'] === 'ntfs' ? 'ntfs' : 'csv1';
    const origin = nodeIds.find((id) => 'client' in event && event['client'] === id) ?? node;
    return [{ kind: event.type, vm, content, by, node, origin }];
  });
}

/** Whether a step has any command for the disk in it; asked first, as most have none. */
export function reachesDisk(step: StepView): boolean {
  return step.to === 'csv1';
}

function only<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Error('a system without a cluster or a disk');
  return first;
}

function listOf<M extends AnyStateMachine>({ actors }: StateView, names: readonly string[], machine: M): readonly SnapshotFrom<M>[] {
  const found: SnapshotFrom<M>[] = [];
  for (const name of names) {
    const snapshot = Object.hasOwn(actors, name) ? actors[name] : undefined;
    if (snapshot !== undefined && isOf(machine, snapshot)) found.push(snapshot);
  }
  return found;
}

function isOf<M extends AnyStateMachine>(machine: M, snapshot: Snapshot): snapshot is SnapshotFrom<M> {
  // By id, as a defect puts another machine of the same id in its place.
  return snapshot.machine.id === machine.id;
}
