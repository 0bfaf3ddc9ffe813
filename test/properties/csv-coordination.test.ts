import { expect, test } from 'vitest';
import { pauseAgainstThrottledWrites } from '../../machines/defects/b15-pause-against-throttled-writes.ts';
import { csvSystem, type CsvShape } from '../../machines/systems/csv-coordination.ts';
import { oneBelievedCoordinator } from '../../properties/invariants/csv-coordinator.ts';
import { check, ModelError } from '../../src/index.ts';

const shape: CsvShape = {
  id: 'shared-volume',
  nodes: ['node1', 'node2'],
  coordinators: ['node1'],
  vms: [{ vm: 'vm1', home: 'node2', possibleOwners: ['node1', 'node2'] }],
  budgets: { faults: 0, mountFailures: 0, operator: 0, guest: 1 },
};

function refusalOf(change: Partial<CsvShape>): unknown {
  try {
    csvSystem({ ...shape, ...change });
  } catch (error) {
    return error instanceof ModelError ? error.fault : error;
  }
  return null;
}

const refused = (problem: string, remedy: string) => ({ code: 'invalid-system', system: 'shared-volume', problem, remedy });

test('a shape that is sound is built', () => {
  expect(refusalOf({})).toBeNull();
});

test('a cluster without nodes is refused', () => {
  expect(refusalOf({ nodes: [] })).toEqual(refused('it has no nodes', 'Name at least one node.'));
});

test('a volume without a coordinator is refused', () => {
  expect(refusalOf({ coordinators: [] })).toEqual(refused('no node is the coordinator of csv1', 'Name one. The nodes are node1, node2.'));
});

test('two coordinators at first are refused', () => {
  expect(refusalOf({ coordinators: ['node1', 'node2'] })).toEqual(refused('csv1 has 2 coordinators, node1 and node2', 'One node mounts the volume; name it alone.'));
});

test('a coordinator that is not there is refused', () => {
  expect(refusalOf({ coordinators: ['node3'] })).toEqual(refused('the coordinator of csv1 is node3, which is not there', 'The nodes are node1, node2.'));
});

test('a VM without a possible owner is refused', () => {
  expect(refusalOf({ vms: [{ vm: 'vm1', home: 'node1', possibleOwners: [] }] })).toEqual(refused('vm1 has no possible owner', 'Name the nodes that may run it. The nodes are node1, node2.'));
});

test('a VM on a node that is not there is refused', () => {
  expect(refusalOf({ vms: [{ vm: 'vm1', home: 'node3', possibleOwners: ['node1', 'node3'] }] })).toEqual(refused('vm1 is to run on node3, which is not there', 'The nodes are node1, node2.'));
  expect(refusalOf({ vms: [{ vm: 'vm1', home: 'node1', possibleOwners: ['node1', 'node3'] }] })).toEqual(refused('vm1 is to run on node3, which is not there', 'The nodes are node1, node2.'));
});

test('a VM at home where it may not run is refused', () => {
  expect(refusalOf({ vms: [{ vm: 'vm1', home: 'node1', possibleOwners: ['node2'] }] })).toEqual(refused('vm1 is at home on node1, which is not among its possible owners', 'They are node2.'));
});

test('without the veto of event 5143, a move of the coordinator never ends', async () => {
  const build = pauseAgainstThrottledWrites.scopes['tiny'];
  if (build === undefined) throw new Error('no scope tiny');
  const report = await check(build(), [], { keepGoing: true });
  const deadlock = report.properties.find(({ id }) => id === 'no-deadlock');
  expect({ verdict: deadlock?.verdict.kind, steps: deadlock?.trace?.steps.length }).toEqual({ verdict: 'violated', steps: 11 });
});

test('with crashes, but no node that is alive and not heard, at most one node believes that it has the volume mounted', async () => {
  const built = csvSystem({ ...shape, budgets: { faults: 2, mountFailures: 1, operator: 0, guest: 1 } });
  const system = { ...built, stimuli: built.stimuli.filter(({ event }) => event.type !== 'EXPEL') };
  const report = await check(system, [oneBelievedCoordinator], { keepGoing: true });
  expect({ complete: report.complete, states: report.exploration.distinct, verdict: report.properties[0]?.verdict.kind }).toEqual({ complete: true, states: 30_434, verdict: 'holds' });
});
