import { availableParallelism } from 'node:os';
import { defineConfig, type TestUserConfig } from 'vitest/config';

const jsonPath = process.env['QUIESCE_TEST_JSON'];

/** Vitest leaves one out by default, which of two is half. */
export const maxWorkers = availableParallelism();

/** CI counts tests from a JSON file, because the default reporter's words are for people. */
export const reporters: NonNullable<TestUserConfig['reporters']> =
  jsonPath === undefined ? ['default'] : ['default', ['json', { outputFile: jsonPath }]];

export default defineConfig({
  test: { include: ['test/**/*.test.ts'], exclude: ['test/**/*.long.test.ts'], testTimeout: 60_000, maxWorkers, reporters },
});
