/** Shrinking: it ends, it keeps what it must, and it comes close to what an exhaustive search calls shortest. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explore } from '../../src/index.ts';
import { labelKey } from '../../src/system/step-label.ts';
import { expectHolds, firstViolation } from '../../src/walk/holds-on.ts';
import { knownStatesOf } from '../../src/walk/known-states.ts';
import { followLabels, walkOf, type Walk } from '../../src/walk/walk.ts';
import { walks } from '../../src/walk/walks.ts';
import { deepAmongDistractors, planted, towers, twoSwitches, type Planted } from './planted.ts';
import { randomSystems } from './random-systems.ts';

async function shortestOf({ system, claim }: Planted): Promise<number | null> {
  const verdict = (await explore(system, [claim], { keepGoing: true, builtIns: [] })).verdicts.get(claim.id);
  return verdict?.kind === 'violated' ? (verdict.run?.length ?? null) : null;
}

const shorterThan = (walk: Walk): readonly Walk[] => [...walks(walk.system).shrink(walk, undefined)].map(({ value }) => value);
/** The counterexample's steps; -1 when there is none. */
const lengthOf = ({ counterexample }: { readonly counterexample: readonly Walk[] | null }): number => counterexample?.[0]?.steps.length ?? -1;
const typesOf = ({ counterexample }: { readonly counterexample: readonly Walk[] | null }): string => counterexample?.[0]?.labels.map(({ event }) => event.type).join(' ') ?? 'passes';
const namesOf = (walk: Walk): string => walk.labels.map(labelKey).join(' ');

test('every candidate is strictly shorter, none comes twice, and one step leaves only the start', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(planted)), fc.nat(), (make, seed) => {
      const { system } = make();
      const [walk] = fc.sample(walks(system, { lengthMax: 25 }), { seed, numRuns: 1 });
      if (walk === undefined) return;
      const shorter = shorterThan(walk);
      expect(shorter.every(({ steps }) => steps.length < walk.steps.length)).toBe(true);
      expect(new Set(shorter.map(namesOf)).size).toBe(shorter.length);
      for (const candidate of shorter.slice(0, 5)) expect(namesOf(walkOf(system, candidate.labels))).toBe(namesOf(candidate));
    }),
    { seed: 1, numRuns: 25 },
  );
  expect(shorterThan(walkOf(twoSwitches().system, '0')).map(({ steps }) => steps.length)).toEqual([0]);
  expect(shorterThan(walkOf(twoSwitches().system, 'start'))).toEqual([]);
});

test('shrinking always ends, and every walk kept on the way fails too', () => {
  for (const make of Object.values(planted)) {
    const { system, claim } = make();
    const kept: number[] = [];
    const details = fc.check(
      fc.property(walks(system), (walk) => {
        const { kind } = firstViolation(claim, walk);
        if (kind === 'violated') kept.push(walk.steps.length);
        return kind === 'clean';
      }),
      { seed: 11, numRuns: 2_000 },
    );
    expect(details.failed).toBe(true);
    expect(kept).toEqual([...new Set(kept)].toSorted((a, b) => b - a));
    expect(lengthOf(details)).toBe(kept.at(-1));
  }
});

test.each(Object.entries(planted))('in %s a walk is shrunk to within two steps of a shortest one, and never below', async (_, make) => {
  const shortest = await shortestOf(make());
  const { system, claim } = make();
  const lengths = Array.from({ length: 12 }, (_, seed) => lengthOf(fc.check(fc.property(walks(system), (walk) => expectHolds(claim, walk)), { seed, numRuns: 2_000 })));
  expect(shortest).not.toBeNull();
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(shortest ?? 0);
  expect(Math.max(...lengths)).toBeLessThanOrEqual((shortest ?? 0) + 2);
});

test('in random systems what a walk finds is never shorter than the exhaustive shortest, and mostly as short', async () => {
  const excess: number[] = [];
  await fc.assert(
    fc.asyncProperty(randomSystems, async (random) => {
      const shortest = await shortestOf(random);
      const found = lengthOf(fc.check(fc.property(walks(random.system), (walk) => expectHolds(random.claim, walk)), { seed: 1, numRuns: 300 }));
      if (found < 0) return;
      expect(shortest).not.toBeNull();
      excess.push(found - (shortest ?? 0));
    }),
    { seed: 6, numRuns: 45 },
  );
  expect(excess.length).toBeGreaterThan(15);
  expect(Math.min(...excess)).toBe(0);
  expect(Math.max(...excess)).toBeLessThanOrEqual(2);
  expect(excess.filter((steps) => steps === 0).length).toBeGreaterThan(excess.length * 0.8);
});

