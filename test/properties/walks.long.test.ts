import { test } from 'vitest';
import { cases, expectFound } from './found-by-walks.ts';

test.each(cases.map((one) => [one.suite.id, one.claim.id, one] as const))('random walks find %s: %s, from another seed too', (_, __, one) => {
  expectFound(one, 2);
});
