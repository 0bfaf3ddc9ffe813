import { expect, test } from 'vitest';
import { checkSuite, suiteNamed } from './check-suite.ts';

/** Steps of the shortest counterexamples to what nodes believe, and of the shortest witnesses, in scope tiny. */
const steps: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'failover': { 'a-stale-node-still-writes': 7, 'a-disk-is-taken': 6, 'a-challenger-loses': 7, 'a-lone-node-stops': 5, 'a-vm-fails-over-after-a-partition': 7, 'a-vm-fails-over-after-a-crash': 7, 'survives-as-many-as-promised': 5, 'a-failover-loses-memory': 8, 'a-failover-loses-memory-only': 10, 'volume-is-believed-mounted-once': 6, 'vm-is-believed-to-run-once': 7 },
  'failover-crash': { 'a-stale-node-still-writes': 7, 'a-vm-fails-over-after-a-crash': 7, 'survives-as-many-as-promised': 5, 'a-failover-loses-memory': 8 },
  'failover-heal': { 'a-disk-is-taken': 6, 'a-challenger-loses': 7, 'only-a-newer-view-takes-the-disk': 12, 'volume-is-believed-mounted-once': 6, 'vm-is-believed-to-run-once': 7 },
  'failover-forced': { 'a-disk-is-taken': 6, 'a-challenger-loses': 7, 'a-lone-node-stops': 5, 'a-vm-fails-over-after-a-partition': 7, 'two-partitions-run': 9, 'only-a-newer-view-takes-the-disk': 12, 'volume-is-believed-mounted-once': 6, 'vm-is-believed-to-run-once': 7 },
  'failover-policy': { 'a-vm-fails-over-after-a-crash': 7, 'survives-as-many-as-promised': 5, 'a-group-is-left-failed': 8, 'a-group-is-restarted': 2, 'a-group-moves-because-it-failed': 5 },
  'failover-kill': { 'a-vm-is-found-running': 2, 'a-killed-service-leaves-its-vm': 7, 'volume-is-believed-mounted-once': 6, 'vm-is-believed-to-run-once': 7 },
  'failover-disk-witness': { 'a-stale-node-still-writes': 5, 'a-disk-is-taken': 4, 'a-challenger-loses': 5, 'a-lone-node-stops': 6, 'a-vm-fails-over-after-a-partition': 5, 'a-vm-fails-over-after-a-crash': 5, 'survives-as-many-as-promised': 3, 'a-failover-loses-memory': 6, 'only-a-newer-view-takes-the-disk': 8, 'volume-is-believed-mounted-once': 4, 'vm-is-believed-to-run-once': 5 },
  'failover-file-share': { 'a-stale-node-still-writes': 6, 'a-disk-is-taken': 5, 'a-challenger-loses': 6, 'a-lone-node-stops': 4, 'a-vm-fails-over-after-a-partition': 6, 'a-vm-fails-over-after-a-crash': 7, 'survives-as-many-as-promised': 3, 'a-failover-loses-memory': 5, 'volume-is-believed-mounted-once': 5, 'vm-is-believed-to-run-once': 6 },
  'failover-disk-only': { 'a-disk-is-taken': 7, 'a-challenger-loses': 8, 'a-lone-node-stops': 6, 'a-vm-fails-over-after-a-partition': 8, 'a-vm-fails-over-after-a-crash': 8, 'survives-as-many-as-promised': 5, 'volume-is-believed-mounted-once': 7, 'vm-is-believed-to-run-once': 8 },
};

test.each(Object.entries(steps))('in %s the shortest runs to a false belief, and to each witness, are known', async (suite, expected) => {
  const report = await checkSuite(suiteNamed(suite), 'tiny');
  const found = report.properties.flatMap(({ id, trace }) => (trace === null ? [] : [[id, trace.steps.length] as const]));
  expect(Object.fromEntries(found)).toEqual(expected);
});
