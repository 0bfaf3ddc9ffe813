/** As the kills of checkpoint.test.ts, at random moments, and many more of them. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { commit, scratchDirectory, survived, timeless } from './kill.ts';
import { spawnQuiesce } from './run-quiesce.ts';

const scratch = scratchDirectory();
afterAll(scratch.done);

test('a run that is killed at random moments, again and again, gives the report of one that was not', async () => {
  const env = { COMMIT_RESOURCES: '6' };
  const whole = await spawnQuiesce(commit, { env });
  let kills = 0;
  for (let round = 0; round < 3; round += 1) {
    const directory = join(scratch.path, `run${round}`);
    const killedAfterMs = Array.from({ length: 12 }, () => Math.floor(Math.random() * 900));
    const { ended, early, late } = await survived(directory, env, killedAfterMs);
    expect({ killedAfterMs, code: ended.code, report: timeless(ended.stdout) }).toEqual({ killedAfterMs, code: whole.code, report: timeless(whole.stdout) });
    kills += early + late;
    rmSync(directory, { recursive: true });
  }
  expect(kills).toBeGreaterThan(4);
});
