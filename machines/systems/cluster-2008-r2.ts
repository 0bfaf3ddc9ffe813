/**
 * A failover cluster of Windows Server 2008 R2, for live migration: two or three nodes, and VMs on a Cluster Shared Volume, or
 * one VM on a LUN of its own.
 *
 * The environment is the guest (it computes, writes its disk, and devices write its memory), an operator (migrates, cancels,
 * pauses, and goes around the cluster by hand), what fails while it is under way, the networks (messages are delivered late, lost,
 * a connection breaks), and nodes that crash, are isolated, and recover. All but delivery and recovery draw on budgets,
 * and what an empty budget would pay for is left out.
 */
import { defineSystem, ModelError, type Actors, type Clock, type StateView, type System } from '../../src/index.ts';
import { guestName, linkName, partitionName, routeName, volumeName, workerName, workloadName } from '../live-migration/names.ts';
import type { ConnectionEvent, HostCommand, LinkEvent, NodeId, PartitionEvent, RoleEvent, VmId, VolumeEvent, WorkerEvent } from '../live-migration/vocabulary.ts';
import type { WorkloadEvent } from '../live-migration/workload.ts';
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
  /** Each VM with the nodes that may own it, and the one that runs it first. */
  readonly vms: readonly { readonly id: VmId; readonly possibleOwners: readonly NodeId[]; readonly first: NodeId }[];
  /** Where the operator migrates VMs to. */
  readonly destinations: readonly NodeId[];
  readonly pages: number;
  readonly passesMax: number;
  readonly remainingMax: number;
  readonly budgets: LiveMigrationBudgets;
  /** Reads delays as time. The parts then deliver messages by themselves, and a guest writes no faster than its workload. Default: no clock. */
  readonly timed?: TimedScope;
}

export interface TimedScope {
  readonly clock: Clock;
  /** The pages that the guest writes to: the first so many. */
  readonly writablePages: number;
  /** Migrations alone, or also what calls them off and comes between. */
  readonly operator: 'migrates' | 'interferes';
  /** The types of faults that are left in; the budget says how many. */
  readonly faults: readonly string[];
  /** What time has been given, for the heading. */
  readonly about: string;
}

type Happening =
  | { readonly to: string; readonly event: WorkloadEvent; readonly budget?: never }
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
  const { nodes, vms } = scope;
  const routes = routesOf(scope);
  const ids = vms.map(({ id }) => id);
  const actors: Actors = {
    cluster: { machine: use.cluster, input: { up: nodes, roles: ids, shared: scope.storage === 'csv' ? 'csv1' : null } },
    ...Object.fromEntries(vms.map(({ id, first, possibleOwners }) => [id, { machine: use.vmRole, input: { id, owner: first, possibleOwners } }])),
    ...Object.fromEntries(nodes.map((node) => [node, { machine: use.host, input: { id: node, residents: residentsOf(scope, node), routes: routes.filter((route) => route.includes(node)).map(([from, to]) => routeName(from, to)) } }])),
    ...Object.fromEntries(nodes.map((node) => [linkName(node), { machine: use.clusterLink, input: { node } }])),
    ...Object.fromEntries(nodes.map((node) => [workerName(node), { machine: use.migrationWorker, input: { node, passesMax: scope.passesMax, remainingMax: scope.remainingMax } }])),
    ...Object.fromEntries(nodes.flatMap((node) => vms.map(({ id: vm, first }) => [partitionName(node, vm), { machine: use.partition, input: { node, vm, volume: volumeOf(scope), pages: scope.pages, running: node === first } }]))),
    ...Object.fromEntries(routes.map(([from, to]) => [routeName(from, to), { machine: use.connection, input: { from, to } }])),
    ...storageOf(scope, use),
    ...Object.fromEntries(ids.map((vm) => [guestName(vm), { machine: use.guest }])),
    ...(scope.timed === undefined ? {} : Object.fromEntries(ids.map((vm) => [workloadName(vm), { machine: use.workload, input: { vm, nodes } }]))),
  };
  const stimuli = (scope.timed === undefined ? happenings(scope, ids) : timedHappenings(scope, scope.timed, ids)).filter(({ budget }) => budget === undefined || scope.budgets[budget] !== 0);
  return defineSystem({ id: scope.id, scope: scopeText(scope), actors, stimuli, budgets: scope.budgets, final: isAtRest, ...(scope.timed === undefined ? {} : { clock: scope.timed.clock }) });
}

function volumeOf({ storage }: LiveMigrationScope): 'csv1' | 'lun1' {
  return storage === 'csv' ? 'csv1' : 'lun1';
}

/** Every node can connect to every other. */
function routesOf({ nodes }: LiveMigrationScope): readonly (readonly [NodeId, NodeId])[] {
  return nodes.flatMap((from) => nodes.flatMap((to) => (from === to ? [] : [[from, to] as const])));
}

function residentsOf(scope: LiveMigrationScope, node: NodeId): readonly string[] {
  return [...scope.vms.map(({ id }) => partitionName(node, id)), workerName(node), volumeName(node, volumeOf(scope)), linkName(node)];
}

