import { defineConfig } from 'vitest/config';
import { maxWorkers, reporters } from './vitest.config.ts';

export default defineConfig({ test: { include: ['test/**/*.long.test.ts'], testTimeout: 600_000, maxWorkers, reporters } });
