/**
 * A Cluster Shared Volume of Windows Server 2008 R2: one disk that every node writes to, one coordinator that has it
 * mounted, and VMs that run anywhere.
 *
 * Node 1 is the coordinator at first, and each VM is at its home. The environment is the guest (it writes, and extends its file), an
 * operator (moves the coordinator or a VM, takes a backup, maintains the volume, copies files), a network that delivers
 * when it likes, and faults: a node crashes or is expelled, a connection breaks, a path is lost, a mount fails.
 */
import type { SnapshotFrom } from 'xstate';
import { defineSystem, ModelError, type Actors, type Clock, type StateView, type System } from '../../src/index.ts';
import type { ClusteredVm } from '../csv/cluster-record.ts';
import { diskName, fromName, guestName, ntfsName, pathName, serviceName, smbName, toName, vmName, volumeName } from '../csv/names.ts';
import { parts as correctParts, type Parts } from '../csv/parts.ts';
import type { cluster as clusterMachine } from '../csv/cluster.ts';
import type { virtualMachine } from '../csv/virtual-machine.ts';
import type { ClusterEvent, LinkEvent, NodeId, NtfsEvent, PathEvent, ServiceEvent, SmbEvent, VmEvent } from '../csv/vocabulary.ts';
import type { NodeEvent } from '../vocabulary.ts';

/** How much may happen. Every number is a budget of steps; what comes back to life is free. */
export interface CsvBudgets extends Readonly<Record<string, number>> {
  /** Nodes that crash or that the others cannot hear, connections that break, paths that are lost. */
  readonly faults: number;
  readonly mountFailures: number;
  readonly operator: number;
  /** What the guests write and extend, all together. */
  readonly guest: number;
}

export interface CsvShape {
  readonly id: string;
  readonly nodes: readonly NodeId[];
  /** The nodes that have the volume mounted at first: exactly one. */
  readonly coordinators: readonly NodeId[];
  readonly vms: readonly ClusteredVm[];
  readonly budgets: CsvBudgets;
  /** Reads delays as time; the parts then deliver messages by themselves. Default: no clock. */
  readonly clock?: Clock;
  /** The types of stimuli that are left in; a network that delivers by itself needs none. Default: all. */
  readonly only?: readonly string[];
}

interface Happening {
  readonly to: string;
  readonly event: ClusterEvent | LinkEvent | NodeEvent | NtfsEvent | PathEvent | ServiceEvent | SmbEvent | VmEvent;
  readonly budget?: keyof CsvBudgets & string;
}

/**
 * Puts a cluster with one shared volume together; `parts` names the machines that are not the correct ones.
 *
 * @throws {ModelError} `invalid-system` when there is no node, not exactly one coordinator, or a VM that no node can run.
 */
export function csvSystem(shape: CsvShape, parts: Partial<Parts> = {}): System {
  const coordinator = refuseBadShape(shape);
  const use: Parts = { ...correctParts, ...parts };
  const { nodes } = shape;
  const vms = shape.vms.map(({ vm }) => vm);
  const perNode = (make: (node: NodeId) => Actors): Actors => Object.assign({}, ...nodes.map(make));
  const actors: Actors = {
    cluster: { machine: use.cluster, input: { members: nodes, coordinator, vms: shape.vms } },
    ...perNode((node) => ({
      [toName(node)]: { machine: use.clusterLink },
      [fromName(node)]: { machine: use.clusterLink },
    })),
    ...perNode((node) => {
      const residents = [...vms.map((vm) => vmName(node, vm)), volumeName(node), ntfsName(node)];
      return {
        [node]: { machine: use.node, input: { id: node, residents: [serviceName(node), ...residents, pathName(node), toName(node)] } },
        [serviceName(node)]: { machine: use.clusterService, input: { node, residents } },
        [volumeName(node)]: { machine: use.volume, input: { node, coordinator } },
        [ntfsName(node)]: { machine: use.ntfsMount, input: { node, nodes, mounted: node === coordinator } },
        [smbName(node)]: { machine: use.smbConnection, input: { client: node } },
        [pathName(node)]: { machine: use.diskPath, input: { node, vms } },
        ...Object.fromEntries(shape.vms.map(({ vm, home }) => [vmName(node, vm), { machine: use.virtualMachine, input: { node, vm, running: node === home } }])),
      };
    }),
    [diskName]: { machine: use.sharedDisk, input: { registrants: nodes, vms } },
    ...Object.fromEntries(vms.map((vm) => [guestName(vm), { machine: use.guest, input: { vm } }])),
  };
  const { only, clock } = shape;
  const stimuli = happenings(shape).filter(({ event }) => only === undefined || only.includes(event.type));
  return defineSystem({ id: shape.id, scope: scopeText(shape), actors, stimuli, budgets: shape.budgets, final: isAtRest, ...(clock === undefined ? {} : { clock }) });
}

