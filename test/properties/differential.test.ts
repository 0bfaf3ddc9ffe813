import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replayLive, walks, type System } from '../../src/index.ts';
import { suites } from '../../properties/suites.ts';

const models = suites.filter(({ kind }) => kind === 'model').map((suite) => [suite.id, suite.scopes['small']] as const);

test.each(models)('on random walks over %s the reference step and live actors agree, snapshot by snapshot', (_, build) => {
  if (build === undefined) throw new Error('no scope small');
  const system: System = build();
  const lengths: number[] = [];
  fc.assert(
    fc.property(walks(system), (walk) => {
      lengths.push(walk.steps.length);
      expect(replayLive(walk.semantics, walk.trace)).toBeNull();
    }),
    { seed: 20_081_121, numRuns: 40 },
  );
  // A walk that goes nowhere compares nothing.
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBeGreaterThan(200);
});

test('on random walks over every defect the reference step and live actors agree', () => {
  for (const suite of suites.filter(({ kind }) => kind === 'defect')) {
    const build = Object.values(suite.scopes)[0];
    if (build === undefined) throw new Error(`${suite.id} has no scope`);
    fc.assert(
      fc.property(walks(build()), (walk) => {
        expect(replayLive(walk.semantics, walk.trace)).toBeNull();
      }),
      { seed: 20_081_121, numRuns: 5 },
    );
  }
});
