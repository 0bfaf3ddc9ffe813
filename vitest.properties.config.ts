import { defineConfig } from 'vitest/config';
import { reporters } from './vitest.config.ts';

export default defineConfig({ test: { include: ['properties/**/*.property.test.ts'], testTimeout: 300_000, reporters } });
