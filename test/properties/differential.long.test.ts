import fc from 'fast-check';
import { expect, test } from 'vitest';
import { suites } from '../../properties/suites.ts';
import { replayLive, walks } from '../../src/index.ts';
import { measure } from '../measure.ts';
import { expectLiveAgrees, models } from './live-agreement.ts';

test.each(models)('on random walks over %s the reference step and live actors agree, snapshot by snapshot', (_, build) => {
  expectLiveAgrees(build(), measure(40, 100));
});

test('on random walks over every defect the reference step and live actors agree', () => {
  for (const suite of suites.filter(({ kind }) => kind === 'defect')) {
    const build = Object.values(suite.scopes)[0];
    if (build === undefined) throw new Error(`${suite.id} has no scope`);
    fc.assert(
      fc.property(walks(build()), (walk) => {
        expect(replayLive(walk.semantics, walk.trace)).toBeNull();
      }),
      { seed: 20_081_121, numRuns: measure(5, 10) },
    );
  }
});
