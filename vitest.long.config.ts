import { defineConfig } from 'vitest/config';
import { reporters } from './vitest.config.ts';

export default defineConfig({ test: { include: ['test/**/*.long.test.ts'], testTimeout: 600_000, reporters } });
