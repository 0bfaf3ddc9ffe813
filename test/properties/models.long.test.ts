import { expect, test } from 'vitest';
import type { NeverTaken } from '../../src/property/coverage.ts';
import { expectAccounted, expectPinned } from './check-suite.ts';
import { pinned, pinnedLong } from './pinned.ts';

const neverTaken = new Map<string, readonly NeverTaken[]>();

test.each(pinnedLong)('$suite, scope $scope, has $states states, and every verdict is the expected one', async (pin) => {
  const gaps = await expectPinned(pin);
  if (pin.scope === 'review') neverTaken.set(pin.suite, gaps);
});

test('suites that share their machines have a reason for each transition that none of them takes', () => {
  expect(pinned.length + pinnedLong.length).toBeGreaterThan(20);
  expectAccounted(neverTaken);
});
