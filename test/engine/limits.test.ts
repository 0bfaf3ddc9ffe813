import { expect, test } from 'vitest';
import { search } from '../../src/engine/search.ts';
import type { ExploreOptions } from '../../src/property/exploration.ts';
import { twoPhaseCommit } from '../known-answers/two-phase-commit.ts';

const aborted = new AbortController();
aborted.abort();

test.each<[string, ExploreOptions]>([
  ['states', { statesMax: 100 }],
  ['memory', { memoryMaxBytes: 1 }],
  ['time', { timeMaxMs: 0 }],
  ['interrupted', { signal: aborted.signal }],
])('a search ended by %s says so, and nothing holds', async (kind, options) => {
  const { stopped, distinct, verdicts } = await search(twoPhaseCommit(5), [], options);
  expect(stopped?.kind).toBe(kind);
  expect(distinct).toBeLessThan(8_832);
  expect([...verdicts.values()].map((verdict) => verdict.kind)).toEqual(['inconclusive', 'inconclusive', 'inconclusive']);
});
