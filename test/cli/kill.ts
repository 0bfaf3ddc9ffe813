/** `quiesce check` as a process that is killed again and again, and resumed until it comes to its end. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixtures, root, spawnQuiesce, type Ended } from './run-quiesce.ts';

export const commit = ['check', 'commit.ts', '--scope', 'large', '--json'];

/** Where a test may put checkpoints: in memory where that can be, as a save waits for the disk. `done` removes it. */
export function scratchDirectory(): { readonly path: string; readonly done: () => void } {
  const path = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'quiesce-kill-'));
  return { path, done: () => rmSync(path, { recursive: true, force: true }) };
}

/** A report without what depends on the time, and on how often the run was resumed. */
export function timeless(stdout: string): unknown {
  const { run: _, checkpoint: __, suites, ...rest } = JSON.parse(stdout) as { readonly run: unknown; readonly checkpoint: unknown; readonly suites: readonly Readonly<Record<string, unknown>>[] };
  return { ...rest, suites: suites.map(({ elapsedMs: ___, resumed: ____, ...suite }) => suite) };
}

export interface Survival {
  readonly ended: Ended;
  /** How often it was killed before there was a checkpoint, and after. */
  readonly early: number;
  readonly late: number;
}

/** Runs a check with a checkpoint, killed so many milliseconds after each beginning, which is when it has locked the directory; after the last it may come to its end. */
export async function survived(directory: string, env: Readonly<Record<string, string>>, killedAfterMs: readonly number[]): Promise<Survival> {
  let early = 0;
  let late = 0;
  for (const afterMs of killedAfterMs) {
    const ended = await killedAfter(directory, env, afterMs);
    if (ended !== null) return { ended, early, late };
    if (existsSync(join(directory, 'manifest.quiesce'))) late += 1;
    else early += 1;
  }
  return { ended: await spawnQuiesce([...commit, ...keeping(directory)], { env }), early, late };
}

function keeping(directory: string): readonly string[] {
  return [existsSync(join(directory, 'manifest.quiesce')) ? '--resume' : '--checkpoint', directory, '--checkpoint-every', '20ms'];
}

function lockedAt(directory: string): number | null {
  return statSync(join(directory, 'lock.quiesce'), { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** How it ended if it was quicker; null when it was killed. */
function killedAfter(directory: string, env: Readonly<Record<string, string>>, afterMs: number): Promise<Ended | null> {
  const { CI: _, ...outer } = process.env;
  const child = spawn(process.execPath, [join(root, 'src/cli/main.ts'), ...commit, ...keeping(directory)], { cwd: fixtures, env: { ...outer, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  // How long a process takes to start depends on what else the machine does. The one before left its lock behind.
  const left = lockedAt(directory);
  let timer = setInterval(() => {
    if (lockedAt(directory) === left) return;
    clearInterval(timer);
    timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
  }, 5);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearInterval(timer);
      resolve(code === null ? null : { code, ...said });
    });
  });
}
