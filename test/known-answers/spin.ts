/**
 * Counts by Spin, an independent checker: a Promela text of promela/ compiled and run to the end, breadth first.
 *
 * Debian has it (`apt-get install spin gcc`). Where it is absent, tests that need it are skipped with the reason in their
 * title; under CI they fail.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const models = join(import.meta.dirname, 'promela');

const absent = ['spin', 'gcc'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined);

/** Why Spin cannot be asked; null when it can. */
export const spinMissing: string | null = absent.length === 0 ? null : `skipped: ${absent.join(' and ')} not found, try apt-get install spin gcc`;

/** Distinct states, and the number of steps to the deepest. */
export async function spinCounts(model: string, defines: Readonly<Record<string, number | string>>): Promise<{ readonly states: number; readonly depth: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'quiesce-spin-'));
  try {
    const options = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`);
    await run('spin', [...options, '-a', join(models, model)], { cwd: folder });
    await run('gcc', ['-O1', '-w', '-DSAFETY', '-DNOREDUCE', '-DBFS', '-o', 'pan', 'pan.c'], { cwd: folder });
    const { stdout } = await run('./pan', ['-E', '-m100000'], { cwd: folder });
    return { states: numberIn(stdout, /(\d+) states, stored/), depth: numberIn(stdout, /depth reached (\d+)/) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`Spin said nothing like ${pattern.source}:\n${text}`);
  return Number(found);
}
