import { expect, test } from 'vitest';
import { suites } from '../../properties/suites.ts';
import { sample } from '../../src/index.ts';

/** `cluster` is the one that is too large to be looked over; there the sample is as large as one that an engineer would draw. */
const runsOf = (suite: string): number => (suite === 'cluster' ? 10_000 : 100);

const models = suites.filter(({ kind }) => kind === 'model').map((suite) => [runsOf(suite.id), suite.id, suite] as const);

test.each(models)('%i random walks refute nothing that the search says of %s at review', async (runs, _, suite) => {
  const build = suite.scopes['review'];
  if (build === undefined) throw new Error(`${suite.id} has no scope review`);
  const report = await sample(build(), suite.properties, { seed: 20_081_022, runs, expect: suite.expect, builtIns: suite.builtIns });
  expect({ runs: report.runs, stopped: report.stopped }).toEqual({ runs, stopped: null });
  const refuted = report.properties.filter(({ verdict, expected }) => verdict.kind === 'violated' && expected !== 'violated').map(({ id }) => id);
  const foundInVain = report.properties.filter(({ verdict, expected }) => verdict.kind === 'witnessed' && expected !== 'witnessed').map(({ id }) => id);
  expect({ refuted, foundInVain }).toEqual({ refuted: [], foundInVain: [] });
});
