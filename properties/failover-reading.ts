/**
 * A state of a failover cluster under partition, read by kind of component instead of by actor name.
 *
 * Properties speak of "every node's service"; this gives them typed lists, each made when it is first asked for.
 */
import type { AnyStateMachine, SnapshotFrom } from 'xstate';
import { clusterService } from '../machines/failover/cluster-service.ts';
import { diskResource } from '../machines/failover/disk-resource.ts';
import { disk } from '../machines/failover/disk.ts';
import { fileShare } from '../machines/failover/file-share.ts';
import { host } from '../machines/failover/host.ts';
import { diskResourceName, groupName, nodeIds, routeName, serviceName, vmName } from '../machines/failover/names.ts';
import { network } from '../machines/failover/network.ts';
import { resourceGroup } from '../machines/failover/resource-group.ts';
import { route } from '../machines/failover/route.ts';
import { virtualMachine } from '../machines/failover/virtual-machine.ts';
import type { NodeId } from '../machines/failover/vocabulary.ts';
import { guest } from '../machines/guest.ts';
import type { StateView, StepView } from '../src/index.ts';

type Snapshot = StateView['actors'][string];

export type ServiceSnapshot = SnapshotFrom<typeof clusterService>;
export type DiskSnapshot = SnapshotFrom<typeof disk>;
export type DiskResourceSnapshot = SnapshotFrom<typeof diskResource>;
export type GroupSnapshot = SnapshotFrom<typeof resourceGroup>;
export type RouteSnapshot = SnapshotFrom<typeof route>;
export type FailoverVmSnapshot = SnapshotFrom<typeof virtualMachine>;

/** By id, as a defect puts another machine of the same id in its place. */
function isOf<M extends AnyStateMachine>(machine: M, snapshot: Snapshot | undefined): snapshot is SnapshotFrom<M> {
  return snapshot !== undefined && snapshot.machine.id === machine.id;
}

function one<M extends AnyStateMachine>({ actors }: StateView, name: string, machine: M): SnapshotFrom<M> | undefined {
  const snapshot = Object.hasOwn(actors, name) ? actors[name] : undefined;
  return isOf(machine, snapshot) ? snapshot : undefined;
}

function each<M extends AnyStateMachine>(state: StateView, machine: M, name: (node: NodeId) => string): readonly SnapshotFrom<M>[] {
  return nodeIds.flatMap((node) => one(state, name(node), machine) ?? []);
}

/**
 * Whether the part of each node that has it passes, read no further than the first that does not: a claim is asked again for each
 * combination of what it reads.
 */
export function everyOf<T>(state: StateView, part: (state: StateView, node: NodeId) => T | undefined, passes: (found: T) => boolean): boolean {
  return nodeIds.every((node) => {
    const found = part(state, node);
    return found === undefined || passes(found);
  });
}

export const serviceOf = (state: StateView, node: NodeId): ServiceSnapshot | undefined => one(state, serviceName(node), clusterService);
export const groupOf = (state: StateView, node: NodeId): GroupSnapshot | undefined => one(state, groupName(node), resourceGroup);
export const volumeOf = (state: StateView, node: NodeId): DiskResourceSnapshot | undefined => one(state, diskResourceName(node, 'lun1'), diskResource);
export const witnessOf = (state: StateView, node: NodeId): DiskResourceSnapshot | undefined => one(state, diskResourceName(node, 'witness'), diskResource);
export const vmOf = (state: StateView, node: NodeId): FailoverVmSnapshot | undefined => one(state, vmName(node, 'vm1'), virtualMachine);
export const isHostUp = (state: StateView, node: NodeId): boolean => one(state, node, host)?.matches('up') === true;
export const lunOf = (state: StateView): DiskSnapshot | undefined => one(state, 'lun1', disk);
export const witnessDiskOf = (state: StateView): DiskSnapshot | undefined => one(state, 'witness', disk);
export const shareOf = (state: StateView): SnapshotFrom<typeof fileShare> | undefined => one(state, 'share', fileShare);
export const guestOf = (state: StateView): SnapshotFrom<typeof guest> | undefined => one(state, 'guest-vm1', guest);
export const networkOf = (state: StateView): SnapshotFrom<typeof network> | undefined => one(state, 'network', network);

export const servicesOf = (state: StateView): readonly ServiceSnapshot[] => each(state, clusterService, serviceName);
export const groupsOf = (state: StateView): readonly GroupSnapshot[] => each(state, resourceGroup, groupName);
export const volumesOf = (state: StateView): readonly DiskResourceSnapshot[] => each(state, diskResource, (node) => diskResourceName(node, 'lun1'));
export const vmsOf = (state: StateView): readonly FailoverVmSnapshot[] => each(state, virtualMachine, (node) => vmName(node, 'vm1'));
export const routeOf = (state: StateView, from: NodeId, to: NodeId): RouteSnapshot | undefined => one(state, routeName(from, to), route);

/** A disk that this node's volume manager has open. */
export const isMounted = (volume: DiskResourceSnapshot): boolean => volume.matches('online') || volume.matches('undefended');

/** A VM whose guest executes. */
export const runs = (vm: FailoverVmSnapshot): boolean => vm.matches('enabled');

/** Nodes on which the VM runs. */
export const runningOn = (state: StateView): readonly NodeId[] => vmsOf(state).filter(runs).map((vm) => vm.context.node);

/** Services that count themselves in a view. */
export const membersOf = (state: StateView): readonly ServiceSnapshot[] => servicesOf(state).filter((service) => service.context.view.length > 0);

/** A guest write that is still on the fabric, from whatever node. */
export const isWriteUnderWay = (state: StateView): boolean => state.timers.some((timer) => timer.to === 'lun1' && timer.event.type === 'WRITE');

export interface Command {
  readonly node: NodeId;
  readonly before: DiskSnapshot;
  readonly after: DiskSnapshot;
}

/** The commands of one kind that a step brought to the data disk. */
export function commandsOn(step: StepView, type: 'WRITE' | 'PREEMPT' | 'RESERVE'): readonly Command[] {
  return step.deliveries.flatMap(({ to, event, before, after }) => {
    if (to !== 'lun1' || event.type !== type || !isOf(disk, before) || !isOf(disk, after)) return [];
    const node = nodeIds.find((id) => 'node' in event && event['node'] === id);
    return node === undefined ? [] : [{ node, before, after }];
  });
}

/** The nodes whose groups a step told to come online. */
export function broughtOnline(step: StepView): readonly NodeId[] {
  return step.deliveries.flatMap(({ to, event }) => (event.type === 'BRING_ONLINE' ? nodeIds.filter((node) => to === groupName(node)) : []));
}

/** What a step brought to services: the event, and the service before and after. */
export function heardByServices(step: StepView): readonly { readonly event: StepView['event']; readonly before: ServiceSnapshot; readonly after: ServiceSnapshot }[] {
  return step.deliveries.flatMap(({ event, before, after }) => (isOf(clusterService, before) && isOf(clusterService, after) ? [{ event, before, after }] : []));
}
