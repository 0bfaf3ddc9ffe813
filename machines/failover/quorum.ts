/**
 * Quorum: who has a vote in which mode, and how many votes are enough.
 *
 *   mode                          votes                    enough
 *   node-majority                 nodes                    more than half of them
 *   node-and-disk-majority        nodes, witness disk      more than half of them
 *   node-and-file-share-majority  nodes, file share        more than half of them
 *   disk-only                     the disk                 it
 *
 * Votes are counted of all that are configured, up or not. Source: domain.md 1.4.
 */
import type { NodeId } from './vocabulary.ts';

export type QuorumMode = 'node-majority' | 'node-and-disk-majority' | 'node-and-file-share-majority' | 'disk-only';

export const quorumModes: readonly QuorumMode[] = ['node-majority', 'node-and-disk-majority', 'node-and-file-share-majority', 'disk-only'];

export function hasWitness(mode: QuorumMode): boolean {
  return mode !== 'node-majority';
}

/** How many votes are configured. */
export function votesOf(mode: QuorumMode, nodes: readonly NodeId[]): number {
  return (mode === 'disk-only' ? 0 : nodes.length) + (hasWitness(mode) ? 1 : 0);
}

/** Whether these nodes, with or without the witness, have more than half of the votes. */
export function isQuorum(mode: QuorumMode, nodes: readonly NodeId[], present: readonly NodeId[], witness: boolean): boolean {
  const votes = (mode === 'disk-only' ? 0 : present.length) + (witness && hasWitness(mode) ? 1 : 0);
  return 2 * votes > votesOf(mode, nodes);
}

/** How many of the nodes may be down with the rest having a quorum, when the witness is there or not; -1 when none may, and even all are too few. */
export function nodeLossesSurvived(mode: QuorumMode, nodes: readonly NodeId[], witness: boolean): number {
  const survivable = nodes.map((_, lost) => lost).filter((lost) => isQuorum(mode, nodes, nodes.slice(lost), witness));
  return Math.max(-1, ...survivable);
}
