/** The benchmark runs, and its tools agree; how fast they are is no matter for a test. */
import { expect, test } from 'vitest';
import { contendersOf, models } from './models.ts';
import type { Row } from './rows.ts';
import { runBench } from './run-bench.ts';

/** All but the one that takes longest. */
const quickModels = models.filter(({ id }) => id !== 'lun-per-vm');
const quickRows = quickModels.flatMap((model) =>
  contendersOf(model)
    .filter((name) => name === 'quiesce' || name === 'quiesce-2' || name === 'reference')
    .map((name) => ({ model: model.id, tool: name === 'quiesce-2' ? 'quiesce' : name, workers: name === 'quiesce-2' ? 2 : 1, distinct: model.sizes.quick.states })),
);

test('a quick run prints one document, with a row for each model and tool, and the two explorers take as many steps', { timeout: 60_000 }, async () => {
  const { code, stdout } = await runBench('--quick', '--json', '--models', quickModels.map(({ id }) => id).join(','));
  const { rows } = JSON.parse(stdout) as { readonly rows: readonly Row[] };
  expect(code).toBe(0);
  expect(rows).toMatchObject(quickRows);
  for (const row of rows) expect(row).toMatchObject({ wallMs: expect.any(Number), steps: expect.any(Number), statesPerSecond: expect.any(Number), stepsPerSecond: expect.any(Number) });
  for (const row of rows) expect(row).toHaveProperty('bytesPerState');
  const steps = Map.groupBy(rows, ({ model }) => model).values().map((same) => new Set(same.map((row) => 'steps' in row && row.steps)).size);
  expect([...steps].every((count) => count === 1)).toBe(true);
});
