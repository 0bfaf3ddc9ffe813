/** As resumed-search.test.ts, with more of everything. */
import { expect, test, vi } from 'vitest';
import { suites } from '../../properties/suites.ts';
import { comparesRandomSystems, comparesSuite } from './resumption.ts';
import { measure } from '../measure.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

test.each(suites.filter(({ kind }) => kind === 'model').map((suite) => [suite.id, suite] as const))('resumed after any round, a search says the same of %s', async (_, suite) => {
  expect(await comparesSuite(suite, { most: 2, rounds: measure(120, 40) })).toBeGreaterThan(0);
});

test('resumed after any round, a search says the same of random systems', async () => {
  const { decided } = await comparesRandomSystems(measure(60, 100));
  expect(decided).toBeGreaterThan(20);
});
