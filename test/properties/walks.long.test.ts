import { test } from 'vitest';
import { cases, expectFound } from './found-by-walks.ts';

const seeds = [1, 2, 3];

test.each(cases.map((one) => [one.suite.id, one.claim.id, one.length, one] as const))('random walks find %s: %s (%i steps) from each seed, and shrink it to within 2 steps of the shortest', (_, __, ___, one) => {
  for (const seed of seeds) expectFound(one, seed);
});
