import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['properties/**/*.property.test.ts'], testTimeout: 300_000 } });
