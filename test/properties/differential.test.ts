import { test } from 'vitest';
import { expectLiveAgrees, quickModels } from './live-agreement.ts';

test.each(quickModels)('on random walks over %s the reference step and live actors agree, snapshot by snapshot', (_, build) => {
  expectLiveAgrees(build(), 15);
});
