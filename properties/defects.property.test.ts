/**
 * Every defect, met by random walks: each claim that must reject it does, and the counterexample shrinks.
 *
 * A claim that no walk can refute (that something is reachable) is left to the search. So is a limit of more ticks than a walk has steps, and
 * so are the defects of live migration: a migration is a dozen steps in one order, and a walk has spent its faults long before.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectHolds, walks } from '../src/index.ts';
import { isLeftToTheSearch } from './left-to-the-search.ts';
import { settings } from './settings.ts';
import { suites } from './suites.ts';

/** Enough for the deepest of them, ten steps long, from any seed that was tried. */
const runsMax = Math.max(settings.numRuns, 5_000);

const refutable = suites.filter((suite) => suite.kind === 'defect').flatMap((suite) => {
  const scope = Object.values(suite.scopes)[0];
  if (scope === undefined || scope().actorNames.includes('node1.migration')) return [];
  return suite.properties.flatMap((claim) => (claim.kind === 'reachable' || claim.kind === 'longest' || isLeftToTheSearch(suite.id, claim.id) ? [] : [{ id: suite.id, claim, scope }]));
});

describe('random walks meet every defect', () => {
  for (const { id, claim, scope } of refutable) {
    test(`${id} violates ${claim.id}`, () => {
      const found = fc.check(
        fc.property(walks(scope()), (walk) => expectHolds(claim, walk)),
        { ...settings, numRuns: runsMax },
      );
      expect(found.failed).toBe(true);
    });
  }
});
