import { expect, test } from 'vitest';
import { always } from '../../src/property/property.ts';
import { search } from '../../src/engine/search.ts';
import { twoPhaseCommit } from '../known-answers/two-phase-commit.ts';
import type { StateView } from '../../src/system/define-system.ts';

/** How often a predicate is called in a search of 8,832 states. */
async function callsOf(holds: (state: StateView) => boolean): Promise<number> {
  let calls = 0;
  const counting = always({
    id: 'counting',
    statement: 'It counts.',
    holds: (state) => {
      calls += 1;
      return holds(state);
    },
  });
  const { distinct } = await search(twoPhaseCommit(5), [counting], { keepGoing: true });
  expect(distinct).toBe(8_832);
  return calls;
}

test('a predicate is asked once for each combination of what it reads', async () => {
  // One resource: working, prepared, committed, aborted; and a few more while its field outgrows its bits.
  expect(await callsOf(({ actors }) => actors['resource0']?.matches('committed') !== true || true)).toBeLessThan(12);
});

test('listing the names of actors reads none of them', async () => {
  expect(await callsOf(({ actors }) => Object.keys(actors).length === 7 && actors['resource0'] !== undefined)).toBeLessThan(12);
  expect(await callsOf(({ actors }) => Object.keys(actors).length === 7)).toBe(1);
});

test.each<[string, (state: StateView) => boolean]>([
  ['values', ({ actors }) => Object.values(actors).every(({ status }) => status === 'active')],
  ['entries', ({ actors }) => Object.entries(actors).every(([, { status }]) => status === 'active')],
  ['a spread', ({ actors }) => Object.values({ ...actors }).every(({ status }) => status === 'active')],
  ['a descriptor', ({ actors }) => Object.getOwnPropertyDescriptor(actors, 'manager')?.get?.() !== undefined],
  ['structure', ({ actors }) => 'manager' in actors && Reflect.get(actors, 'manager').status === 'active'],
])('a predicate that reads by %s is asked again when what it reads changes', async (_, holds) => {
  expect(await callsOf(holds)).toBeGreaterThan(3);
});
