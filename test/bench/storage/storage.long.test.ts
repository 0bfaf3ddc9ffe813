import { expect, test } from 'vitest';
import { runBench } from '../run-bench.ts';
import { kept } from './stores.ts';

test('npm run bench -- storage prints a table with a line for each model and store', async () => {
  const { code, stdout } = await runBench('storage', '--quick', '--models', 'philosophers,busy-hosts', '--repeat', '2');
  const lines = stdout.split('\n').slice(2, -1).map((line) => line.split('|').map((cell) => cell.trim()));
  expect(code).toBe(0);
  expect(lines.map((cells) => [cells[1], cells[4], cells[7]])).toEqual([['philosophers', '152'], ['busy-hosts', '225']].flatMap((cells) => kept.map((store) => [...cells, store])));
});
