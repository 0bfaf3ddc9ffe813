/**
 * Timing whole processes: from the moment one is started until it has ended, start-up included for every tool alike.
 *
 * Runs of the tools alternate (A B C A B C ...), so that a machine that slows down slows all of them; the first round warms
 * the caches of the disk and is not counted. Each run must find the known number of states, or its tool has no figure.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Finding } from './finding.ts';
import type { Contender, Model, Size, SizeName } from './models.ts';
import { compileSpin, readSpin, spinArguments } from './spin-verifier.ts';

/** Longer than any run of the full benchmark should take; then the process is killed and its row is an error. */
const timeoutMs = 600_000;
export const heapMegabytes = 8000;

interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly read: (stdout: string) => Finding;
}

interface Timed extends Finding {
  readonly wallMs: number;
}

/** The runs of one tool on one model, in order; or why there are none. */
export type Measured = { readonly kind: 'timed'; readonly runs: readonly Timed[] } | { readonly kind: 'error'; readonly problem: string };

export interface Plan {
  readonly size: SizeName;
  readonly repeat: number;
  readonly warmUps: number;
  /** Where verifiers are compiled. */
  readonly folder: string;
  readonly tell: (line: string) => void;
}

export async function measure(model: Model, contenders: readonly Contender[], { size, repeat, warmUps, folder, tell }: Plan): Promise<ReadonlyMap<Contender, Measured>> {
  const { states } = model.sizes[size];
  const programs = new Map<Contender, Program>();
  const measured = new Map<Contender, Measured>();
  for (const tool of contenders) {
    try {
      programs.set(tool, await programOf(model, model.sizes[size], tool, size, folder));
    } catch (error) {
      measured.set(tool, { kind: 'error', problem: problemText(error) });
    }
  }
  for (let round = 0; round < warmUps + repeat; round += 1) {
    for (const [tool, program] of programs) {
      const before = measured.get(tool) ?? { kind: 'timed', runs: [] };
      if (before.kind === 'error') continue;
      const now = await once(program, states);
      tell(`${model.id} ${tool} ${round < warmUps ? 'warm-up' : `${round - warmUps + 1} of ${repeat}`}: ${now.kind === 'error' ? now.problem : now.runs.map(({ wallMs }) => `${Math.round(wallMs)} ms`).join()}`);
      measured.set(tool, now.kind === 'error' || round < warmUps ? keep(before, now) : { kind: 'timed', runs: [...before.runs, ...now.runs] });
    }
  }
  return measured;
}

/** A warm-up counts only when it failed. */
const keep = (before: Measured, now: Measured): Measured => (now.kind === 'error' ? now : before);

async function programOf(model: Model, { spin }: Size, tool: Contender, size: SizeName, folder: string): Promise<Program> {
  if (tool !== 'spin-dfs' && tool !== 'spin-bfs') {
    return { file: process.execPath, args: [`--max-old-space-size=${heapMegabytes}`, join(import.meta.dirname, 'run.ts'), model.id, tool, size], read: (stdout) => JSON.parse(stdout) as Finding };
  }
  if (spin === null) throw new Error('it has no Promela text');
  return { file: await compileSpin(spin, tool, folder), args: spinArguments, read: (stdout) => readSpin(stdout, spin) };
}

async function once({ file, args, read }: Program, states: number): Promise<Measured> {
  try {
    const { stdout, wallMs } = await timed(file, args);
    const finding = read(stdout);
    if (finding.distinct !== states) throw new Error(`it found ${finding.distinct} states, not ${states}`);
    return { kind: 'timed', runs: [{ ...finding, wallMs }] };
  } catch (error) {
    return { kind: 'error', problem: problemText(error) };
  }
}

/** Runs a program to its end. Rejects when it does not end well, or not in time. */
export function timed(file: string, args: readonly string[]): Promise<{ readonly stdout: string; readonly wallMs: number }> {
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ['', ''];
    const startedMs = performance.now();
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs, killSignal: 'SIGKILL' });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const wallMs = performance.now() - startedMs;
      if (code === 0) resolve({ stdout, wallMs });
      else if (signal !== null && wallMs >= timeoutMs) reject(new Error(`it was not done after ${timeoutMs / 1000} s`));
      else reject(new Error(/^\w*Error.*$/m.exec(stderr)?.[0] ?? `it ended with ${signal ?? `exit code ${code ?? ''}`}`));
    });
  });
}

/** The first line of what went wrong. */
export const problemText = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
