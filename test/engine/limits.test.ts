import { availableParallelism } from 'node:os';
import { describe, expect, test } from 'vitest';
import { check } from '../../src/check/check.ts';
import { search } from '../../src/engine/search.ts';
import { explore } from '../../src/explore/explore.ts';
import type { ExploreOptions } from '../../src/property/exploration.ts';
import { always, reachable } from '../../src/property/property.ts';
import { workersOf } from '../../src/property/workers.ts';
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

test.each([['explore', explore], ['search', search]] as const)('%s tells on its way which claims were never tested so far', async (_, explorer) => {
  const told: (readonly string[])[] = [];
  const controller = new AbortController();
  const claims = [
    always({ id: 'all', statement: 's', holds: () => true }),
    always({ id: 'never', statement: 's', when: () => false, holds: () => true }),
    reachable({ id: 'none', statement: 's', holds: () => false }),
  ];
  await explorer(twoPhaseCommit(7), claims, {
    signal: controller.signal,
    onProgress: ({ neverTested }) => {
      told.push(neverTested);
      controller.abort();
    },
  });
  expect(told).toEqual([['never']]);
});

describe('workers', () => {
  test.each([0, -1, 1.5, Number.NaN, Infinity])('%d of them are refused', async (workers) => {
    await expect(check(twoPhaseCommit(2), [], { workers })).rejects.toThrow(new RangeError(`workers is a whole number of at least 1, not ${workers}`));
  });

  test('are as many as asked for, as far as the machine runs so many at once', async () => {
    expect([workersOf(1), workersOf(1_000_000), workersOf(undefined)]).toEqual([1, availableParallelism(), availableParallelism()]);
    expect((await check(twoPhaseCommit(2), [], { workers: 1_000_000 })).exploration.distinct).toBe(36 + 16 + 4);
  });

  test('are refused by the reference explorer, which has one thread', async () => {
    await expect(check(twoPhaseCommit(2), [], { engine: 'reference', workers: 1 })).rejects.toThrow(new RangeError('the reference explorer has one thread: leave out workers'));
  });
});
