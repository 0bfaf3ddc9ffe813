/**
 * A failover cluster of Windows Server 2008: two nodes, groups of VMs each on a LUN of its own, quick migration.
 *
 * Every group starts online on node 1. The environment is the guest (it computes and writes), an operator (moves,
 * cancels, turns off, starts, and goes around the cluster by hand), things that fail while they are under way, and
 * nodes that crash and recover. All but recovery draw on budgets, which are the scope.
 */
import { defineSystem, fifoChannel, fifoStimuli, type Actors, type Clock, type StateView, type System } from '../../src/index.ts';
import { diskName, guestName, mountName, nodeIds, vmName } from '../names.ts';
import { promptNetwork } from '../prompt-network.ts';
import type { GroupEvent, LunId, MountEvent, NodeEvent, VmEvent, VmId, VmResourceEvent } from '../vocabulary.ts';
import { parts as correctParts, type Parts } from './parts.ts';

/** VMs that share a LUN, and with it their fate. */
export interface GroupShape {
  readonly id: string;
  readonly lun: LunId;
  readonly vms: readonly VmId[];
}

/** How much may happen. Every number is a budget of steps. */
export interface Budgets extends Readonly<Record<string, number>> {
  readonly crashes: number;
  /** Saves, restores, mounts and dismounts that fail. */
  readonly failures: number;
  readonly operator: number;
  /** What the guests compute and write, all together. */
  readonly guest: number;
}

export interface ClusterShape {
  readonly id: string;
  readonly groups: readonly GroupShape[];
  /** Pages of memory of each VM. */
  readonly pages: number;
  readonly budgets: Budgets;
  /** Reads delays as time, and lets messages arrive promptly. Default: none. */
  readonly clock?: Clock;
  /** More on the scope, for the heading. Default: nothing. */
  readonly about?: string;
}

type Happening =
  | { readonly to: string; readonly event: NodeEvent; readonly budget?: 'crashes' }
  | { readonly to: string; readonly event: MountEvent | VmEvent; readonly budget: 'failures' | 'guest' | 'operator' }
  | { readonly to: string; readonly event: GroupEvent | VmResourceEvent; readonly budget: 'operator' }
  | ReturnType<typeof fifoStimuli<'network'>>[number];

/**
 * Puts a cluster together; `parts` names the machines that are not the correct ones.
 *
 * @throws {ModelError} `invalid-system` when the shape has no groups.
 */
export function cluster2008(shape: ClusterShape, parts: Partial<Parts> = {}): System {
  const use: Parts = { ...correctParts, ...parts };
  const network = networkOf(shape);
  const luns = shape.groups.map(({ lun }) => lun);
  const homes = shape.groups.flatMap(({ id, lun, vms }) => vms.map((vm) => ({ vm, lun, group: id })));
  const actors: Actors = {
    cluster: { machine: use.clusterService, input: { up: nodeIds, groups: shape.groups.map(({ id }) => id) } },
    network: { machine: shape.clock === undefined ? fifoChannel(network) : promptNetwork },
    ...Object.fromEntries(shape.groups.map(({ id, lun, vms }) => [id, { machine: use.resourceGroup, input: { id, disk: diskName(lun), vms, owner: nodeIds[0] ?? 'node1', nodes: nodeIds } }])),
    ...Object.fromEntries(homes.map(({ vm, group }) => [vm, { machine: use.vmResource, input: { id: vm, group, owner: 'node1' as const } }])),
    ...Object.fromEntries(shape.groups.map(({ id, lun }) => [diskName(lun), { machine: use.diskResource, input: { id: diskName(lun), lun, group: id, owner: 'node1' as const } }])),
    ...Object.fromEntries(
      nodeIds.map((node) => [
        node,
        { machine: use.node, input: { id: node, residents: [...homes.map(({ vm }) => vmName(node, vm)), ...luns.map((lun) => mountName(node, lun))] } },
      ]),
    ),
    ...Object.fromEntries(
      nodeIds.flatMap((node) => homes.map(({ vm, lun }) => [vmName(node, vm), { machine: use.virtualMachine, input: { node, vm, lun, pages: shape.pages, running: node === 'node1' } }])),
    ),
    ...Object.fromEntries(nodeIds.flatMap((node) => luns.map((lun) => [mountName(node, lun), { machine: use.ntfsMount, input: { node, lun, mounted: node === 'node1' } }]))),
    ...Object.fromEntries(shape.groups.map(({ lun, vms }) => [lun, { machine: use.lun, input: { id: lun, vms, holder: 'node1' as const } }])),
    ...Object.fromEntries(homes.map(({ vm }) => [guestName(vm), { machine: use.guest, input: { pages: shape.pages } }])),
  };
  return defineSystem({
    id: shape.id,
    scope: scopeText(shape, luns.length, homes.length),
    actors,
    stimuli: happenings(shape, homes),
    budgets: shape.budgets,
    final: isAtRest,
    ...(shape.clock === undefined ? {} : { clock: shape.clock }),
  });
}

