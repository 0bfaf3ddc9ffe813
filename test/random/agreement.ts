/**
 * The differential test itself, so that it can run briefly in `npm test` and for long elsewhere.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import { semanticsOf } from '../../src/system/step.ts';
import { replayLive } from '../../src/trace/replay-live.ts';
import { traceOf } from '../../src/trace/trace.ts';
import { buildSystem } from './build.ts';
import { systemPlans } from './plan.ts';
import { walk } from './walk.ts';
import { seeded } from '../seed.ts';

/** Walks random systems by the reference step and live, and fails on the first difference; gives the model errors met. */
export function agreeOnWalks(numRuns: number): { readonly runs: number; readonly errors: readonly string[] } {
  const errors: string[] = [];
  let runs = 0;
  const fractions = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 25, size: 'max' });
  fc.assert(
    fc.property(systemPlans({ actorsMin: 1, actorsMax: 4 }), fractions, (plan, chosen) => {
      const semantics = semanticsOf(buildSystem(plan));
      const { labels, error } = walk(semantics, chosen);
      runs += 1;
      if (error !== null) errors.push(error.code);
      if (error !== null && labels.length === 0) return;
      expect(replayLive(semantics, traceOf(semantics, labels))).toBeNull();
    }),
    { numRuns, ...seeded(20_261_121) },
  );
  return { runs, errors };
}
