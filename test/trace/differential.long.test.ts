/** The differential test of differential.test.ts, with ten times the runs. */
import { expect, test, vi } from 'vitest';
import { agreeOnWalks } from '../random/agreement.ts';
import { measure } from '../measure.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

test('the reference step and live actors agree on walks', () => {
  const runs = measure(5_000, 20_000);
  expect(agreeOnWalks(runs).runs).toBe(runs);
});
