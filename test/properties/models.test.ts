import { test } from 'vitest';
import { expectPinned } from './check-suite.ts';
import { pinned } from './pinned.ts';

test.each(pinned)('$suite, scope $scope, has $states states, and every verdict is the expected one', async (pin) => {
  await expectPinned(pin);
});
