import { expect, test } from 'vitest';
import { cases, expectFound } from './found-by-walks.ts';

/** One in three; walks.long.test.ts has them all. */
const some = cases.filter((_, i) => i % 3 === 0);

test.each(some.map((one) => [one.suite.id, one.claim.id, one.length, one] as const))('random walks find %s: %s (%i steps), and shrink it to within 2 steps of the shortest', (_, __, ___, one) => {
  expectFound(one, 1);
});

test('there are many of them', () => {
  expect(some.length).toBeGreaterThanOrEqual(20);
});
