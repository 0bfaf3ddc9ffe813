/** A trace that live actors do not follow must never reach a report. */
import { expect, test, vi } from 'vitest';
import { sample } from '../../src/walk/sample.ts';
import { twoSwitches } from './planted.ts';

vi.mock(import('../../src/trace/live-actors.ts'), async (original) => {
  const real = await original();
  let calls = 0;
  // Two texts of one snapshot never agree, as if live actors went another way from the start.
  return { ...real, snapshotText: (snapshot) => `${real.snapshotText(snapshot)} ${(calls += 1)}` };
});

test('a trace on which live actors disagree is an error of the checker', async () => {
  const { system, claim } = twoSwitches();
  await expect(sample(system, [claim], { seed: 1, runs: 10 })).rejects.toThrow(/^trace [\d.]+@[0-9a-f]{12}, step 0, left: reference .*, live .*$/);
});
