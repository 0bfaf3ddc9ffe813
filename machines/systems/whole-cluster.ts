/**
 * The whole cluster, Windows Server 2008 R2: three nodes, two VMs on one Cluster Shared Volume, live migration, coordinator moves,
 * and nodes that crash or are expelled, all at once.
 *
 * The machines of the shared volume are those of `csv-coordination`, those of a migration those of `live-migration`; the VM between
 * them is of its own. Node 1 is the coordinator at first and runs VM 1, node 2 runs VM 2. What is lost stays lost: how a node
 * comes back is checked in `csv-coordination`. Everything but delivery draws on budgets.
 */
import type { SnapshotFrom } from 'xstate';
import { defineSystem, type Actors, type StateView, type System } from '../../src/index.ts';
import { parts as correctParts, type Parts } from '../cluster/parts.ts';
import type { MigratingVmEvent } from '../cluster/vocabulary.ts';
import type { ClusteredVm } from '../csv/cluster-record.ts';
import { diskName, fromName, guestName, ntfsName, pathName, serviceName, smbName, toName, vmName, volumeName } from '../csv/names.ts';
import type { ClusterEvent, LinkEvent, NodeId, SmbEvent, VmId } from '../csv/vocabulary.ts';
import { nodeIds, routeName, workerName } from '../live-migration/names.ts';
import type { ConnectionEvent, RoleEvent, WorkerEvent } from '../live-migration/vocabulary.ts';
import type { NodeEvent } from '../vocabulary.ts';
import { refuseBadShape } from './csv-coordination.ts';

/** How much may happen. Every number is a budget of steps. */
export interface ClusterBudgets extends Readonly<Record<string, number>> {
  /** What befalls the volume: nodes that crash or that the others cannot hear, and planned moves of the coordinator. */
  readonly disturbances: number;
  readonly migrations: number;
  /** What the guests write, all together. */
  readonly guest: number;
}

export interface ClusterShape {
  readonly id: string;
  /** The nodes that have the volume mounted at first: exactly one. */
  readonly coordinators: readonly NodeId[];
  /** The two VMs, and for each the nodes that it is migrated to. */
  readonly vms: readonly (ClusteredVm & { readonly destinations: readonly NodeId[] })[];
  /** Where the coordinator is moved to. */
  readonly moves: readonly NodeId[];
  /** Nodes that crash or are expelled. */
  readonly lost: readonly NodeId[];
  readonly budgets: ClusterBudgets;
}

interface Happening {
  readonly to: string;
  readonly event: ClusterEvent | LinkEvent | NodeEvent | SmbEvent | MigratingVmEvent | ConnectionEvent | RoleEvent | WorkerEvent;
  readonly budget?: keyof ClusterBudgets & string;
}

const routes = nodeIds.flatMap((from) => nodeIds.flatMap((to) => (from === to ? [] : [[from, to] as const])));

/**
 * Puts the whole cluster together; `parts` names the machines that are not the correct ones.
 *
 * @throws {ModelError} `invalid-system` when there is not exactly one coordinator, or a VM that no node can run.
 */
export function wholeCluster(shape: ClusterShape, parts: Partial<Parts> = {}): System {
  const coordinator = refuseBadShape({ id: shape.id, nodes: nodeIds, coordinators: shape.coordinators, vms: shape.vms });
  const use: Parts = { ...correctParts, ...parts };
  const vms = shape.vms.map(({ vm }) => vm);
  const perNode = (make: (node: NodeId) => Actors): Actors => Object.assign({}, ...nodeIds.map(make));
  const actors: Actors = {
    ...Object.fromEntries(shape.vms.map(({ vm, home, possibleOwners }) => [vm, { machine: use.vmRole, input: { id: vm, owner: home, possibleOwners } }])),
    // Where the VMs are is their records' business.
    cluster: { machine: use.cluster, input: { members: nodeIds, coordinator, vms: [] } },
    ...perNode((node) => ({
      [toName(node)]: { machine: use.clusterLink },
      [fromName(node)]: { machine: use.clusterLink },
    })),
    ...Object.fromEntries(routes.map(([from, to]) => [routeName(from, to), { machine: use.connection, input: { from, to } }])),
    ...perNode((node) => {
      const residents = [...vms.map((vm) => vmName(node, vm)), workerName(node), volumeName(node), ntfsName(node)];
      return {
        [node]: { machine: use.node, input: { id: node, residents: [serviceName(node), ...residents, pathName(node), toName(node)] } },
        [serviceName(node)]: { machine: use.clusterService, input: { node, residents } },
        [volumeName(node)]: { machine: use.volume, input: { node, coordinator } },
        [ntfsName(node)]: { machine: use.ntfsMount, input: { node, nodes: nodeIds, mounted: node === coordinator } },
        [smbName(node)]: { machine: use.smbConnection, input: { client: node } },
        [pathName(node)]: { machine: use.diskPath, input: { node, vms } },
        [workerName(node)]: { machine: use.migrationWorker, input: { node, passesMax: 1, remainingMax: 0 } },
        ...Object.fromEntries(shape.vms.map(({ vm, home }) => [vmName(node, vm), { machine: use.virtualMachine, input: { node, vm, running: node === home } }])),
      };
    }),
    [diskName]: { machine: use.sharedDisk, input: { registrants: nodeIds, vms } },
    ...Object.fromEntries(vms.map((vm) => [guestName(vm), { machine: use.guest, input: { vm } }])),
  };
  return defineSystem({ id: shape.id, scope: '3 nodes, 2 VMs on one shared volume', actors, stimuli: happenings(shape), budgets: shape.budgets, final: isAtRest });
}

