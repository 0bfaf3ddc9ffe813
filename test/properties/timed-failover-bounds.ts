import { expect } from 'vitest';
import { checkSuite, suiteNamed } from './check-suite.ts';

/** Shortest and longest blackout in seconds, by suite and scope. */
export const bounds: readonly (readonly [suite: string, scope: string, best: number, worst: number])[] = [
  ['failover-r2-timed', 'tiny', 34, 47],
  ['failover-r2-timed', 'small', 34, 47],
  ['failover-r2-timed', 'review', 34, 47],
  ['failover-r2-quorum-disk', 'tiny', 50, 51],
  ['failover-r2-quorum-disk', 'small', 50, 51],
  // A node that is back at once takes up its disks again and boots its VM: a regroup, a mount and a boot.
  ['failover-r2-quorum-disk', 'review', 34, 51],
  ['failover-r2-quorum-disk-elsewhere', 'tiny', 34, 45],
  ['failover-r2-quorum-disk-elsewhere', 'small', 34, 45],
  ['failover-r2-quorum-disk-elsewhere', 'review', 34, 47],
];

export async function expectBounds(suite: string, scope: string, best: number, worst: number): Promise<void> {
  const report = await checkSuite(suiteNamed(suite), scope);
  const measured = Object.fromEntries(report.properties.flatMap(({ id, bound }) => (bound === null ? [] : [[id, bound.ms]])));
  expect(measured).toEqual({ 'failover-r2-ends': worst * 1_000, 'failover-r2-is-visible': best * 1_000 });
}
