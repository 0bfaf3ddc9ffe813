/**
 * A failover cluster of Windows Server 2008 R2, for live migration: two or three nodes, and VMs that run on node 1, on a Cluster
 * Shared Volume or on a LUN of their own.
 *
 * The environment is the guest (it computes, writes its disk, and devices write its memory), an operator (migrates, cancels,
 * pauses, and goes around the cluster by hand), what fails while it is under way, the networks (messages are delivered late, lost,
 * a connection breaks), and nodes that crash, are isolated, and recover. All but delivery and recovery draw on budgets.
 */
import { defineSystem, ModelError, type Actors, type StateView, type System } from '../../src/index.ts';
import { guestName, linkName, partitionName, routeName, volumeName, workerName } from '../live-migration/names.ts';
import type { ConnectionEvent, HostCommand, LinkEvent, NodeId, PartitionEvent, RoleEvent, VmId, VolumeEvent, WorkerEvent } from '../live-migration/vocabulary.ts';
import { liveMigrationParts, type LiveMigrationParts } from './live-migration-parts.ts';

/** How much may happen. Every number is a budget of steps. */
export interface LiveMigrationBudgets extends Readonly<Record<string, number>> {
  /** Crashes, isolations, broken connections, lost and late calls, and whatever fails under way. */
  readonly faults: number;
  /** Live migrations that an operator asks for, and what else the operator does. */
  readonly operator: number;
  /** What guests compute and write, and their devices. */
  readonly guest: number;
}

export interface LiveMigrationScope {
  readonly id: string;
  readonly nodes: readonly NodeId[];
  readonly storage: 'csv' | 'lun';
  /** Each VM with the nodes that may own it; node 1 runs it first. */
  readonly vms: readonly { readonly id: VmId; readonly possibleOwners: readonly NodeId[] }[];
  /** Who may migrate to whom. */
  readonly routes: readonly (readonly [NodeId, NodeId])[];
  readonly pages: number;
  readonly passesMax: number;
  readonly remainingMax: number;
  readonly budgets: LiveMigrationBudgets;
}

type Happening =
  | { readonly to: string; readonly event: HostCommand; readonly budget?: 'faults' }
  | { readonly to: string; readonly event: ConnectionEvent | LinkEvent | WorkerEvent | PartitionEvent | VolumeEvent; readonly budget?: 'faults' | 'operator' | 'guest' }
  | { readonly to: string; readonly event: RoleEvent; readonly budget: 'operator' };

/**
 * Puts a cluster together; `parts` names the machines that are not the correct ones.
 *
 * @throws {ModelError} `invalid-system` when the scope has too few nodes, no VM, no memory, no passes, or a VM that nobody may own.
 */
export function cluster2008R2(scope: LiveMigrationScope, parts: Partial<LiveMigrationParts> = {}): System {
  refuseBadScope(scope);
  const use: LiveMigrationParts = { ...liveMigrationParts, ...parts };
  const { nodes, vms, routes } = scope;
  const ids = vms.map(({ id }) => id);
  const actors: Actors = {
    cluster: { machine: use.cluster, input: { up: nodes, roles: ids, shared: scope.storage === 'csv' ? 'csv1' : null } },
    ...Object.fromEntries(vms.map(({ id, possibleOwners }) => [id, { machine: use.vmRole, input: { id, owner: 'node1', possibleOwners } }])),
    ...Object.fromEntries(nodes.map((node) => [node, { machine: use.host, input: { id: node, residents: residentsOf(scope, node), routes: routes.filter((route) => route.includes(node)).map(([from, to]) => routeName(from, to)) } }])),
    ...Object.fromEntries(nodes.map((node) => [linkName(node), { machine: use.clusterLink, input: { node } }])),
    ...Object.fromEntries(nodes.map((node) => [workerName(node), { machine: use.migrationWorker, input: { node, passesMax: scope.passesMax, remainingMax: scope.remainingMax } }])),
    ...Object.fromEntries(nodes.flatMap((node) => ids.map((vm) => [partitionName(node, vm), { machine: use.partition, input: { node, vm, volume: volumeOf(scope), pages: scope.pages, running: node === 'node1' } }]))),
    ...Object.fromEntries(routes.map(([from, to]) => [routeName(from, to), { machine: use.connection, input: { from, to } }])),
    ...storageOf(scope, use, ids),
    ...Object.fromEntries(ids.map((vm) => [guestName(vm), { machine: use.guest }])),
  };
  return defineSystem({ id: scope.id, scope: scopeText(scope), actors, stimuli: happenings(scope, ids), budgets: scope.budgets, final: isAtRest });
}

