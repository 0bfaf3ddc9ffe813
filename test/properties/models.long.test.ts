import { test } from 'vitest';
import { expectPinned } from './check-suite.ts';
import { pinnedLong } from './pinned.ts';

test.each(pinnedLong)('$suite, scope $scope, has $states states, and every verdict is the expected one', expectPinned);
