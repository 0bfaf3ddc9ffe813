import { describe, expect, test } from 'vitest';
import { checkSuite, suiteNamed, surprises } from './check-suite.ts';
import { pinned } from './pinned.ts';

describe.each(pinned)('$suite, scope $scope', ({ suite, scope, states, transitions, depth }) => {
  test(`has ${states} states, and every verdict is the expected one`, async () => {
    const report = await checkSuite(suiteNamed(suite), scope);
    expect(surprises(report)).toEqual([]);
    expect(report.complete).toBe(true);
    const { exploration, system } = report;
    expect({ states: exploration.distinct, transitions: exploration.transitions, depth: exploration.depth }).toEqual({ states, transitions, depth });
    // The smallest scopes leave no room for some commands, such as calling off a move.
    if (scope !== 'tiny') expect(exploration.coverage.stimuliNeverEnabled.map((index) => system.stimuli[index])).toEqual([]);
  });
});