function volumeOf({ storage }: LiveMigrationScope): 'csv1' | 'lun1' {
  return storage === 'csv' ? 'csv1' : 'lun1';
}

function residentsOf(scope: LiveMigrationScope, node: NodeId): readonly string[] {
  return [...scope.vms.map(({ id }) => partitionName(node, id)), workerName(node), volumeName(node, volumeOf(scope)), linkName(node)];
}

function storageOf(scope: LiveMigrationScope, use: LiveMigrationParts, ids: readonly VmId[]): Actors {
  const { nodes, storage } = scope;
  if (storage === 'csv') {
    return {
      ...Object.fromEntries(nodes.map((node) => [volumeName(node, 'csv1'), { machine: use.csvVolume, input: { node, volume: 'csv1', open: node === 'node1' ? ids : [] } }])),
      csv1: { machine: use.csvDisk, input: { id: 'csv1', registered: nodes, locks: Object.fromEntries(ids.map((vm) => [vm, 'node1'])), vms: ids } },
    };
  }
  return {
    ...Object.fromEntries(nodes.map((node) => [volumeName(node, 'lun1'), { machine: use.lunMount, input: { node, volume: 'lun1', vm: 'vm1', mounted: node === 'node1' } }])),
    lun1: { machine: use.lun, input: { id: 'lun1', holder: 'node1' } },
  };
}

/** Every VM has come to rest, and so have the nodes: none is in a migration. */
function isAtRest(state: StateView): boolean {
  return Object.values(state.actors).every((snapshot) => {
    if (snapshot.machine.id === 'vm-role') return snapshot.matches('online');
    if (snapshot.machine.id === 'migration-worker') return snapshot.matches('idle') || snapshot.matches('hostDown') || snapshot.matches('offDuty');
    return true;
  });
}

function happenings(scope: LiveMigrationScope, ids: readonly VmId[]): readonly Happening[] {
  const { nodes, routes } = scope;
  const pages = Array.from({ length: scope.pages }, (_, page) => page);
  return [
    ...routes.flatMap(([from, to]): readonly Happening[] => [
      { to: routeName(from, to), event: { type: 'DELIVER_TO_TARGET' } },
      { to: routeName(from, to), event: { type: 'DELIVER_TO_SOURCE' } },
      { to: routeName(from, to), event: { type: 'BREAK' }, budget: 'faults' },
    ]),
    ...nodes.flatMap((node): readonly Happening[] => [
      { to: linkName(node), event: { type: 'DELIVER_UP' } },
      { to: linkName(node), event: { type: 'DELIVER_DOWN' } },
      { to: linkName(node), event: { type: 'DELIVER_LATE' } },
      { to: linkName(node), event: { type: 'LOSE_UP' }, budget: 'faults' },
      { to: linkName(node), event: { type: 'LOSE_DOWN' }, budget: 'faults' },
      { to: linkName(node), event: { type: 'EXPIRE' }, budget: 'faults' },
    ]),
    ...nodes.flatMap((node) => ids.flatMap((vm): readonly Happening[] => guestOf(partitionName(node, vm), pages))),
    ...ids.flatMap((vm) => [...new Set(routes.map(([, to]) => to))].map((to): Happening => ({ to: vm, event: { type: 'LIVE_MIGRATE', to }, budget: 'operator' }))),
    ...nodes.flatMap((node): readonly Happening[] => [
      { to: workerName(node), event: { type: 'CANCEL' }, budget: 'operator' },
      { to: workerName(node), event: { type: 'SETUP_FAILS' }, budget: 'faults' },
      { to: workerName(node), event: { type: 'TARGET_FAILS' }, budget: 'faults' },
      ...(scope.storage === 'lun'
        ? ([
            { to: volumeName(node, 'lun1'), event: { type: 'MOUNT_FAILS' }, budget: 'faults' },
            { to: volumeName(node, 'lun1'), event: { type: 'DISMOUNT_FAILS' }, budget: 'faults' },
          ] as const)
        : []),
      { to: node, event: { type: 'CRASH' }, budget: 'faults' },
      { to: node, event: { type: 'ISOLATE' }, budget: 'faults' },
      { to: node, event: { type: 'RECOVER' } },
    ]),
  ];
}

