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

type Snapshot = StateView['actors'][string];

export type PartitionSnapshot = SnapshotFrom<typeof partition>;
export type WorkerSnapshot = SnapshotFrom<typeof migrationWorker>;
export type RoleSnapshot = SnapshotFrom<typeof vmRole>;

const vmIds: readonly VmId[] = ['vm1', 'vm2'];
const routes = nodeIds.flatMap((from) => nodeIds.flatMap((to) => (from === to ? [] : [routeName(from, to)])));

/** Everything a property of a live migration may ask about. */
export class Migration {
  readonly #state: StateView;
  readonly #lists = new Map<string, unknown>();

  constructor(state: StateView) {
    this.#state = state;
  }

  get hosts() {
    return this.#listOf('hosts', nodeIds, host);
  }
  get workers() {
    return this.#listOf('workers', nodeIds.map(workerName), migrationWorker);
  }
  get links() {
    return this.#listOf('links', nodeIds.map(linkName), clusterLink);
  }
  /** One for each node and VM. */
  get partitions() {
    return this.#listOf('partitions', nodeIds.flatMap((id) => vmIds.map((vm) => partitionName(id, vm))), partition);
  }
  get connections() {
    return this.#listOf('connections', routes, connection);
  }
  get roles() {
    return this.#listOf('roles', vmIds, vmRole);
  }
  get clusters() {
    return this.#listOf('clusters', ['cluster'], cluster);
  }
  get csvDisks() {
    return this.#listOf('csvDisks', ['csv1'], csvDisk);
  }
  get csvVolumes() {
    return this.#listOf('csvVolumes', nodeIds.map((id) => volumeName(id, 'csv1')), csvVolume);
  }
  get luns() {
    return this.#listOf('luns', ['lun1'], lun);
  }
  get mounts() {
    return this.#listOf('mounts', nodeIds.map((id) => volumeName(id, 'lun1')), lunMount);
  }
  get timers(): StateView['timers'] {
    return this.#state.timers;
  }

  guestOf(vm: VmId): SnapshotFrom<typeof guest> | undefined {
    return this.#listOf(guestName(vm), [guestName(vm)], guest)[0];
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

  #listOf<M extends AnyStateMachine>(key: string, names: readonly string[], machine: M): readonly SnapshotFrom<M>[] {
    const known = this.#lists.get(key);
    if (isListOf(machine, known)) return known;
    const { actors } = this.#state;
    const found: SnapshotFrom<M>[] = [];
    for (const name of names) {
      const snapshot = Object.hasOwn(actors, name) ? actors[name] : undefined;
      if (snapshot !== undefined && isOf(machine, snapshot)) found.push(snapshot);
    }
    this.#lists.set(key, found);
    return found;
  }
}

const readings = new WeakMap<StateView, Migration>();

export function readMigration(state: StateView): Migration {
  const known = readings.get(state);
  if (known !== undefined) return known;
  const reading = new Migration(state);
  readings.set(state, reading);
  return reading;
}

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
  return migration.timers.flatMap(({ event }) => (event.type === 'WRITE' && 'vm' in event && event['vm'] === vm && 'node' in event ? [String(event['node'])] : []));
}

function handledBy<M extends AnyStateMachine>(step: StepView, machine: M): readonly Handled<SnapshotFrom<M>>[] {
  return step.deliveries.flatMap(({ event, before, after }, at) => (isOf(machine, before) && isOf(machine, after) ? [{ at, event: { ...event }, before, after }] : []));
}

function isListOf<M extends AnyStateMachine>(machine: M, list: unknown): list is readonly SnapshotFrom<M>[] {
  return Array.isArray(list) && list.every((snapshot: Snapshot) => isOf(machine, snapshot));
}

function isOf<M extends AnyStateMachine>(machine: M, snapshot: Snapshot): snapshot is SnapshotFrom<M> {
  // By id, as a defect puts another machine of the same id in its place.
  return snapshot.machine.id === machine.id;
}