test('a step no longer enabled is left out of a candidate, and the steps after it stay', () => {
  const { system } = twoSwitches();
  const [press, tap, other] = walkOf(system, '0.0.1').labels;
  if (press === undefined || tap === undefined || other === undefined) throw new Error('no steps');
  expect(namesOf(followLabels(knownStatesOf(system), [tap, press, press, other]))).toBe([press, other].map(labelKey).join(' '));
});

test('the candidates in place of a walk are known, in their order', () => {
  const { system } = deepAmongDistractors();
  const candidates = (text: string): readonly string[] => shorterThan(walkOf(system, text)).map(({ labels }) => labels.map(({ event }) => (event.type === 'POP' ? 'O' : event.type[0])).join(''));
  // PUSH RIGHT LEFT PUSH and four turns to the RIGHT: without any loop, beginnings, without either loop.
  expect(candidates('0.4.3.0.4.4.4.4').slice(0, 7)).toEqual(['PP', '', 'PRLP', 'PRLPRR', 'PRLPRRR', 'PPRRRR', 'RRRR']);
  expect(candidates('0.3.0.4.0').slice(0, 31).join(' ')).toBe(' PLP PLPR PL PRP LPRP PLPP PLRP PPRP PPP LRP LPP LPR PPR PLR RRP POP PCP PLO PLC PLL RPRP PORP PCRP PRRP PLOP PLCP PLLP PLPO PLPC PLPL');
});

describe('each way of shortening is needed', () => {
  const shortened = (text: string, fails: (walk: Walk) => boolean, system = deepAmongDistractors().system): string => {
    const details = fc.check(fc.property(walks(system), (walk) => !fails(walk)), { examples: [[walkOf(system, text)]], numRuns: 1 });
    return typesOf(details);
  };
  const height = (walk: Walk): number => Number(walk.states.at(-1)?.actors['stack']?.context.height);

  test('the end is cut off after the violation', () => {
    expect(shortened('0.0.0.1.1', ({ states }) => states.some(({ actors }) => actors['stack']?.context.height === 2))).toBe('PUSH PUSH');
  });

  test('a loop is cut', () => {
    // Three turns of four: no single chunk of 2^k steps leaves the dial where it must be.
    expect(shortened('0.3.3.3.3.0.1.0.1', (walk) => height(walk) === 1 && walk.states.at(-1)?.actors['dial']?.value === 'north' && [1, 9].includes(walk.steps.length))).toBe('PUSH');
  });

  test('distractors between needed steps are dropped', () => {
    expect(shortened('1.0.3.0.4.0.3', (walk) => height(walk) === 3)).toBe('PUSH PUSH PUSH');
  });

  test('a detour by way of another peg is made straight', () => {
    const { system, claim } = towers(1);
    const roundabout = walkOf(system, '0.1');
    const details = fc.check(fc.property(walks(system), (walk) => expectHolds(claim, walk)), { examples: [[roundabout]], numRuns: 1 });
    expect(roundabout.labels.map(({ event }) => event)).toEqual([{ type: 'MOVE', from: 0, to: 1 }, { type: 'MOVE', from: 1, to: 2 }]);
    expect(lengthOf(details)).toBe(1);
  });
});

test('swarm finds the deep violation from every seed, and uniform choice misses it from most', () => {
  const seeds = Array.from({ length: 30 }, (_, seed) => seed);
  const finds = (swarm: boolean) => (seed: number): boolean => {
    const { system, claim } = deepAmongDistractors();
    return fc.check(fc.property(walks(system, { swarm }), (walk) => expectHolds(claim, walk)), { seed, numRuns: 300, endOnFailure: true }).failed;
  };
  expect(seeds.filter(finds(true))).toEqual(seeds);
  expect(seeds.filter(finds(false)).length).toBeLessThan(seeds.length / 2);
});

test('a recorded trace shrinks', () => {
  const { system, claim } = deepAmongDistractors();
  const recorded = walkOf(system, ['0', ...Array.from({ length: 3 }, () => '3'), ...Array.from({ length: 4 }, () => '0'), '1', ...Array.from({ length: 8 }, () => '0')].join('.'));
  expect(recorded.steps).toHaveLength(17);
  const details = fc.check(fc.property(walks(system), (walk) => expectHolds(claim, walk)), { examples: [[recorded]], numRuns: 1 });
  expect(typesOf(details)).toBe(Array.from({ length: 12 }, () => 'PUSH').join(' '));
});
