/**
 * A Cluster Shared Volume of Windows Server 2008 R2: one disk that every node writes to, one coordinator that has it
 * mounted, and VMs that run anywhere.
 *
 * Node 1 is the coordinator at first, and each VM is at its home. The environment is the guest (it writes, and extends its file), an
 * operator (moves the coordinator or a VM, takes a backup, maintains the volume, copies files), a network that delivers
 * when it likes, and faults: a node crashes or is expelled, a connection breaks, a path is lost, a mount fails.
 */
import type { SnapshotFrom } from 'xstate';
import { defineSystem, ModelError, type Actors, type StateView, type System } from '../../src/index.ts';
import type { ClusteredVm } from '../csv/cluster.ts';
import { diskName, fromName, guestName, ntfsName, pathName, serviceName, smbName, toName, vmName, volumeName } from '../csv/names.ts';
import { parts as correctParts, type Parts } from '../csv/parts.ts';
import type { virtualMachine } from '../csv/virtual-machine.ts';
import type { ClusterEvent, LinkEvent, NodeEvent, NodeId, NtfsEvent, PathEvent, ServiceEvent, SmbEvent, VmEvent } from '../csv/vocabulary.ts';

/** How much may happen. Every number is a budget of steps. */
export interface CsvBudgets extends Readonly<Record<string, number>> {
  readonly crashes: number;
  /** Nodes that the others cannot hear, although they are up. */
  readonly expulsions: number;
  /** Nodes that come back. */
  readonly recoveries: number;
  /** Connections that break, paths that are lost, mounts that fail. */
  readonly breaks: number;
  readonly pathLosses: number;
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
}

type Happening =
  | { readonly to: string; readonly event: VmEvent; readonly budget: 'guest' }
  | { readonly to: string; readonly event: ClusterEvent; readonly budget?: 'operator' | 'expulsions' }
  | { readonly to: string; readonly event: NodeEvent; readonly budget: 'crashes' | 'recoveries' }
  | { readonly to: string; readonly event: ServiceEvent | LinkEvent }
  | { readonly to: string; readonly event: NtfsEvent; readonly budget: 'mountFailures' | 'operator' }
  | { readonly to: string; readonly event: SmbEvent; readonly budget?: 'breaks' }
  | { readonly to: string; readonly event: PathEvent; readonly budget?: 'pathLosses' };

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
  return defineSystem({ id: shape.id, scope: scopeText(shape), actors, stimuli: happenings(shape), budgets: shape.budgets, final: isAtRest });
}

function refuseBadShape({ id, nodes, coordinators, vms }: CsvShape): NodeId {
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
  if (cluster === undefined || !(cluster.matches({ withVolume: 'online' }) || cluster.matches('failed') || cluster.matches('down'))) return false;
  return vms.every((vm) => vm.context.inFlight === null && !vm.matches('starting') && !vm.matches('stopping'));
}

function isVm(snapshot: StateView['actors'][string]): snapshot is VmSnapshot {
  return snapshot.machine.id === 'virtual-machine';
}

function happenings({ nodes, vms }: CsvShape): readonly Happening[] {
  const owners = vms.flatMap(({ vm, possibleOwners }) => possibleOwners.map((node) => ({ vm, node })));
  return [
    ...nodes.flatMap((node) => [toName(node), fromName(node)].map((to): Happening => ({ to, event: { type: 'DELIVER' } }))),
    ...nodes.flatMap((node): readonly Happening[] => [
      { to: smbName(node), event: { type: 'DELIVER_REQUEST' } },
      { to: smbName(node), event: { type: 'DELIVER_ANSWER' } },
      { to: smbName(node), event: { type: 'BREAK' }, budget: 'breaks' },
    ]),
    ...owners.flatMap(({ vm, node }): readonly Happening[] => [
      { to: vmName(node, vm), event: { type: 'GUEST_WRITES' }, budget: 'guest' },
      { to: vmName(node, vm), event: { type: 'GUEST_EXTENDS' }, budget: 'guest' },
    ]),
    ...nodes.map((node): Happening => ({ to: 'cluster', event: { type: 'MOVE', to: node }, budget: 'operator' })),
    ...owners.map(({ vm, node }): Happening => ({ to: 'cluster', event: { type: 'MOVE_VM', vm, to: node }, budget: 'operator' })),
    { to: 'cluster', event: { type: 'BACKUP' }, budget: 'operator' },
    { to: 'cluster', event: { type: 'BACKUP_ENDS' } },
    { to: 'cluster', event: { type: 'MAINTENANCE' }, budget: 'operator' },
    { to: 'cluster', event: { type: 'MAINTENANCE_ENDS' } },
    { to: 'cluster', event: { type: 'BRING_ONLINE' }, budget: 'operator' },
    ...nodes.flatMap((node): readonly Happening[] => [
      { to: ntfsName(node), event: { type: 'COPY' }, budget: 'operator' },
      { to: ntfsName(node), event: { type: 'MOUNT_FAILS' }, budget: 'mountFailures' },
      { to: pathName(node), event: { type: 'PATH_LOST' }, budget: 'pathLosses' },
      { to: pathName(node), event: { type: 'PATH_RESTORED' } },
      { to: node, event: { type: 'CRASH' }, budget: 'crashes' },
      { to: node, event: { type: 'RECOVER' }, budget: 'recoveries' },
      { to: serviceName(node), event: { type: 'START_SERVICE' } },
      { to: 'cluster', event: { type: 'EXPEL', node }, budget: 'expulsions' },
    ]),
  ];
}

function scopeText({ nodes, vms }: CsvShape): string {
  const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
  return `${counted(nodes.length, 'node')}, ${counted(vms.length, 'VM')} on one shared volume`;
}

const none = { crashes: 0, expulsions: 0, recoveries: 0, breaks: 0, pathLosses: 0, mountFailures: 0, operator: 0, guest: 0 };

function scoped(id: string, nodes: readonly NodeId[], homes: readonly NodeId[], budgets: Readonly<Partial<typeof none>>, parts: Partial<Parts>): System {
  const vms = homes.map((home, i): ClusteredVm => ({ vm: i === 0 ? 'vm1' : 'vm2', home, possibleOwners: nodes }));
  return csvSystem({ id, nodes, coordinators: ['node1'], vms, budgets: { ...none, ...budgets } }, parts);
}

const two: readonly NodeId[] = ['node1', 'node2'];
const three: readonly NodeId[] = ['node1', 'node2', 'node3'];

/** The scopes of a shared volume; `parts` puts wrong machines in, under an id of their own. */
export function csvCoordination(parts: Partial<Parts> = {}, id = 'csv-coordination'): Readonly<Record<'tiny' | 'small' | 'review', () => System>> {
  return {
    tiny: () => scoped(id, two, ['node2', 'node2'], { crashes: 1, expulsions: 1, operator: 1, guest: 1 }, parts),
    small: () => scoped(id, two, ['node2', 'node2'], { crashes: 1, expulsions: 1, breaks: 1, operator: 1, guest: 1 }, parts),
    review: () => scoped(id, three, ['node1', 'node2'], { crashes: 1, expulsions: 1, breaks: 1, operator: 1, guest: 1 }, parts),
  };
}
