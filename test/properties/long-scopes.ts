/**
 * The largest scopes, in parts that can be checked side by side; suites that share a list of what is never taken stay together.
 *
 * Those of more than 200,000 states, and with them the lists, are for `npm run test:full`: CI has time for them on a quick day alone.
 */
import { expect, test } from 'vitest';
import type { NeverTaken } from '../../src/property/coverage.ts';
import { expectAccounted, expectPinned } from './check-suite.ts';
import { pinned, pinnedLong } from './pinned.ts';
import { isFull } from '../measure.ts';

const withLargest = isFull || process.env['QUIESCE_LARGEST'] !== undefined;
const smallerMax = 200_000;

/** Checks the scopes of the suites that belong to this part. */
export function testLongScopes(belongs: (suite: string) => boolean): void {
  // A small review scope is for the quick run too, and counts for its family here.
  const all = [...pinned.filter(({ scope }) => scope === 'review'), ...pinnedLong].filter(({ suite }) => belongs(suite));
  const part = withLargest ? all : all.filter(({ states }) => states <= smallerMax);
  const neverTaken = new Map<string, readonly NeverTaken[]>();

  test.each(part)('$suite, scope $scope, has $states states, and every verdict is the expected one', async (pin) => {
    const gaps = await expectPinned(pin);
    if (pin.scope === 'review') neverTaken.set(pin.suite, gaps);
  });

  test.runIf(withLargest)('suites that share their machines have a reason for each transition that none of them takes', () => {
    expect(part.length).toBeGreaterThan(3);
    expectAccounted(neverTaken);
  });
}

/** Of Windows Server 2008, and failover. */
export function isOfFailover(suite: string): boolean {
  return /^(quick-migration|shared-lun|lun-per-vm|failover)/.test(suite);
}

/** Of shared volumes, and of the whole cluster. */
export function isOfCsv(suite: string): boolean {
  return /^(csv|cluster|coordinator)/.test(suite);
}
