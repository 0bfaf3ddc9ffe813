import { describe, expect, test } from 'vitest';
import { failoverCluster, type FailoverShape } from '../../machines/systems/failover-cluster.ts';
import { ModelError } from '../../src/index.ts';

const shape: FailoverShape = {
  id: 'cluster',
  nodes: ['node1', 'node2'],
  quorum: 'node-and-disk-majority',
  witness: 'disk',
  witnessHolder: 'node1',
  possibleOwners: ['node1', 'node2'],
  preferredOwners: ['node2'],
  restartThreshold: 1,
  failoverThreshold: 1,
  epochsMax: 1,
  faults: ['crash'],
  isolatable: [],
  repairs: [],
  budgets: { faults: 1, repairs: 0, failures: 0, operator: 0, guest: 0 },
};

function refusalOf(change: Partial<FailoverShape>): readonly string[] {
  try {
    failoverCluster({ ...shape, ...change });
  } catch (error) {
    if (error instanceof ModelError && error.fault.code === 'invalid-system') return [error.fault.system, error.fault.problem, error.fault.remedy];
    throw error;
  }
  return [];
}

describe('a cluster that cannot be is refused when it is built', () => {
  test('the shape itself is none', () => {
    expect(refusalOf({})).toEqual([]);
  });

  test.each<[string, Partial<FailoverShape>, string, string]>([
    ['without nodes', { nodes: [] }, 'it has no nodes', 'Name at least one of node1, node2, node3.'],
    ['with a node twice', { nodes: ['node1', 'node2', 'node1'] }, 'node1 is named twice, and has one vote', 'Name each node once.'],
    ['whose VM has no possible owner', { possibleOwners: [], preferredOwners: [] }, 'vm1 has no possible owner', 'Name at least one of node1, node2 in possibleOwners.'],
    ['whose VM may run on a stranger', { possibleOwners: ['node1', 'node3'], preferredOwners: [] }, 'node3 is a possible owner of vm1, but no node', 'The nodes are node1, node2.'],
    ['whose VM prefers a node it may not run on', { possibleOwners: ['node1'] }, 'node2 is a preferred owner of vm1, but no possible one', 'The possible owners are node1.'],
    ['whose VM starts where it may not run', { possibleOwners: ['node2'] }, 'vm1 starts on node1, which is no possible owner', 'Name node1 in possibleOwners, or put a possible owner first.'],
    [
      'with a disk majority and no witness',
      { witness: 'none' },
      'quorum mode node-and-disk-majority counts the vote of a disk, and there is no witness',
      "Give it witness 'disk', or a quorum mode that counts what there is.",
    ],
    [
      'with disk only and a file share',
      { quorum: 'disk-only', witness: 'file-share' },
      'quorum mode disk-only counts the vote of a disk, and the witness is a file-share',
      "Give it witness 'disk', or a quorum mode that counts what there is.",
    ],
    [
      'with a witness that nobody counts',
      { quorum: 'node-majority' },
      'quorum mode node-majority counts nodes alone, and the witness is a disk',
      "Give it witness 'none', or a quorum mode that counts what there is.",
    ],
    ['whose witness is held by a stranger', { witnessHolder: 'node3' }, 'node3 holds the witness, but is no node', 'The nodes are node1, node2.'],
  ])('%s', (_, change, problem, remedy) => {
    expect(refusalOf(change)).toEqual(['cluster', problem, remedy]);
  });
});
