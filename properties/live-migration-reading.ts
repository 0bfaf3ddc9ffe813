/**
 * A state of a live migration, read by kind of component instead of by actor name.
 *
 * Each list is made when it is first asked for, and once per state, so that a claim depends on no more than it reads.
 */
import type { AnyStateMachine, EventObject, SnapshotFrom } from 'xstate';
import { cluster } from '../machines/live-migration/cluster.ts';
import { clusterLink } from '../machines/live-migration/cluster-link.ts';
import { connection } from '../machines/live-migration/connection.ts';
import { csvDisk } from '../machines/live-migration/csv-disk.ts';
import { csvVolume } from '../machines/live-migration/csv-volume.ts';
import { guest } from '../machines/live-migration/guest.ts';
import { host } from '../machines/live-migration/host.ts';
import { lun } from '../machines/live-migration/lun.ts';
import { lunMount } from '../machines/live-migration/lun-mount.ts';
import { migrationWorker } from '../machines/live-migration/migration-worker.ts';
import { guestName, linkName, nodeIds, partitionName, routeName, volumeName, workerName } from '../machines/live-migration/names.ts';
import { partition } from '../machines/live-migration/partition.ts';
import type { NodeId, VmId } from '../machines/live-migration/vocabulary.ts';
import { vmRole } from '../machines/live-migration/vm-role.ts';
import type { StateView, StepView } from '../src/index.ts';
import { rememberedReading } from './remembered-reading.ts';

type Snapshot = StateView['actors'][string];

export type PartitionSnapshot = SnapshotFrom<typeof partition>;
export type WorkerSnapshot = SnapshotFrom<typeof migrationWorker>;
export type RoleSnapshot = SnapshotFrom<typeof vmRole>;

const vmIds: readonly VmId[] = ['vm1', 'vm2'];
const routes = nodeIds.flatMap((from) => nodeIds.flatMap((to) => (from === to ? [] : [routeName(from, to)])));

const storagePath = nodeIds.flatMap((id) => [...vmIds.map((vm) => partitionName(id, vm)), volumeName(id, 'csv1'), volumeName(id, 'lun1')]);

const hostsOf = listerOf(nodeIds, host);
const workersOf = listerOf(nodeIds.map(workerName), migrationWorker);
const linksOf = listerOf(nodeIds.map(linkName), clusterLink);
const partitionsOf = listerOf(nodeIds.flatMap((id) => vmIds.map((vm) => partitionName(id, vm))), partition);
const connectionsOf = listerOf(routes, connection);
const rolesOf = listerOf(vmIds, vmRole);
const clustersOf = listerOf(['cluster'], cluster);
const csvDisksOf = listerOf(['csv1'], csvDisk);
const csvVolumesOf = listerOf(nodeIds.map((id) => volumeName(id, 'csv1')), csvVolume);
const lunsOf = listerOf(['lun1'], lun);
const mountsOf = listerOf(nodeIds.map((id) => volumeName(id, 'lun1')), lunMount);
const guestsOf = new Map(vmIds.map((vm) => [vm, listerOf([guestName(vm)], guest)]));

/** Everything a property of a live migration may ask about. */
export class Migration {
  readonly #state: StateView;

  constructor(state: StateView) {
    this.#state = state;
  }

