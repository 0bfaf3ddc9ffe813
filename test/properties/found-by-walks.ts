/** Random walks find a defect, and shrink it to within 2 steps of the shortest: which, and how. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { isLeftToTheSearch } from '../../properties/left-to-the-search.ts';
import { suites } from '../../properties/suites.ts';
import { expectHolds, walks, type Property, type Suite } from '../../src/index.ts';
import { shortest } from './pinned.ts';

const runsMax = 5_000;

export interface Case {
  readonly suite: Suite;
  readonly claim: Property;
  readonly length: number;
}

export const cases: readonly Case[] = suites
  .filter((suite) => suite.kind === 'defect')
  .flatMap((suite) => suite.properties.map((claim) => ({ suite, claim, length: shortest[suite.id]?.[claim.id] ?? null })))
  .filter((one): one is typeof one & { length: number } => one.length !== null && one.length <= stepsMax(one.suite) && !isLeftToTheSearch(one.suite.id, one.claim.id));

/** A migration is a dozen steps in one order, and a walk has spent its faults long before: what takes a whole one is left to the search. */
function stepsMax(suite: Suite): number {
  return Object.keys(Object.values(suite.scopes)[0]?.().actors ?? {}).includes('node1.migration') ? 7 : 15;
}

function refutable(claim: Property): Exclude<Property, { kind: 'reachable' }> {
  if (claim.kind === 'reachable') throw new Error(`${claim.id} cannot be refuted by a walk`);
  return claim;
}

/** Looks for the defect by random walks from a seed. */
export function expectFound({ suite, claim, length }: Case, seed: number): void {
  const build = Object.values(suite.scopes)[0];
  if (build === undefined) throw new Error('no scope');
  const found = fc.check(
    fc.property(walks(build()), (walk) => expectHolds(refutable(claim), walk)),
    { seed, numRuns: runsMax },
  );
  const steps = found.counterexample?.[0].steps.length ?? Number.POSITIVE_INFINITY;
  expect({ seed, found: found.failed, withinTwo: steps <= length + 2, belowShortest: steps < length }).toEqual({ seed, found: true, withinTwo: true, belowShortest: false });
}
