/** What was exercised, and for each transition never taken the reason. */
import { expect, test } from 'vitest';
import { assign, raise } from 'xstate';
import { explore } from '../../src/explore/explore.ts';
import type { Coverage } from '../../src/property/coverage.ts';
import { createMachine, systemOf } from '../system/drive.ts';

async function coverageOf(config: object, events: readonly string[]): Promise<Coverage> {
  return (await explore(systemOf({ one: { machine: createMachine({ id: 'm', ...config }) } }, events), [], { keepGoing: true })).coverage;
}

const no = (): boolean => false;

test('each transition that is never taken has one of four reasons', async () => {
  const coverage = await coverageOf(
    {
      initial: 'a',
      states: {
        a: { on: { GO: [{ guard: no, target: 'c' }, { target: 'b' }, { target: 'c' }], NEVER: 'c' } },
        b: { on: { GO: 'a' } },
        c: { on: { GO: 'a' } },
      },
    },
    ['GO'],
  );
  expect(coverage).toEqual({
    transitions: { taken: 2, total: 6 },
    modes: { visited: 3, total: 4 },
    neverTaken: [
      { machine: 'm', transition: 'a GO #0', reason: { kind: 'guard-false', visits: 1 } },
      { machine: 'm', transition: 'a GO #2', reason: { kind: 'overridden', visits: 1 } },
      { machine: 'm', transition: 'a NEVER #0', reason: { kind: 'event-never-sent' } },
      { machine: 'm', transition: 'c GO #0', reason: { kind: 'source-unreachable' } },
    ],
    stimuliNeverEnabled: [],
  });
});

test('an inner mode that always answers overrides the outer one', async () => {
  const coverage = await coverageOf({ initial: 'a', on: { GO: { actions: () => {} } }, states: { a: { on: { GO: { target: 'a', reenter: true } } } } }, ['GO']);
  expect(coverage.neverTaken).toEqual([{ machine: 'm', transition: '(root) GO #0', reason: { kind: 'overridden', visits: 1 } }]);
});

test('a guarded always that is never true is a false guard', async () => {
  const coverage = await coverageOf({ initial: 'a', states: { a: { always: { guard: no, target: 'b' }, on: { GO: { target: 'a', reenter: true } } }, b: {} } }, ['GO']);
  expect(coverage.neverTaken).toEqual([{ machine: 'm', transition: 'a always #0', reason: { kind: 'guard-false', visits: 2 } }]);
});

test('a mode that is left in the macrostep that enters it is visited', async () => {
  const coverage = await coverageOf({ initial: 'a', states: { a: { on: { GO: 'choice' } }, choice: { always: [{ guard: no, target: 'b' }, { target: 'a' }] }, b: {} } }, ['GO']);
  expect(coverage).toMatchObject({ modes: { visited: 3, total: 4 }, neverTaken: [{ transition: 'choice always #0', reason: { kind: 'guard-false', visits: 1 } }] });
});

test('a raised event was sent', async () => {
  const coverage = await coverageOf(
    { initial: 'a', context: { n: 0 }, states: { a: { on: { GO: { actions: raise({ type: 'R' }) }, R: [{ guard: no, target: 'b' }, { actions: assign({ n: 1 }) }, { target: 'b' }], Q: { guard: no, target: 'b' } } }, b: {} }, on: { GO2: { actions: raise({ type: 'Q' }) } } },
    ['GO', 'GO2'],
  );
  expect(coverage.neverTaken).toEqual([
    { machine: 'm', transition: 'a R #0', reason: { kind: 'guard-false', visits: expect.any(Number) } },
    { machine: 'm', transition: 'a R #2', reason: { kind: 'overridden', visits: expect.any(Number) } },
    { machine: 'm', transition: 'a Q #0', reason: { kind: 'guard-false', visits: expect.any(Number) } },
  ]);
});

test('an explicit nothing is a declaration and not counted', async () => {
  expect(await coverageOf({ initial: 'a', states: { a: { on: { GO: {} } } } }, ['GO'])).toMatchObject({ transitions: { taken: 0, total: 0 } });
});

test('a stimulus that no state enables is named by its place', async () => {
  expect((await coverageOf({ on: { GO: { guard: no } } }, ['GO', 'OTHER'])).stimuliNeverEnabled).toEqual([0, 1]);
});

test('actors that share a machine share its coverage', async () => {
  const machine = createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO: 'b' } }, b: { on: { GO: 'a' } } } });
  const { coverage } = await explore(systemOf({ one: { machine }, two: { machine } }, ['GO']), []);
  expect(coverage).toMatchObject({ transitions: { taken: 2, total: 2 }, modes: { visited: 3, total: 3 } });
});