type VmSnapshot = SnapshotFrom<Parts['virtualMachine']>;

function isVm(snapshot: StateView['actors'][string]): snapshot is VmSnapshot {
  return snapshot.machine.id === 'virtual-machine';
}

/** The volume is online, the database knows where each VM is, no node is in a migration, and no guest waits. */
export function isAtRest({ actors }: StateView): boolean {
  const all = Object.values(actors);
  return (
    all.every((snapshot) => {
      if (snapshot.machine.id === 'cluster') return snapshot.matches({ withVolume: 'online' });
      if (snapshot.machine.id === 'vm-role') return snapshot.matches('online');
      if (snapshot.machine.id === 'migration-worker') return snapshot.matches('idle') || snapshot.matches('hostDown') || snapshot.matches('offDuty');
      return true;
    }) && all.filter(isVm).every((vm) => vm.context.inFlight === null && !vm.matches('starting') && !vm.matches('restoring') && !vm.matches('frozen'))
  );
}

/** What the environment may do; what its budget rules out is left out. */
function happenings({ vms, moves, lost, budgets }: ClusterShape): readonly Happening[] {
  const network = nodeIds.flatMap((node): readonly Happening[] => [
    { to: toName(node), event: { type: 'DELIVER' } },
    { to: fromName(node), event: { type: 'DELIVER' } },
    { to: smbName(node), event: { type: 'DELIVER_REQUEST' } },
    { to: smbName(node), event: { type: 'DELIVER_ANSWER' } },
  ]);
  const used = routes.filter(([from, to]) => vms.some(({ possibleOwners, destinations }) => possibleOwners.includes(from) && destinations.includes(to)));
  const migration = used.flatMap(([from, to]): readonly Happening[] => [
    { to: routeName(from, to), event: { type: 'DELIVER_TO_TARGET' } },
    { to: routeName(from, to), event: { type: 'DELIVER_TO_SOURCE' } },
  ]);
  const guests = vms.flatMap(({ vm, possibleOwners }) => possibleOwners.map((node): Happening => ({ to: vmName(node, vm), event: { type: 'GUEST_WRITES' }, budget: 'guest' })));
  const operator: readonly Happening[] = [
    ...moves.map((node): Happening => ({ to: 'cluster', event: { type: 'MOVE', to: node }, budget: 'disturbances' })),
    ...vms.flatMap(({ vm, destinations }) => destinations.map((to): Happening => ({ to: vm, event: { type: 'LIVE_MIGRATE', to }, budget: 'migrations' }))),
  ];
  const failures = lost.flatMap((node): readonly Happening[] => [
    { to: node, event: { type: 'CRASH' }, budget: 'disturbances' },
    { to: 'cluster', event: { type: 'EXPEL', node }, budget: 'disturbances' },
  ]);
  return [...network, ...migration, ...guests, ...operator, ...failures].filter(({ budget }) => budget === undefined || budgets[budget] !== 0);
}

interface Scope {
  readonly budgets: ClusterBudgets;
  readonly lost: readonly NodeId[];
  readonly moves: readonly NodeId[];
  /** Where VM 1 and VM 2 are migrated to. */
  readonly destinations: Readonly<Record<VmId, readonly NodeId[]>>;
}

function scoped(id: string, { destinations, ...scope }: Scope, parts: Partial<Parts>): System {
  const vms = [
    { vm: 'vm1', home: 'node1', possibleOwners: nodeIds, destinations: destinations.vm1 },
    { vm: 'vm2', home: 'node2', possibleOwners: nodeIds, destinations: destinations.vm2 },
  ] as const;
  return wholeCluster({ id, coordinators: ['node1'], vms, ...scope }, parts);
}

const one = { disturbances: 1, migrations: 1, guest: 1 };

/**
 * The whole cluster at its scopes; `parts` puts wrong machines in, under an id of their own. In `review` two disturbances meet
 * a migration.
 */
export function clusterScopes(parts: Partial<Parts> = {}, id = 'cluster'): Readonly<Record<'tiny' | 'small' | 'review', () => System>> {
  return {
    tiny: () => scoped(id, { budgets: one, lost: ['node1'], moves: ['node2'], destinations: { vm1: [], vm2: ['node3'] } }, parts),
    small: () => scoped(id, { budgets: one, lost: ['node1', 'node2'], moves: ['node2'], destinations: { vm1: ['node3'], vm2: ['node3'] } }, parts),
    review: () => scoped(id, { budgets: { ...one, disturbances: 2 }, lost: ['node1', 'node2'], moves: ['node2'], destinations: { vm1: ['node3'], vm2: ['node3'] } }, parts),
  };
}

/** Two migrations in one run, one after the other or both at once, and one disturbance. */
export function twoMigrationsScopes(parts: Partial<Parts> = {}, id = 'cluster-two-migrations'): Readonly<Record<'tiny' | 'small' | 'review', () => System>> {
  const two = { disturbances: 1, migrations: 2, guest: 0 };
  const destinations = { vm1: ['node3'], vm2: ['node3'] } as const;
  return {
    tiny: () => scoped(id, { budgets: two, lost: ['node2'], moves: [], destinations }, parts),
    small: () => scoped(id, { budgets: two, lost: ['node1'], moves: [], destinations }, parts),
    review: () => scoped(id, { budgets: { ...two, guest: 1 }, lost: ['node1', 'node2'], moves: ['node2'], destinations }, parts),
  };
}
