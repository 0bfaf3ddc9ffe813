/** As resumed-search.test.ts, with more of everything. */
import { expect, test, vi } from 'vitest';
import { suites } from '../../properties/suites.ts';
import { comparesRandomSystems, comparesSuite } from './resumption.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

test.each(suites.map((suite) => [suite.id, suite] as const))('resumed after any round, a search says the same of %s', async (_, suite) => {
  expect(await comparesSuite(suite, { most: 12, rounds: 200 })).toBeGreaterThan(0);
});

test('resumed after any round, a search says the same of random systems', async () => {
  const { decided, errors } = await comparesRandomSystems(1_500);
  expect({ decided: decided > 500, errors: errors > 50 }).toEqual({ decided: true, errors: true });
});
