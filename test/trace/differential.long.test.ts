/** The differential test of differential.test.ts, with a new seed each time and five times the runs. */
import { expect, test, vi } from 'vitest';
import { agreeOnWalks } from '../random/agreement.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

test('the reference step and live actors agree on 5,000 walks', () => {
  expect(agreeOnWalks(5_000).runs).toBe(5_000);
});