/**
 * The coordinator of a shape that is sound.
 *
 * @throws {ModelError} `invalid-system` when it is not.
 */
export function refuseBadShape({ id, nodes, coordinators, vms }: Pick<CsvShape, 'id' | 'nodes' | 'coordinators' | 'vms'>): NodeId {
  const refuse = (problem: string, remedy: string): never => {
    throw new ModelError({ code: 'invalid-system', system: id, problem, remedy });
  };
  const known = `The nodes are ${nodes.join(', ')}.`;
  const [coordinator, ...others] = coordinators;
  if (nodes.length === 0) return refuse('it has no nodes', 'Name at least one node.');
  if (coordinator === undefined) return refuse('no node is the coordinator of csv1', `Name one. ${known}`);
  if (others.length > 0) return refuse(`csv1 has ${coordinators.length} coordinators, ${coordinators.join(' and ')}`, 'One node mounts the volume; name it alone.');
  if (!nodes.includes(coordinator)) return refuse(`the coordinator of csv1 is ${coordinator}, which is not there`, known);
  for (const { vm, home, possibleOwners } of vms) {
    if (possibleOwners.length === 0) refuse(`${vm} has no possible owner`, `Name the nodes that may run it. ${known}`);
    const stranger = [home, ...possibleOwners].find((node) => !nodes.includes(node));
    if (stranger !== undefined) refuse(`${vm} is to run on ${stranger}, which is not there`, known);
    if (!possibleOwners.includes(home)) refuse(`${vm} is at home on ${home}, which is not among its possible owners`, `They are ${possibleOwners.join(', ')}.`);
  }
  return coordinator;
}

type VmSnapshot = SnapshotFrom<typeof virtualMachine>;

/** The volume is online or given up, every node knows what became of it, and no guest waits for an I/O. */
function isAtRest({ actors }: StateView): boolean {
  const cluster = actors['cluster'];
  const vms: readonly VmSnapshot[] = Object.values(actors).filter(isVm);
  if (cluster === undefined || !(isSettled(cluster))) return false;
  return vms.every((vm) => vm.context.inFlight === null && !vm.matches('starting') && !vm.matches('stopping'));
}

function isSettled(cluster: SnapshotFrom<typeof clusterMachine>): boolean {
  return cluster.matches({ withVolume: 'online' }) || cluster.matches('failed') || cluster.context.members.length === 0;
}

function isVm(snapshot: StateView['actors'][string]): snapshot is VmSnapshot {
  return snapshot.machine.id === 'virtual-machine';
}