function guestOf(to: string, pages: readonly number[]): readonly Happening[] {
  return [
    ...pages.map((page): Happening => ({ to, event: { type: 'GUEST_COMPUTES', page }, budget: 'guest' })),
    ...pages.map((page): Happening => ({ to, event: { type: 'DEVICE_WRITES', page }, budget: 'guest' })),
    { to, event: { type: 'GUEST_WRITES' }, budget: 'guest' },
    { to, event: { type: 'PAUSE' }, budget: 'operator' },
    { to, event: { type: 'RESUME' }, budget: 'operator' },
    { to, event: { type: 'START_BY_HAND' }, budget: 'operator' },
    { to, event: { type: 'START_FAILS' }, budget: 'faults' },
    { to, event: { type: 'RESTORE_FAILS' }, budget: 'faults' },
  ];
}

function scopeText({ nodes, vms, pages, passesMax, storage }: LiveMigrationScope): string {
  const counted = (count: number, noun: string, many = `${noun}s`): string => `${count} ${count === 1 ? noun : many}`;
  return `${nodes.length} nodes, 1 ${storage === 'csv' ? 'CSV' : 'LUN'}, ${counted(vms.length, 'VM')} of ${counted(pages, 'page')}, ${counted(passesMax, 'pass', 'passes')}`;
}

function refuseBadScope({ id, nodes, vms, pages, passesMax, routes }: LiveMigrationScope): void {
  const refuse = (problem: string, remedy: string): never => {
    throw new ModelError({ code: 'invalid-system', system: id, problem, remedy });
  };
  if (nodes.length === 0) refuse('its scope has no nodes', 'Name at least two nodes: a VM migrates from one to another.');
  if (nodes.length === 1) refuse(`its scope has a single node, ${nodes.join()}`, 'Name at least two nodes: a VM migrates from one to another.');
  if (!nodes.includes('node1')) refuse('its scope is without node1, where the VMs run first', 'Add node1 to its nodes.');
  if (vms.length === 0) refuse('its scope has no VMs', 'Name at least one VM.');
  if (!(pages >= 1)) refuse(`a VM has ${pages} pages of memory`, 'Give it at least one: there is nothing to copy.');
  if (!(passesMax >= 1)) refuse(`memory is copied in at most ${passesMax} passes`, 'Allow at least one: the first pass copies every page.');
  for (const { id: vm, possibleOwners } of vms) {
    if (possibleOwners.length === 0) refuse(`VM ${vm} has no possible owner`, `Its possible owners are among ${nodes.join(', ')}.`);
    const stranger = possibleOwners.find((owner) => !nodes.includes(owner));
    if (stranger !== undefined) refuse(`VM ${vm} may be owned by ${stranger}, which is no node of the scope`, `The nodes are ${nodes.join(', ')}.`);
    if (!possibleOwners.includes('node1')) refuse(`VM ${vm} runs on node1 first, which may not own it`, 'Add node1 to its possible owners.');
  }
  for (const end of routes.flat()) if (!nodes.includes(end)) refuse(`a route has ${end} at an end, which is no node of the scope`, `The nodes are ${nodes.join(', ')}.`);
}
