/**
 * What the cluster database says: who is a member, who the coordinator, where the VMs are, and what is under way.
 *
 *   members, coordinator, vms ─ as agreed;  fenced ─ whether the lost ones can write no more;  the rest ─ of the round under way
 *
 * Pure functions of it; the machine is cluster.ts. Source: domain.md 1.1, 1.3, 4.
 */
import type { NodeId, Veto, VmId } from './vocabulary.ts';

/** A VM of the cluster, and the nodes that may run it. */
export interface ClusteredVm {
  readonly vm: VmId;
  readonly home: NodeId;
  readonly possibleOwners: readonly NodeId[];
}

export interface ClusterInput {
  readonly members: readonly NodeId[];
  readonly coordinator: NodeId;
  readonly vms: readonly ClusteredVm[];
}

export interface ClusterRecord extends ClusterInput {
  /** The coordinator has told that the keys of all others are gone, and their sessions. */
  readonly fenced: boolean;
  /** Nodes that have not answered the last request yet. */
  readonly awaiting: readonly NodeId[];
  /** The node that is to be coordinator next, in a planned move. */
  readonly target: NodeId | null;
  /** Nodes on which the volume could not be mounted in this round. */
  readonly tried: readonly NodeId[];
  readonly redirected: boolean;
  readonly moving: { readonly vm: VmId; readonly to: NodeId } | null;
  /** VMs that were told to stop for maintenance; those of them that have not answered yet. */
  readonly stopped: readonly VmId[];
  readonly stopping: readonly VmId[];
  /** The node that is being let in. */
  readonly joiner: NodeId | null;
  /** Why the operator's last move was refused. */
  readonly vetoed: Veto | null;
  /** What the volume is being paused for, where that makes a difference. */
  readonly round: 'mode' | 'maintenance' | null;
}

export function sameMembers(one: readonly NodeId[], other: readonly NodeId[]): boolean {
  return one.length === other.length && one.every((node) => other.includes(node));
}

export function withJoiner({ members, joiner }: ClusterRecord): readonly NodeId[] {
  return joiner === null ? members : [...members, joiner].toSorted();
}

/** The target of a planned move, else the present one, else the first member; none that has been tried in this round, if it can be helped. */
export function nextCoordinator({ members, tried, target, coordinator }: ClusterRecord): NodeId {
  if (target !== null && members.includes(target)) return target;
  if (members.includes(coordinator) && !tried.includes(coordinator)) return coordinator;
  return members.find((node) => !tried.includes(node)) ?? members[0] ?? coordinator;
}

export function isHome({ vms, members }: ClusterRecord, id: VmId): boolean {
  return vms.some(({ vm, home }) => vm === id && members.includes(home));
}

export function recordAtFirst(input: ClusterInput): ClusterRecord {
  return { ...input, fenced: true, awaiting: [], target: null, tried: [], redirected: false, moving: null, stopped: [], stopping: [], joiner: null, vetoed: null, round: null };
}

/** What changes when a node is lost, with all that was expected of it. */
export function afterLossOf(record: ClusterRecord, node: NodeId): Partial<ClusterRecord> {
  const isLost = (vm: VmId): boolean => record.vms.some((one) => one.vm === vm && one.home === node);
  return {
    members: record.members.filter((id) => id !== node),
    fenced: false,
    awaiting: record.awaiting.filter((id) => id !== node),
    target: record.target === node ? null : record.target,
    moving: record.moving !== null && isLost(record.moving.vm) ? null : record.moving,
    stopping: record.stopping.filter((vm) => !isLost(vm)),
  };
}

/** Where the VMs of lost nodes are to start: on the first member that may run them. */
export function orphansHomes(record: ClusterRecord): ReadonlyMap<VmId, NodeId> {
  const orphans = record.vms.filter(({ vm }) => !isHome(record, vm));
  return new Map(
    orphans.flatMap(({ vm, possibleOwners }) => {
      const home = record.members.find((node) => possibleOwners.includes(node));
      return home === undefined ? [] : [[vm, home] as const];
    }),
  );
}
