/** The differential test of differential.test.ts, with a new seed each time and eight times the runs. */
import { expect, test, vi } from 'vitest';
import { agreeOnWalks } from '../random/agreement.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

test('the reference step and live actors agree on 8,000 walks', () => {
  expect(agreeOnWalks(8_000).runs).toBe(8_000);
});
