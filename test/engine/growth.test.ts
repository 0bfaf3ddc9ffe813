/** Growth as the two explorers find it: the same of both, by the name of the actor and the field. */
import { expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import { growthText } from '../../src/report/growth-text.ts';
import { bothOf } from './agreement.ts';
import { growingSystems, type GrowingSystem } from './growing-systems.ts';

async function grownIn(name: GrowingSystem, statesMax: number): Promise<readonly string[] | null | undefined> {
  const { engine, reference } = await bothOf(growingSystems[name], [], { statesMax, keepGoing: true });
  expect(engine).toEqual(reference);
  expect(engine.exploration?.stopped?.kind).toBe('states');
  return engine.exploration?.growth?.fields.map(growthText) ?? null;
}

test.each<[GrowingSystem, string]>([
  ['counter', 'counter (machine counter): context.count took 100 values, from 0 to 99, the last new one at depth 99'],
  ['array', 'log (machine log): context.entries took 100 lengths, from 0 to 99, the last new one at depth 99'],
  ['set', 'seen (machine seen): context.numbers took 100 sizes, from 0 to 99, the last new one at depth 99'],
  ['map', 'index (machine index): context.entries took 100 sizes, from 0 to 99, the last new one at depth 99'],
  ['text', 'writer (machine writer): context.text took 100 texts of up to 99 characters, the last new one at depth 99'],
  ['bounded', 'two (machine two): context.free took 100 values, from 0 to 99, the last new one at depth 99'],
  ['timers', 'retry (machine retry): timer RETRY took 99 numbers pending at once, from 1 to 99, the last new one at depth 99'],
  ['queue', 'queue (machine queue): context.messages took 100 lengths, from 0 to 99, the last new one at depth 99'],
])('a run of %s ends by a limit and names the field that grows', async (name, said) => {
  const growth = await grownIn(name, 100);
  expect(growth).toEqual([said]);
});

test('of several actors the one that grows is named', async () => {
  expect(await grownIn('several', 1_600)).toEqual(['counter (machine counter): context.count took 107 values, from 0 to 106, the last new one at depth 106']);
});

test('a large grid is said to grow while it does, and no longer', async () => {
  expect(await grownIn('grid', 1_000)).toEqual([
    'robot (machine robot): context.x took 45 values, from 0 to 44, the last new one at depth 44',
    'robot (machine robot): context.y took 44 values, from 0 to 43, the last new one at depth 43',
  ]);
  expect(await grownIn('grid', 4_000)).toBeNull();
});

test('a large finite system whose actors are all small is not said to grow', async () => {
  expect(await grownIn('two-phase-commit', 3_000)).toBeNull();
});

test('only a limit makes it look for growth', async () => {
  expect(await explore(growingSystems.grid(), [])).toMatchObject({ stopped: null, growth: null });
  expect(await explore(growingSystems.counter(), [], { timeMaxMs: 200 })).toMatchObject({ stopped: { kind: 'time' }, growth: { fields: [{ path: 'context.count' }] } });
});
