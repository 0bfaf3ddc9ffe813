import { describe, expect, test } from 'vitest';
import { suites } from '../../properties/suites.ts';
import { checkSuite, surprises } from './check-suite.ts';

/** Steps of the shortest counterexamples; null where a witness is missing from every state. */
const shortest: Readonly<Record<string, Readonly<Record<string, number | null>>>> = {
  'defect:b7-target-opens-before-flush': { 'acknowledged-writes-are-kept': 5 },
  'defect:b9-source-restarted-without-disk': { 'vm-runs-where-its-lun-is': 5 },
  'defect:b10-target-started-early': { 'vm-runs-on-one-node': 2 },
  'defect:b12-source-stays-paused': { 'settled-vm-runs': 2 },
  'defect:stale-saved-state': { 'saved-state-fits-the-disk': 10, 'saved-state-is-used-once': 4 },
  'defect:saved-state-deleted-early': { 'memory-survives-failures': 5 },
  'defect:saved-while-running': { 'memory-is-what-the-guest-left': 5 },
  'defect:saved-state-ignored': { 'saved-state-is-restored': 3 },
  'defect:mounted-without-reservation': { 'volume-is-mounted-once': 1, 'only-the-owner-mounts': 1, 'second-mount-is-refused': 1 },
  'defect:evicted-node-still-writes': { 'lost-lun-is-fenced': 5, 'running-vm-sees-its-disk': 7 },
  'defect:target-does-not-wait': { 'dismount-comes-before-mount': 3 },
  'defect:dismounted-before-saved': { 'saved-before-dismount': 1, 'vm-runs-where-its-lun-is': 1 },
  'defect:offline-before-stopped': { 'resource-state-follows-vm-state': 1 },
  'defect:failover-forgotten': { 'no-group-stays-with-a-dead-node': 2 },
  'defect:crash-saves-memory': { 'only-a-live-node-saves': 1, 'a-crash-loses-memory': null },
  'defect:vm-moved-alone': { 'vms-of-a-lun-stay-together': 1, 'neighbours-never-run-apart': 3 },
  'defect:two-vms-on-one-lun': { 'vms-can-run-apart': null },
  'defect:neighbour-saved-too': { 'each-vm-moves-alone': 1 },
};

const defects = suites.filter((suite) => suite.kind === 'defect');

test('every defect has its shortest counterexamples pinned', () => {
  expect(defects.map(({ id }) => id)).toEqual(Object.keys(shortest));
});

describe.each(defects.map((suite) => [suite.id, suite] as const))('%s', (id, suite) => {
  test('is rejected in its first scope by shortest counterexamples', async () => {
    const report = await checkSuite(suite, Object.keys(suite.scopes)[0] ?? 'tiny');
    expect(surprises(report)).toEqual([]);
    expect(Object.fromEntries(report.properties.map((property) => [property.id, property.trace?.steps.length ?? null]))).toEqual(shortest[id]);
  });
});
