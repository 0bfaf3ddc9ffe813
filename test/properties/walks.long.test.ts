import { test } from 'vitest';
import { cases, expectFound } from './found-by-walks.ts';

test.each(cases.map((one) => [one.suite.id, one.claim.id, one] as const))('random walks find %s: %s, from other seeds too', (_, __, one) => {
  for (const seed of [2, 3]) expectFound(one, seed);
});
