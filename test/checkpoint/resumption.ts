/** Compares searches that are cut short and resumed, in one way or another, with the same search in one piece. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { search } from '../../src/engine/search.ts';
import type { Exploration, ExploreOptions } from '../../src/property/exploration.ts';
import type { Property } from '../../src/property/property.ts';
import type { Suite } from '../../src/property/suite.ts';
import type { System } from '../../src/system/define-system.ts';
import { ModelError } from '../../src/system/model-error.ts';
import { claimsOn } from '../engine/random-agreement.ts';
import { buildSystem } from '../random/build.ts';
import { systemPlans } from '../random/plan.ts';
import { Killed, MemoryKeeper, type Kept } from './memory-keeper.ts';

export type Said = Omit<Exploration, 'elapsedMs'> | Pick<ModelError, 'fault' | 'steps'>;

export interface Case {
  readonly build: () => System;
  readonly properties: readonly Property[];
  readonly options: ExploreOptions;
}

/** What a search says, whether it explores or refuses. */
export async function said({ build, properties, options }: Case, keeper?: MemoryKeeper): Promise<Said> {
  try {
    const { elapsedMs: _, ...exploration } = await search(build(), properties, keeper === undefined ? options : { ...options, keeper });
    return exploration;
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { fault: error.fault, steps: error.steps };
  }
}

/** Members of a list, at most so many, evenly spread, the first and the last among them. */
function spread<T>(members: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, (members.length - 1) / (most - 1));
  return members.filter((_, place) => Math.floor(place / step) !== Math.floor((place - 1) / step) || place === members.length - 1);
}

/** Compares a run that keeps itself after rounds, and one resumed from each (of at most so many) of what it kept, with one that keeps nothing. */
export async function comparesAfterEachRound(tried: Case, most: number, wants: (round: number) => boolean = () => true): Promise<number> {
  const whole = await said(tried);
  const keeper = new MemoryKeeper(null, wants);
  expect(await said(tried, keeper)).toEqual(whole);
  for (const kept of spread(keeper.kept, most)) expect(await said(tried, new MemoryKeeper(kept, () => false))).toEqual(whole);
  return keeper.kept.length;
}

/** The same, killed after every `rounds` rounds and each time resumed from what was kept last. */
export async function comparesKilledEvery(tried: Case, rounds: number): Promise<number> {
  const whole = await said(tried);
  let kept: Kept | null = null;
  for (let part = 1; ; part += 1) {
    const keeper: MemoryKeeper = new MemoryKeeper(kept, (round) => round === rounds, true);
    try {
      expect(await said(tried, keeper)).toEqual(whole);
      return part;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      kept = keeper.kept.at(-1) ?? null;
    }
  }
}

/** The smallest scope of a suite, resumed from a few rounds, and killed again and again. Returns the number of parts. */
export async function comparesSuite(suite: Suite, { most, rounds }: { readonly most: number; readonly rounds: number }): Promise<number> {
  const build = Object.values(suite.scopes)[0];
  if (build === undefined) throw new Error('no scope');
  const { properties, builtIns } = suite;
  await comparesAfterEachRound({ build, properties, options: { keepGoing: true, builtIns } }, most, (round) => round % 131 === 0);
  return comparesKilledEvery({ build, properties, options: { builtIns } }, rounds);
}

/** Random systems, with claims of which some are decided before and some after; returns how often what happened. */
export async function comparesRandomSystems(numRuns: number, seed?: number): Promise<{ readonly rounds: number; readonly parts: number; readonly errors: number; readonly decided: number }> {
  const tally = { rounds: 0, parts: 0, errors: 0, decided: 0 };
  await fc.assert(
    fc.asyncProperty(systemPlans({ actorsMin: 1, actorsMax: 3 }), fc.nat(3), fc.nat(3), fc.boolean(), fc.integer({ min: 1, max: 40 }), async (plan, one, other, keepGoing, rounds) => {
      const tried = { build: () => buildSystem(plan), properties: claimsOn(one, other), options: { statesMax: 150, keepGoing } };
      tally.rounds += await comparesAfterEachRound(tried, 5);
      tally.parts += await comparesKilledEvery(tried, rounds);
      const whole = await said(tried);
      if ('fault' in whole) tally.errors += 1;
      else if ([...whole.verdicts.values()].some(({ kind }) => kind === 'violated' || kind === 'witnessed')) tally.decided += 1;
    }),
    { numRuns, ...(seed === undefined ? {} : { seed }) },
  );
  return tally;
}
