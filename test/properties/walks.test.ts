import { expect, test } from 'vitest';
import { cases, expectFound } from './found-by-walks.ts';

test.each(cases.map((one) => [one.suite.id, one.claim.id, one.length, one] as const))('random walks find %s: %s (%i steps), and shrink it to within 2 steps of the shortest', (_, __, ___, one) => {
  expectFound(one, 1);
});

test('there are many of them', () => {
  expect(cases.length).toBeGreaterThanOrEqual(20);
});
