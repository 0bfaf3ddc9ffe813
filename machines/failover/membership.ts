/**
 * Membership, as one node can work it out from what it has heard: who could be in its next view, who is to propose it,
 * and where the group belongs. Pure functions of the context of a cluster service.
 */
import { hasWitness, isQuorum, type QuorumMode } from './quorum.ts';
import type { Database, NodeId } from './vocabulary.ts';

/** What is fixed for a node. */
export interface Configuration {
  readonly node: NodeId;
  readonly nodes: readonly NodeId[];
  readonly quorum: QuorumMode;
  /** The actor that arbitrates for the witness; null in a mode without one. */
  readonly witness: string | null;
  /** Nodes that may host the group: a hard constraint. */
  readonly possibleOwners: readonly NodeId[];
  /** In this order, before the other possible owners. */
  readonly preferredOwners: readonly NodeId[];
  /** How often the group may fail before it is left failed. */
  readonly failoverThreshold: number;
  /** How often the membership may change: the bound that keeps the model finite. */
  readonly epochsMax: number;
}

/** What a proposer knows of the view that it proposes. */
export interface Proposal {
  readonly nodes: readonly NodeId[];
  readonly voted: readonly NodeId[];
  /** The voter that hosts the group. */
  readonly host: NodeId | null;
  /** Where the group is to be; chosen when all have voted. */
  readonly owner: NodeId | null;
  readonly failures: number;
  /** The epoch of the newest database among the voters. */
  readonly base: number;
}

export interface Membership extends Configuration {
  /** The highest epoch this node has voted in; it votes once in each. Survives a crash. */
  readonly promised: number;
  /** As of the last view that this node was in. Survives a crash. */
  readonly database: Database;
  /** Nodes of the view; none while this node is in no view. */
  readonly view: readonly NodeId[];
  /** Nodes whose heartbeats arrive. */
  readonly heard: readonly NodeId[];
  /** Nodes that started their service since the last view. */
  readonly joiners: readonly NodeId[];
  readonly proposal: Proposal | null;
  /** This node was told to host the group, and has not given it up. */
  readonly hosts: boolean;
}

/** Forced quorum lifts the epoch above all that an ordinary view can have, so that it prevails. */
export const forcedEpoch = 100;

export function isForced({ database }: Membership): boolean {
  return database.epoch >= forcedEpoch;
}

/** The nodes that the next view would have: this one, and those it hears that are in its view or ask to join. */
export function candidates({ node, heard, view, joiners }: Membership): readonly NodeId[] {
  return [node, ...heard.filter((id) => view.includes(id) || joiners.includes(id))].toSorted();
}

export function isOutdated(membership: Membership): boolean {
  return membership.joiners.length > 0 || !sameNodes(candidates(membership), membership.view);
}

/** Whether these nodes would be a quorum if they won the witness as well. */
export function mayBeQuorum(membership: Membership, present: readonly NodeId[]): boolean {
  return isForced(membership) || isQuorum(membership.quorum, membership.nodes, present, hasWitness(membership.quorum));
}

export function isQuorumWithoutWitness(membership: Membership, present: readonly NodeId[]): boolean {
  return isForced(membership) || isQuorum(membership.quorum, membership.nodes, present, false);
}

/** The lowest member proposes. Where nobody is a member, the lowest starter does, once it hears nobody but starters. */
export function isCoordinator(membership: Membership): boolean {
  const { node, heard, view, joiners } = membership;
  if (view.length > 0) return [node, ...heard].filter((id) => view.includes(id) && !joiners.includes(id)).toSorted()[0] === node;
  return heard.every((id) => joiners.includes(id)) && candidates(membership)[0] === node;
}

export function hasEpochsLeft({ promised, epochsMax }: Membership): boolean {
  return promised % forcedEpoch < epochsMax;
}

/** Where the group goes among these nodes: a possible owner, a preferred one first; null when there is none. */
export function placeOf({ possibleOwners, preferredOwners }: Configuration, nodes: readonly NodeId[]): NodeId | null {
  const order = [...preferredOwners, ...possibleOwners.filter((id) => !preferredOwners.includes(id))];
  return order.find((id) => nodes.includes(id) && possibleOwners.includes(id)) ?? null;
}

function sameNodes(one: readonly NodeId[], other: readonly NodeId[]): boolean {
  return one.length === other.length && one.every((id, i) => id === other[i]);
}
