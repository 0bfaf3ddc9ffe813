/**
 * Spin's verifiers: a Promela text compiled once a run of the benchmark, outside of what is timed, and run like any tool.
 *
 *   spin -a ─▶ pan.c ─▶ gcc -O2 -DSAFETY -DNOREDUCE -DMEMLIM=16000 [-DBFS] ─▶ pan -c0 -m5000000 -w24
 *
 * Reduction is off because every state is to be found; `-c0` goes on after an error, as the other tools do. A few lines of C
 * are linked in that print the peak of resident memory at the end, which Spin's own figure (what it allocated) is not.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Finding } from './finding.ts';
import { peakMark } from './peak-memory.ts';

const run = promisify(execFile);

export interface SpinText {
  /** From this folder. */
  readonly path: string;
  readonly defines: Readonly<Record<string, number | string>>;
  /** How many errors it must find: deadlocks, and assertions that fail. */
  readonly errors: number;
}

export type SpinOrder = 'spin-dfs' | 'spin-bfs';

/** Which programs are not there; empty when Spin can be asked. */
export const missingPrograms: readonly string[] = ['spin', 'gcc'].filter((program) => spawnSync(program, ['--version']).error !== undefined);

const printPeak = `#include <stdio.h>
#include <string.h>
__attribute__((destructor)) static void printPeak(void) {
  char line[256];
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status)) if (!strncmp(line, "${peakMark}", ${peakMark.length})) fputs(line, stdout);
}
`;

/** Compiles a verifier into a folder of its own under `folder` and gives its path. */
export async function compileSpin(text: SpinText, order: SpinOrder, folder: string): Promise<string> {
  const defines = Object.entries(text.defines).map(([name, value]) => `-D${name}=${value}`);
  const cwd = join(folder, [order, text.path, ...defines].join('-').replaceAll(/[^\w=-]/g, '_'));
  await mkdir(cwd, { recursive: true });
  await writeFile(join(cwd, 'peak.c'), printPeak);
  await run('spin', [...defines, '-a', join(import.meta.dirname, text.path)], { cwd });
  await run('gcc', ['-O2', '-w', '-DSAFETY', '-DNOREDUCE', '-DMEMLIM=16000', ...(order === 'spin-bfs' ? ['-DBFS'] : []), '-o', 'pan', 'pan.c', 'peak.c'], { cwd });
  return join(cwd, 'pan');
}

export const spinArguments: readonly string[] = ['-c0', '-m5000000', '-w24'];

/** What a verifier says that it found. @throws when it did not finish, or found other errors than it must. */
export function readSpin(stdout: string, { errors }: SpinText): Finding {
  if (/max search depth too small|out of memory|aborting|Search not completed/i.test(stdout)) throw new Error('Spin did not search to the end');
  const found = numberIn(stdout, /errors: (\d+)/);
  if (found !== errors) throw new Error(`Spin found ${found} errors, not ${errors}`);
  return {
    distinct: numberIn(stdout, /(\d+) states, stored/),
    // Spin counts the initial state as a transition.
    steps: numberIn(stdout, /(\d+) transitions/) - 1,
    peakRssBytes: numberIn(stdout, new RegExp(`${peakMark}:\\s*(\\d+) kB`)) * 1024,
  };
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`Spin said nothing like ${pattern.source}`);
  return Number(found);
}
