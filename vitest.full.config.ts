import { defineConfig } from 'vitest/config';
import { maxWorkers, reporters } from './vitest.config.ts';

/** Everything there is, each check at its full measure (test/measure.ts); tens of minutes. */
export default defineConfig({ test: { include: ['test/**/*.test.ts'], testTimeout: 1_800_000, maxWorkers, reporters } });
