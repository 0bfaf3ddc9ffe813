/** A search that goes on from what was kept says what one says that was never interrupted. */
import { describe, expect, test, vi } from 'vitest';
import { search } from '../../src/engine/search.ts';
import { largestTable } from '../../src/engine/table-limits.ts';
import { always, eachStep } from '../../src/property/property.ts';
import type { System } from '../../src/system/define-system.ts';
import { hanoi } from '../known-answers/hanoi.ts';
import { philosophers } from '../known-answers/philosophers.ts';
import { singleMounter } from '../known-answers/single-mounter.ts';
import { twoPhaseCommit } from '../known-answers/two-phase-commit.ts';
import { suiteNamed } from '../properties/check-suite.ts';
import { MemoryKeeper, type Kept } from './memory-keeper.ts';
import { comparesAfterEachRound, comparesRandomSystems, comparesSuite, said } from './resumption.ts';
import { measure } from '../measure.ts';
import { isSeeded, seeded } from '../seed.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

describe('resumed after any round, a search says the same', () => {
  test.each<[string, () => System]>([
    ['two-phase commit', () => twoPhaseCommit(3)],
    ['patient philosophers', () => philosophers('patient', 4)],
    ['eating philosophers', () => philosophers('eating', 5)],
    ['single mounter', () => singleMounter({ nodes: 2, luns: 1, vms: 1 })],
    ['towers of Hanoi', () => hanoi(4)],
  ])('of %s', async (_, build) => {
    expect(await comparesAfterEachRound({ build, properties: [], options: { keepGoing: true } }, 40)).toBeGreaterThan(35);
  });

  test('of quick-migration, a suite with claims of every kind', async () => {
    expect(await comparesSuite(suiteNamed('quick-migration'), { most: 3, rounds: 20 })).toBeGreaterThan(2);
  });

  test('of random systems', async () => {
    const { rounds, parts, decided } = await comparesRandomSystems(measure(12, 60), seeded(20_261_122).seed);
    if (!isSeeded) return;
    expect({ rounds: rounds > 30, parts: parts > 6, decided: decided > 3 }).toEqual({ rounds: true, parts: true, decided: true });
  });
});

test('a run that a limit ended goes on with a larger one', async () => {
  const whole = await said({ build: () => twoPhaseCommit(4), properties: [], options: {} });
  let kept: Kept | null = null;
  for (const statesMax of [1, 2, 50, 51, 400, 1_000]) {
    const keeper: MemoryKeeper = new MemoryKeeper(kept, () => false);
    expect(await said({ build: () => twoPhaseCommit(4), properties: [], options: { statesMax } }, keeper)).toMatchObject({ stopped: { kind: 'states', max: statesMax } });
    kept = keeper.kept.at(-1) ?? null;
  }
  expect(await said({ build: () => twoPhaseCommit(4), properties: [], options: {} }, new MemoryKeeper(kept, () => false))).toEqual(whole);
});

const aboutStates = [
  always({ id: 'undecided', statement: 's', when: ({ actors }) => actors['manager']?.matches('undecided') === true, holds: ({ actors }) => actors['net']?.status === 'active' }),
];
const aboutSteps = [
  eachStep({ id: 'told', statement: 's', when: (_, { deliveries }) => deliveries.length > 1, holds: (before, { deliveries }) => deliveries.length > 0 && before.timers.length === 0 }),
];

describe('a run that found a table full goes on with a larger one, and says what one says that never did', () => {
  test.each([
    [1, 'states', aboutStates],
    [1, 'steps', aboutSteps],
    [2, 'states', aboutStates],
    [3, 'states', aboutStates],
  ])('on %i threads, with claims about %s', async (threads, _about, claims) => {
    const whole = await said({ build: () => twoPhaseCommit(4), properties: claims, options: { keepGoing: true } });
    let kept: Kept | null = null;
    for (const localStatesMax of [2, 3, 5, 9, 20]) {
      const keeper: MemoryKeeper = new MemoryKeeper(kept, () => false);
      const { stopped, distinct } = await search(twoPhaseCommit(4), claims, { keepGoing: true, keeper }, { threads, crewStatesMin: 1, largestTable: { ...largestTable, localStatesMax } });
      expect({ stopped, isCut: distinct < 1_568 }).toMatchObject({ stopped: { kind: 'table', max: localStatesMax }, isCut: true });
      kept = keeper.kept.at(-1) ?? null;
    }
    const { elapsedMs: _, ...resumed } = await search(twoPhaseCommit(4), claims, { keepGoing: true, keeper: new MemoryKeeper(kept, () => false) }, { threads, crewStatesMin: 1 });
    expect(resumed).toEqual(whole);
  });
});
