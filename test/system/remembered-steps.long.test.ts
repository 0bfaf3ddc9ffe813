import { expect, test } from 'vitest';
import { agreeOnRandomMachines } from './random-steps.ts';

test('what is remembered of hundreds of random machines is what XState answers', () => {
  const { calls, callsForNew } = agreeOnRandomMachines(400);
  expect(callsForNew).toBeLessThan(0.9 * calls);
});
