import { describe, expect, test } from 'vitest';
import { isQuorum, nodeLossesSurvived, votesOf, type QuorumMode } from '../../machines/failover/quorum.ts';
import type { NodeId } from '../../machines/failover/vocabulary.ts';

const two: readonly NodeId[] = ['node1', 'node2'];
const three: readonly NodeId[] = ['node1', 'node2', 'node3'];

describe('how many nodes a mode may lose', () => {
  test.each<[QuorumMode, readonly NodeId[], number, number, number]>([
    // mode, nodes, votes, losses survived with the witness, and without
    ['node-majority', three, 3, 1, 1],
    ['node-majority', two, 2, 0, 0],
    ['node-and-disk-majority', two, 3, 1, 0],
    ['node-and-file-share-majority', two, 3, 1, 0],
    ['disk-only', three, 1, 2, -1],
  ])('%s of %j has %i votes and survives %i, and %i without its witness', (mode, nodes, votes, withWitness, without) => {
    expect([votesOf(mode, nodes), nodeLossesSurvived(mode, nodes, true), nodeLossesSurvived(mode, nodes, false)]).toEqual([votes, withWitness, without]);
  });

  test('a witness beside an odd number of nodes gains nothing, and its loss costs a node', () => {
    expect(nodeLossesSurvived('node-and-disk-majority', three, true)).toBe(nodeLossesSurvived('node-majority', three, false));
    expect(nodeLossesSurvived('node-and-disk-majority', three, false)).toBe(0);
  });
});

test('half of the votes is no quorum', () => {
  expect(isQuorum('node-majority', two, ['node1'], false)).toBe(false);
  expect(isQuorum('node-and-disk-majority', three, ['node1'], true)).toBe(false);
});
