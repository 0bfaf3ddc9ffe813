import { expect, test } from 'vitest';
import { always } from '../../src/property/property.ts';
import { search } from '../../src/engine/search.ts';
import { twoPhaseCommit } from '../known-answers/two-phase-commit.ts';
import type { StateView, System } from '../../src/system/define-system.ts';
import { fischer } from '../known-answers/fischer.ts';
import { semanticsOf } from '../../src/system/step.ts';

/** How often a predicate is called in a search, of 8,832 states by default. */
async function callsOf(holds: (state: StateView) => boolean, system: System = twoPhaseCommit(5), states = 8_832): Promise<number> {
  let calls = 0;
  const counting = always({
    id: 'counting',
    statement: 'It counts.',
    holds: (state) => {
      calls += 1;
      return holds(state);
    },
  });
  const { distinct } = await search(system, [counting], { keepGoing: true });
  expect(distinct).toBe(states);
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

test('a predicate that reads the timers of one actor is not asked again for those of others', async () => {
  const two = (): System => fischer({ processes: 2, writeMs: 20, waitMs: 30, tickMs: 10 });
  const { distinct } = await search(two(), []);
  const callsForOne = await callsOf(({ timersOf }) => timersOf('process1').length < 2, two(), distinct);
  expect(callsForOne).toBeLessThan(20);
  expect(await callsOf(({ timers }) => timers.length < 3, two(), distinct)).toBeGreaterThan(2 * callsForOne);
});

test('the timers of an actor that is not there are asked for in vain', async () => {
  const holds = ({ timersOf }: StateView): boolean => timersOf('nobody').length === 0;
  const system = fischer({ processes: 2, writeMs: 20, waitMs: 30, tickMs: 10 });
  await expect(search(system, [always({ id: 'mistyped', statement: 'It asks for nobody.', holds })])).rejects.toThrow('there is no actor "nobody"');
  const semantics = semanticsOf(system);
  expect(() => holds(semantics.view(semantics.start().state))).toThrow('there is no actor "nobody"');
});
