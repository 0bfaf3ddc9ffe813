import { defineConfig } from 'vitest/config';
import { maxWorkers, reporters } from './vitest.config.ts';

export default defineConfig({ test: { include: ['properties/**/*.property.test.ts'], testTimeout: 300_000, maxWorkers, reporters } });