/** Between the nodes: TCP, so in order and without loss; each group has one message under way at most. */
function networkOf(shape: ClusterShape): { readonly capacity: number } {
  return { capacity: shape.groups.length };
}

/** Every group has come to rest, and so has every VM, in a way that an operator would accept. */
function isAtRest(state: StateView): boolean {
  return Object.values(state.actors).every((snapshot) => {
    if (snapshot.machine.id === 'resource-group') return snapshot.matches('settled') || snapshot.matches('failed');
    if (snapshot.machine.id === 'vm-resource') return snapshot.matches('online') || snapshot.matches('offline') || snapshot.matches('failed');
    return true;
  });
}

function happenings(shape: ClusterShape, homes: readonly { readonly vm: VmId; readonly lun: LunId }[]): readonly Happening[] {
  const network = networkOf(shape);
  const pages = Array.from({ length: shape.pages }, (_, page) => page);
  const onEachNode = <T>(make: (node: (typeof nodeIds)[number]) => readonly T[]): readonly T[] => nodeIds.flatMap(make);
  return [
    ...(shape.clock === undefined ? fifoStimuli('network', network) : []),
    ...onEachNode((node): readonly Happening[] =>
      homes.flatMap(({ vm }): readonly Happening[] => [
        ...pages.map((page): Happening => ({ to: vmName(node, vm), event: { type: 'GUEST_COMPUTES', page }, budget: 'guest' })),
        { to: vmName(node, vm), event: { type: 'GUEST_WRITES' }, budget: 'guest' },
      ]),
    ),
    ...shape.groups.flatMap(({ id }): readonly Happening[] => [
      ...nodeIds.map((node): Happening => ({ to: id, event: { type: 'MOVE', to: node }, budget: 'operator' })),
      { to: id, event: { type: 'CANCEL' }, budget: 'operator' },
      { to: id, event: { type: 'START' }, budget: 'operator' },
    ]),
    ...homes.map(({ vm }): Happening => ({ to: vm, event: { type: 'TURN_OFF' }, budget: 'operator' })),
    ...onEachNode((node): readonly Happening[] => [
      ...homes.map(({ vm }): Happening => ({ to: vmName(node, vm), event: { type: 'START_BY_HAND' }, budget: 'operator' })),
      ...shape.groups.map(({ lun }): Happening => ({ to: mountName(node, lun), event: { type: 'MOUNT_BY_HAND' }, budget: 'operator' })),
      ...homes.flatMap(({ vm }): readonly Happening[] => [
        { to: vmName(node, vm), event: { type: 'SAVE_FAILS' }, budget: 'failures' },
        { to: vmName(node, vm), event: { type: 'RESTORE_FAILS' }, budget: 'failures' },
      ]),
      ...shape.groups.flatMap(({ lun }): readonly Happening[] => [
        { to: mountName(node, lun), event: { type: 'MOUNT_FAILS' }, budget: 'failures' },
        { to: mountName(node, lun), event: { type: 'DISMOUNT_FAILS' }, budget: 'failures' },
      ]),
    ]),
    ...onEachNode((node): readonly Happening[] => [
      { to: node, event: { type: 'CRASH' }, budget: 'crashes' },
      { to: node, event: { type: 'RECOVER' } },
    ]),
  ];
}

function scopeText(shape: ClusterShape, luns: number, vms: number): string {
  const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
  return `2 nodes, ${counted(luns, 'LUN')}, ${counted(vms, 'VM')} of ${shape.about ?? counted(shape.pages, 'page')}`;
}
