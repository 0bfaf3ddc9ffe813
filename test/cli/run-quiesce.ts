/** Runs the command line: in this process with a host made up, or as a process of its own. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommandLine } from '../../src/cli/command-line.ts';
import type { Host } from '../../src/cli/host.ts';

export const root = join(import.meta.dirname, '../..');
export const fixtures = join(import.meta.dirname, 'fixtures');
const main = join(root, 'src/cli/main.ts');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface World {
  readonly env?: Readonly<Record<string, string>>;
  readonly width?: number;
  readonly isTerminal?: boolean;
  readonly signal?: AbortSignal;
  readonly interruptedBy?: number;
  readonly machine?: Partial<Host['machine']>;
  readonly cwd?: string;
  /** A file of the fixtures that stands in for properties/suites.ts. */
  readonly suites?: string;
  /** Thrown where nothing should be. */
  readonly breaks?: Error;
}

/** In this process, in a folder with the fixtures as our own suites; UTF-8 and no terminal unless the world says so. */
export async function quiesce(args: readonly string[], world: World = {}): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr'): Host['stdout'] => ({
    write: (text) => {
      said[name] += text;
    },
    isTerminal: world.isTerminal ?? false,
    width: () => world.width ?? null,
  });
  const code = await runCommandLine(args, {
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: world.env ?? { LANG: 'C.UTF-8' },
    cwd: world.cwd ?? fixtures,
    program: 'quiesce',
    version: () => '1.2.3',
    suitesUrl: pathToFileURL(join(fixtures, world.suites ?? 'suites.ts')),
    randomSeed: () => 77,
    machine: { threads: 4, memoryBytes: 8e9, memoryInUse: () => 80e6, ...world.machine },
    listen: () => {
      if (world.breaks !== undefined) throw world.breaks;
      return { signal: world.signal ?? new AbortController().signal, exitCode: () => world.interruptedBy ?? null };
    },
  });
  return { code, ...said };
}

/** As a process of its own; `act` may do something to it once it has said something. */
export function spawnQuiesce(args: readonly string[], options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>>; readonly onOutput?: (child: ReturnType<typeof spawn>) => void } = {}): Promise<Ended> {
  const { CI: _, FORCE_COLOR: __, ...outer } = process.env;
  const child = spawn(process.execPath, [main, ...args], { cwd: options.cwd ?? fixtures, env: { ...outer, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', ...options.env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (stdout === '') options.onOutput?.(child);
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** How long things took is never the same twice. */
export function withoutTimes(text: string): string {
  return text.replaceAll(/\d+(\.\d+)? m?s\b/g, 'TIME');
}
