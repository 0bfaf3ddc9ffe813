/**
 * A state of the cluster, read by kind of component instead of by actor name.
 *
 * Properties speak of "every VM on every node"; this gives them typed lists. A reading is made once per state.
 */
import type { AnyStateMachine, SnapshotFrom } from 'xstate';
import { clusterService } from '../machines/cluster-service.ts';
import { guest } from '../machines/guest.ts';
import { lun } from '../machines/lun.ts';
import { guestName, mountName, nodeIds, vmName } from '../machines/names.ts';
import { node } from '../machines/node.ts';
import { ntfsMount } from '../machines/ntfs-mount.ts';
import { resourceGroup } from '../machines/resource-group.ts';
import { virtualMachine } from '../machines/virtual-machine.ts';
import { vmResource } from '../machines/vm-resource.ts';
import type { LunId, NodeId, VmId } from '../machines/vocabulary.ts';
import type { StateView } from '../src/index.ts';
import { rememberedReading } from './remembered-reading.ts';

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
  /** What VMs, and the mounts that they write through, have set. */
  readonly timersOnTheWayToDisks: StateView['timers'];
}

/** The reading of a state; each list is made when it is first asked for, so that a claim depends on no more than it reads. */
export const read = rememberedReading((state): Cluster => new LazyCluster(state));

/** Whether a snapshot, of a delivery for instance, is that of a VM. */
export function isVm(snapshot: Snapshot): snapshot is VmSnapshot {
  return isOf(virtualMachine, snapshot);
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
  return cluster.timersOnTheWayToDisks.some((timer) => timer.event.type === 'WRITE' && 'vm' in timer.event && timer.event.vm === vm);
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

const lunIds: readonly LunId[] = ['lun1', 'lun2'];
const vmIds: readonly VmId[] = ['vm1', 'vm2'];
const mountNames = nodeIds.flatMap((id) => lunIds.map((lunId) => mountName(id, lunId)));
const vmNames = nodeIds.flatMap((id) => vmIds.map((vm) => vmName(id, vm)));

class LazyCluster implements Cluster {
  readonly #state: StateView;
  #nodes: Cluster['nodes'] | undefined;
  #luns: Cluster['luns'] | undefined;
  #mounts: Cluster['mounts'] | undefined;
  #vms: Cluster['vms'] | undefined;
  #groups: Cluster['groups'] | undefined;
  #resources: Cluster['resources'] | undefined;
  #services: Cluster['services'] | undefined;
  #guests: Cluster['guests'] | undefined;
  #timers: Cluster['timersOnTheWayToDisks'] | undefined;

  constructor(state: StateView) {
    this.#state = state;
  }

  get nodes(): Cluster['nodes'] {
    return (this.#nodes ??= listOf(this.#state, nodeIds, node));
  }
  get luns(): Cluster['luns'] {
    return (this.#luns ??= listOf(this.#state, lunIds, lun));
  }
  get mounts(): Cluster['mounts'] {
    return (this.#mounts ??= listOf(this.#state, mountNames, ntfsMount));
  }
  get vms(): Cluster['vms'] {
    return (this.#vms ??= listOf(this.#state, vmNames, virtualMachine));
  }
  get groups(): Cluster['groups'] {
    return (this.#groups ??= listOf(this.#state, ['group1', 'group2'], resourceGroup));
  }
  get resources(): Cluster['resources'] {
    return (this.#resources ??= listOf(this.#state, vmIds, vmResource));
  }
  get services(): Cluster['services'] {
    return (this.#services ??= listOf(this.#state, ['cluster'], clusterService));
  }
  get guests(): Cluster['guests'] {
    return (this.#guests ??= new Map(vmIds.flatMap((vm) => listOf(this.#state, [guestName(vm)], guest).map((snapshot) => [vm, snapshot] as const))));
  }
  get timersOnTheWayToDisks(): Cluster['timersOnTheWayToDisks'] {
    const { actors } = this.#state;
    return (this.#timers ??= [...vmNames, ...mountNames].flatMap((name) => (Object.hasOwn(actors, name) ? this.#state.timersOf(name) : [])));
  }
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
