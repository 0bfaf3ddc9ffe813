import fc from 'fast-check';
import { expect } from 'vitest';
import { replayLive, walks, type System } from '../../src/index.ts';
import { suites } from '../../properties/suites.ts';

export const models = suites.filter(({ kind }) => kind === 'model').flatMap(({ id, scopes }) => (scopes['small'] === undefined ? [] : [[id, scopes['small']] as const]));

/** Suites on a clock that differ only by their times, or by what may happen: one of each kind is enough for the quick run. */
const kindOf = (system: System): string => (system.clock === null ? system.id : system.actorNames.join());
const firstOfKind = new Set(new Map(models.map(([id, build]) => [kindOf(build()), id] as const).toReversed()).values());

export const quickModels = models.filter(([id]) => firstOfKind.has(id));

/** Walks are replayed live, and each snapshot is compared. */
export function expectLiveAgrees(system: System, numRuns: number): void {
  const lengths: number[] = [];
  fc.assert(
    fc.property(walks(system), (walk) => {
      lengths.push(walk.steps.length);
      expect(replayLive(walk.semantics, walk.trace)).toBeNull();
    }),
    { seed: 20_081_121, numRuns },
  );
  // A walk that goes nowhere compares nothing.
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBeGreaterThan(numRuns * 5);
}