  get hosts() {
    return hostsOf(this.#state);
  }
  get workers() {
    return workersOf(this.#state);
  }
  get links() {
    return linksOf(this.#state);
  }
  /** One for each node and VM. */
  get partitions() {
    return partitionsOf(this.#state);
  }
  get connections() {
    return connectionsOf(this.#state);
  }
  get roles() {
    return rolesOf(this.#state);
  }
  get clusters() {
    return clustersOf(this.#state);
  }
  get csvDisks() {
    return csvDisksOf(this.#state);
  }
  get csvVolumes() {
    return csvVolumesOf(this.#state);
  }
  get luns() {
    return lunsOf(this.#state);
  }
  get mounts() {
    return mountsOf(this.#state);
  }
  /** What VMs, and the volumes and mounts that they write through, have set. */
  get timersOnTheWayToDisks(): StateView['timers'] {
    const { actors } = this.#state;
    return storagePath.flatMap((name) => (Object.hasOwn(actors, name) ? this.#state.timersOf(name) : []));
  }

  guestOf(vm: VmId): SnapshotFrom<typeof guest> | undefined {
    return guestsOf.get(vm)?.(this.#state)[0];
  }
  hostOf(node: NodeId): SnapshotFrom<typeof host> | undefined {
    return this.hosts.find(({ context }) => context.id === node);
  }
  workerOf(node: NodeId): WorkerSnapshot | undefined {
    return this.workers.find(({ context }) => context.node === node);
  }
  linkOf(node: NodeId): SnapshotFrom<typeof clusterLink> | undefined {
    return this.links.find(({ context }) => context.node === node);
  }
  partitionOf(node: NodeId, vm: VmId): PartitionSnapshot | undefined {
    return this.partitions.find(({ context }) => context.node === node && context.vm === vm);
  }
  roleOf(vm: VmId): RoleSnapshot | undefined {
    return this.roles.find(({ context }) => context.id === vm);
  }
}

export const readMigration = rememberedReading((state) => new Migration(state));

/** A message that an actor of one kind has handled in a step: the `at`-th of the step. */
export interface Handled<S> {
  readonly at: number;
  readonly event: EventObject & Readonly<Record<string, unknown>>;
  readonly before: S;
  readonly after: S;
}

export function handledByPartitions(step: StepView): readonly Handled<PartitionSnapshot>[] {
  return handledBy(step, partition);
}

export function handledByWorkers(step: StepView): readonly Handled<WorkerSnapshot>[] {
  return handledBy(step, migrationWorker);
}

/** What the records of the VMs have handled. */
export function handledByRoles(step: StepView): readonly Handled<RoleSnapshot>[] {
  return handledBy(step, vmRole);
}

/** A VM whose guest executes. */
export function executes(vm: PartitionSnapshot): boolean {
  return vm.matches('enabled');
}

/** A VM that has its files open, and would use them. */
export function isLive(vm: PartitionSnapshot): boolean {
  return vm.matches('enabled') || vm.matches('paused');
}

/** Whether the files of a VM are open on a node, or, without a shared volume, the LUN mounted there. */
export function hasFiles(migration: Migration, node: NodeId, vm: VmId): boolean {
  return migration.csvVolumes.some(({ context }) => context.node === node && context.open.includes(vm)) || migration.mounts.some((mount) => mount.context.node === node && mount.matches('mounted'));
}

/** Whether some node is, or was until it comes back, cut off from the cluster. */
export function someNodeIsIsolated(migration: Migration): boolean {
  return migration.hosts.some((snapshot) => snapshot.matches('isolated'));
}

export function isUp(migration: Migration, node: NodeId): boolean {
  return migration.hostOf(node)?.matches('up') === true;
}

/** What the virtual disk of the VM holds: the number of the last guest write on it. */
export function diskContent(migration: Migration, vm: VmId): number {
  return migration.csvDisks[0]?.context.disks[vm] ?? migration.luns[0]?.context.disk ?? 0;
}

/** Nodes from which a write of the VM is on its way to the disk. */
export function writersUnderWay(migration: Migration, vm: VmId): readonly string[] {
  return migration.timersOnTheWayToDisks.flatMap(({ event }) => (event.type === 'WRITE' && 'vm' in event && event['vm'] === vm && 'node' in event ? [String(event['node'])] : []));
}

function handledBy<M extends AnyStateMachine>(step: StepView, machine: M): readonly Handled<SnapshotFrom<M>>[] {
  return step.deliveries.flatMap(({ event, before, after }, at) => (isOf(machine, before) && isOf(machine, after) ? [{ at, event: { ...event }, before, after }] : []));
}

/** Reads the actors of these names that are there. */
function listerOf<M extends AnyStateMachine>(names: readonly string[], machine: M): (state: StateView) => readonly SnapshotFrom<M>[] {
  return rememberedReading(({ actors }) => {
    const found: SnapshotFrom<M>[] = [];
    for (const name of names) {
      const snapshot = Object.hasOwn(actors, name) ? actors[name] : undefined;
      if (snapshot !== undefined && isOf(machine, snapshot)) found.push(snapshot);
    }
    return found;
  });
}

function isOf<M extends AnyStateMachine>(machine: M, snapshot: Snapshot): snapshot is SnapshotFrom<M> {
  // By id, as a defect puts another machine of the same id in its place.
  return snapshot.machine.id === machine.id;
}
