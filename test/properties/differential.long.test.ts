import { test } from 'vitest';
import { expectLiveAgrees, longModels } from './live-agreement.ts';

test.each(longModels)('on random walks over %s the reference step and live actors agree, snapshot by snapshot', (_, build) => {
  expectLiveAgrees(build());
});
