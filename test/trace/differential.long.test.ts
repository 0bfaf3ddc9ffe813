/** The differential test of differential.test.ts, with a new seed each time and twenty times the runs. */
import { expect, test, vi } from 'vitest';
import { agreeOnWalks } from '../random/agreement.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

test('the reference step and live actors agree on 20,000 walks', () => {
  expect(agreeOnWalks(20_000).runs).toBe(20_000);
});
