/**
 * A state of the cluster, read by kind of component instead of by actor name.
 *
 * Properties speak of "every VM on every node"; this gives them typed lists. A reading is made once per state.
 */
import type { AnyStateMachine, SnapshotFrom } from 'xstate';
import { clusterService } from '../machines/cluster-service.ts';
import { guest } from '../machines/guest.ts';
import { lun } from '../machines/lun.ts';
import { node } from '../machines/node.ts';
import { ntfsMount } from '../machines/ntfs-mount.ts';
import { resourceGroup } from '../machines/resource-group.ts';
import { virtualMachine } from '../machines/virtual-machine.ts';
import { vmResource } from '../machines/vm-resource.ts';
import type { LunId, NodeId, VmId } from '../machines/vocabulary.ts';
import type { StateView } from '../src/index.ts';

type Snapshot = StateView['actors'][string];

export type VmSnapshot = SnapshotFrom<typeof virtualMachine>;

/** Everything a property of the cluster may ask about. */
export interface Cluster {
  readonly nodes: readonly SnapshotFrom<typeof node>[];
  readonly luns: readonly SnapshotFrom<typeof lun>[];
  readonly mounts: readonly SnapshotFrom<typeof ntfsMount>[];
  /** One for each node and VM. */
  readonly vms: readonly VmSnapshot[];
  readonly groups: readonly SnapshotFrom<typeof resourceGroup>[];
  readonly resources: readonly SnapshotFrom<typeof vmResource>[];
  readonly services: readonly SnapshotFrom<typeof clusterService>[];
  readonly guests: ReadonlyMap<VmId, SnapshotFrom<typeof guest>>;
  readonly timers: StateView['timers'];
}

const readings = new WeakMap<StateView, Cluster>();

export function read(state: StateView): Cluster {
  const known = readings.get(state);
  if (known !== undefined) return known;
  const reading = sorted(state);
  readings.set(state, reading);
  return reading;
}

/** A VM whose guest executes. */
export const runs = ofSnapshot((vm: VmSnapshot) => vm.matches('enabled'));

const withFilesOpen = ['enabled', 'saving', 'paused', 'stopping', 'starting'] as const;

/** A VM that has its files open on this node. */
export const usesItsFiles = ofSnapshot((vm: VmSnapshot) => withFilesOpen.some((mode) => vm.matches(mode)));

/** A VM whose memory would be lost with its node. */
export const holdsMemory = ofSnapshot((vm: VmSnapshot) => usesItsFiles(vm) && !vm.matches({ starting: 'booting' }));

export function isUp(cluster: Cluster, id: NodeId): boolean {
  return cluster.nodes.some((host) => host.context.id === id && host.matches('up'));
}

export function hasMounted(cluster: Cluster, id: NodeId, lunId: LunId): boolean {
  return cluster.mounts.some((mount) => mount.context.node === id && mount.context.lun === lunId && mount.matches('mounted'));
}

export function lunOf(cluster: Cluster, id: LunId): SnapshotFrom<typeof lun> | undefined {
  return cluster.luns.find((candidate) => candidate.context.id === id);
}

/** Whether a saved-state file of the VM is on its LUN. */
export function hasSavedState(cluster: Cluster, vm: VmSnapshot): boolean {
  return lunOf(cluster, vm.context.lun)?.context.saved[vm.context.vm] !== undefined;
}

/** What the virtual disk of the VM holds: the number of the last guest write on it. */
export function diskContent(cluster: Cluster, vm: VmSnapshot): number {
  return lunOf(cluster, vm.context.lun)?.context.disks[vm.context.vm] ?? 0;
}

/** Whether a write of the VM is still on its way to the LUN, from whatever node. */
export function writeUnderWay(cluster: Cluster, vm: VmId): boolean {
  return cluster.timers.some((timer) => timer.event.type === 'WRITE' && 'vm' in timer.event && timer.event.vm === vm);
}

/** Asks once per snapshot: there are few of them, and each is seen in a great many states. */
function ofSnapshot<S extends object>(predicate: (snapshot: S) => boolean): (snapshot: S) => boolean {
  const answers = new WeakMap<S, boolean>();
  return (snapshot) => {
    const known = answers.get(snapshot);
    if (known !== undefined) return known;
    const answer = predicate(snapshot);
    answers.set(snapshot, answer);
    return answer;
  };
}

function sorted(state: StateView): Cluster {
  const found = { nodes: listOf(node), luns: listOf(lun), mounts: listOf(ntfsMount), vms: listOf(virtualMachine), groups: listOf(resourceGroup), resources: listOf(vmResource), services: listOf(clusterService) };
  const lists = Object.values(found);
  const guests = new Map<VmId, SnapshotFrom<typeof guest>>();
  for (const [name, snapshot] of Object.entries(state.actors)) {
    if (lists.some((list) => list.take(snapshot))) continue;
    if (isOf(guest, snapshot)) guests.set(name === 'guest-vm1' ? 'vm1' : 'vm2', snapshot);
  }
  return {
    nodes: found.nodes.members,
    luns: found.luns.members,
    mounts: found.mounts.members,
    vms: found.vms.members,
    groups: found.groups.members,
    resources: found.resources.members,
    services: found.services.members,
    guests,
    timers: state.timers,
  };
}

function isOf<M extends AnyStateMachine>(machine: M, snapshot: Snapshot): snapshot is SnapshotFrom<M> {
  // By id, as a defect puts another machine of the same id in its place.
  return snapshot.machine.id === machine.id;
}

function listOf<M extends AnyStateMachine>(machine: M): { readonly members: readonly SnapshotFrom<M>[]; readonly take: (snapshot: Snapshot) => boolean } {
  const members: SnapshotFrom<M>[] = [];
  return {
    members,
    take: (snapshot) => {
      if (!isOf(machine, snapshot)) return false;
      members.push(snapshot);
      return true;
    },
  };
}