/** What the environment may do; what its budget rules out is left out. */
function happenings({ nodes, vms, budgets }: CsvShape): readonly Happening[] {
  const owners = vms.flatMap(({ vm, possibleOwners }) => possibleOwners.map((node) => ({ vm, node })));
  const network = nodes.flatMap((node): readonly Happening[] => [
    { to: toName(node), event: { type: 'DELIVER' } },
    { to: fromName(node), event: { type: 'DELIVER' } },
    { to: smbName(node), event: { type: 'DELIVER_REQUEST' } },
    { to: smbName(node), event: { type: 'DELIVER_ANSWER' } },
  ]);
  const guests = owners.flatMap(({ vm, node }): readonly Happening[] => [
    { to: vmName(node, vm), event: { type: 'GUEST_WRITES' }, budget: 'guest' },
    { to: vmName(node, vm), event: { type: 'GUEST_EXTENDS' }, budget: 'guest' },
  ]);
  const operator: readonly Happening[] = [
    ...nodes.map((node): Happening => ({ to: 'cluster', event: { type: 'MOVE', to: node }, budget: 'operator' })),
    ...owners.map(({ vm, node }): Happening => ({ to: 'cluster', event: { type: 'MOVE_VM', vm, to: node }, budget: 'operator' })),
    { to: 'cluster', event: { type: 'BACKUP' }, budget: 'operator' },
    { to: 'cluster', event: { type: 'BACKUP_ENDS' } },
    { to: 'cluster', event: { type: 'MAINTENANCE' }, budget: 'operator' },
    { to: 'cluster', event: { type: 'MAINTENANCE_ENDS' } },
    ...nodes.map((node): Happening => ({ to: ntfsName(node), event: { type: 'COPY' }, budget: 'operator' })),
  ];
  const faults = nodes.flatMap((node): readonly Happening[] => [
    { to: node, event: { type: 'CRASH' }, budget: 'faults' },
    { to: node, event: { type: 'RECOVER' } },
    { to: 'cluster', event: { type: 'EXPEL', node }, budget: 'faults' },
    { to: serviceName(node), event: { type: 'START_SERVICE' } },
    { to: smbName(node), event: { type: 'BREAK' }, budget: 'faults' },
    { to: pathName(node), event: { type: 'PATH_LOST' }, budget: 'faults' },
    { to: pathName(node), event: { type: 'PATH_RESTORED' } },
  ]);
  return [
    ...network,
    ...guests,
    ...(budgets.operator > 0 ? operator : []),
    ...(budgets.faults > 0 ? faults : []),
    ...(budgets.mountFailures > 0 ? nodes.map((node): Happening => ({ to: ntfsName(node), event: { type: 'MOUNT_FAILS' }, budget: 'mountFailures' })) : []),
    // It takes as many faults as there are nodes to lose the volume on all of them.
    ...(budgets.operator > 0 && budgets.faults + budgets.mountFailures >= nodes.length ? [{ to: 'cluster', event: { type: 'BRING_ONLINE' }, budget: 'operator' } satisfies Happening] : []),
  ];
}

function scopeText({ nodes, vms }: CsvShape): string {
  const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
  return `${counted(nodes.length, 'node')}, ${counted(vms.length, 'VM')} on one shared volume`;
}

function scoped(id: string, nodes: readonly NodeId[], homes: readonly NodeId[], budgets: CsvBudgets, parts: Partial<Parts>): System {
  const vms = homes.map((home, i): ClusteredVm => ({ vm: i === 0 ? 'vm1' : 'vm2', home, possibleOwners: nodes }));
  return csvSystem({ id, nodes, coordinators: ['node1'], vms, budgets }, parts);
}

const two: readonly NodeId[] = ['node1', 'node2'];
const three: readonly NodeId[] = ['node1', 'node2', 'node3'];

type Scopes = Readonly<Record<'tiny' | 'small' | 'review', () => System>>;

/** A shared volume under faults; `parts` puts wrong machines in, under an id of their own. */
export function csvCoordination(parts: Partial<Parts> = {}, id = 'csv-coordination'): Scopes {
  return {
    tiny: () => scoped(id, two, ['node2'], { faults: 2, mountFailures: 0, operator: 0, guest: 1 }, parts),
    small: () => scoped(id, two, ['node2'], { faults: 2, mountFailures: 0, operator: 0, guest: 2 }, parts),
    review: () => scoped(id, three, ['node1', 'node2'], { faults: 2, mountFailures: 1, operator: 0, guest: 1 }, parts),
  };
}

/** A shared volume under an operator: who moves the coordinator and VMs, backs up and maintains the volume, and copies files. */
export function csvOperations(parts: Partial<Parts> = {}, id = 'csv-operations'): Scopes {
  return {
    tiny: () => scoped(id, two, ['node2', 'node2'], { faults: 0, mountFailures: 0, operator: 2, guest: 1 }, parts),
    small: () => scoped(id, two, ['node2', 'node2'], { faults: 0, mountFailures: 0, operator: 2, guest: 2 }, parts),
    review: () => scoped(id, two, ['node2', 'node2'], { faults: 1, mountFailures: 1, operator: 2, guest: 1 }, parts),
  };
}

/** One fault, and a guest that writes twice: what was sent again against what came after. */
export function csvTwoWrites(parts: Partial<Parts>, id: string): Readonly<Record<'tiny', () => System>> {
  return { tiny: () => scoped(id, two, ['node2'], { faults: 1, mountFailures: 0, operator: 0, guest: 2 }, parts) };
}

/** Three nodes, and no guest: what the nodes and the cluster do to each other. */
export function csvThreeNodes(parts: Partial<Parts>, id: string): Readonly<Record<'tiny', () => System>> {
  return { tiny: () => scoped(id, three, ['node2'], { faults: 2, mountFailures: 1, operator: 0, guest: 0 }, parts) };
}