function storageOf({ nodes, storage, vms }: LiveMigrationScope, use: LiveMigrationParts): Actors {
  const ids = vms.map(({ id }) => id);
  if (storage === 'csv') {
    return {
      ...Object.fromEntries(nodes.map((node) => [volumeName(node, 'csv1'), { machine: use.csvVolume, input: { node, volume: 'csv1', open: vms.flatMap(({ id, first }) => (first === node ? [id] : [])) } }])),
      csv1: { machine: use.csvDisk, input: { id: 'csv1', registered: nodes, locks: Object.fromEntries(vms.map(({ id, first }) => [id, first])), vms: ids } },
    };
  }
  return {
    ...Object.fromEntries(nodes.map((node) => [volumeName(node, 'lun1'), { machine: use.lunMount, input: { node, volume: 'lun1', vm: 'vm1', mounted: node === vms[0]?.first } }])),
    lun1: { machine: use.lun, input: { id: 'lun1', holder: vms[0]?.first ?? 'node1' } },
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
  const { nodes, destinations } = scope;
  const pages = Array.from({ length: scope.pages }, (_, page) => page);
  return [
    ...routesOf(scope).flatMap(([from, to]): readonly Happening[] => [
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
    ...ids.flatMap((vm) => destinations.map((to): Happening => ({ to: vm, event: { type: 'LIVE_MIGRATE', to }, budget: 'operator' }))),
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

/** On a clock nothing waits for the environment to deliver it, and memory is written by the workload. */
function timedHappenings(scope: LiveMigrationScope, { writablePages, operator, faults }: TimedScope, ids: readonly VmId[]): readonly Happening[] {
  const byItself: readonly string[] = ['DELIVER_TO_TARGET', 'DELIVER_TO_SOURCE', 'DELIVER_UP', 'DELIVER_DOWN'];
  return [
    ...ids.flatMap((vm) => Array.from({ length: writablePages }, (_, page): Happening => ({ to: workloadName(vm), event: { type: 'TOUCH', page } }))),
    ...happenings(scope, ids).filter(({ event, budget }) => {
      if (byItself.includes(event.type)) return false;
      if (budget === 'faults') return faults.includes(event.type);
      return operator === 'interferes' || budget !== 'operator' || event.type === 'LIVE_MIGRATE';
    }),
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

function scopeText({ nodes, vms, pages, passesMax, storage, timed }: LiveMigrationScope): string {
  const counted = (count: number, noun: string, many = `${noun}s`): string => `${count} ${count === 1 ? noun : many}`;
  return `${nodes.length} nodes, 1 ${storage === 'csv' ? 'CSV' : 'LUN'}, ${counted(vms.length, 'VM')} of ${counted(pages, 'page')}, ${counted(passesMax, 'pass', 'passes')}${timed === undefined ? '' : `, ${timed.about}`}`;
}

function refuseBadScope({ id, nodes, storage, vms, pages, passesMax, destinations, timed }: LiveMigrationScope): void {
  const refuse = (problem: string, remedy: string): never => {
    throw new ModelError({ code: 'invalid-system', system: id, problem, remedy });
  };
  if (nodes.length === 0) refuse('its scope has no nodes', 'Name at least two nodes: a VM migrates from one to another.');
  if (nodes.length === 1) refuse(`its scope has a single node, ${nodes.join()}`, 'Name at least two nodes: a VM migrates from one to another.');
  if (vms.length === 0) refuse('its scope has no VMs', 'Name at least one VM.');
  if (storage === 'lun' && vms.length > 1) refuse(`${vms.length} VMs share a LUN that moves with one of them`, 'Give a LUN to one VM, or put the VMs on a shared volume.');
  if (!(pages >= 1)) refuse(`a VM has ${pages} pages of memory`, 'Give it at least one: there is nothing to copy.');
  if (!(passesMax >= 1)) refuse(`memory is copied in at most ${passesMax} passes`, 'Allow at least one: the first pass copies every page.');
  if (timed !== undefined && !(timed.writablePages <= pages)) refuse(`the guest writes to ${timed.writablePages} pages of ${pages}`, 'Let it write to as many as there are, or fewer.');
  for (const { id: vm, first, possibleOwners } of vms) {
    if (possibleOwners.length === 0) refuse(`VM ${vm} has no possible owner`, `Its possible owners are among ${nodes.join(', ')}.`);
    const stranger = possibleOwners.find((owner) => !nodes.includes(owner));
    if (stranger !== undefined) refuse(`VM ${vm} may be owned by ${stranger}, which is no node of the scope`, `The nodes are ${nodes.join(', ')}.`);
    if (!possibleOwners.includes(first)) refuse(`VM ${vm} runs on ${first} first, which may not own it`, `Add ${first} to its possible owners.`);
  }
  const nowhere = destinations.find((node) => !nodes.includes(node));
  if (nowhere !== undefined) refuse(`VMs are to be migrated to ${nowhere}, which is no node of the scope`, `The nodes are ${nodes.join(', ')}.`);
}
