import { expect, test } from 'vitest';
import { wholeCluster, type ClusterShape } from '../../machines/systems/whole-cluster.ts';
import { ModelError } from '../../src/index.ts';

const shape: ClusterShape = {
  id: 'all-at-once',
  coordinators: ['node1'],
  vms: [
    { vm: 'vm1', home: 'node1', possibleOwners: ['node1', 'node2'], destinations: ['node2'] },
    { vm: 'vm2', home: 'node2', possibleOwners: ['node2'], destinations: [] },
  ],
  moves: ['node2'],
  lost: ['node1'],
  budgets: { disturbances: 1, migrations: 1, guest: 0 },
};

function refusalOf(change: Partial<ClusterShape>): unknown {
  try {
    wholeCluster({ ...shape, ...change });
  } catch (error) {
    return error instanceof ModelError ? error.fault : error;
  }
  return null;
}

const refused = (problem: string, remedy: string) => ({ code: 'invalid-system', system: 'all-at-once', problem, remedy });

test('a shape that is sound is built', () => {
  expect(refusalOf({})).toBeNull();
});

test('two coordinators at first are refused', () => {
  expect(refusalOf({ coordinators: ['node1', 'node2'] })).toEqual(refused('csv1 has 2 coordinators, node1 and node2', 'One node mounts the volume; name it alone.'));
});

test('a VM without a possible owner is refused', () => {
  const [first] = shape.vms;
  if (first === undefined) throw new Error('no VM');
  expect(refusalOf({ vms: [{ ...first, possibleOwners: [] }] })).toEqual(refused('vm1 has no possible owner', 'Name the nodes that may run it. The nodes are node1, node2, node3.'));
});

test('what an empty budget would pay for is left out', () => {
  const { stimuli } = wholeCluster(shape);
  expect(stimuli.filter(({ event }) => event.type === 'GUEST_WRITES')).toEqual([]);
});
