import { expect, test } from 'vitest';
import { agreeOnRandomMachines } from './random-steps.ts';

test('what is remembered of thousands of random machines is what XState answers', () => {
  const { calls, callsForNew } = agreeOnRandomMachines(4_000);
  expect(callsForNew).toBeLessThan(0.9 * calls);
});
