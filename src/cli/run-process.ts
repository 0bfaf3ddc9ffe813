/**
 * This process as the host of a command line: its streams, its signals, its exit code.
 *
 * The first Ctrl-C asks the command to stop and tell what it has; the second ends the process. A reader that goes away
 * (`| head`) is no error: the command is asked to stop and what it still says is dropped. The process ends only when all
 * that was written has gone out, and then it does end, even if a file of the user's keeps a timer.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, extname, relative, sep } from 'node:path';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import { machineMemory, memoryInUse } from '../property/memory-limit.ts';
import { runCommandLine, tellError } from './command-line.ts';
import { exitCodes } from './exit-code.ts';
import type { Host, Interruption, Output } from './host.ts';

/** Runs the command line of this process and ends it. */
export async function runProcess(): Promise<void> {
  const args = process.argv.slice(2);
  const abort = new AbortController();
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      abort.abort();
    });
  }
  const host = hostOfProcess(abort);
  // Without this, what is thrown in a timer would end with 1, as if a property were violated.
  process.on('uncaughtException', (error) => {
    void tellError(error, args, host).then((code) => process.exit(code));
  });
  const code = await runCommandLine(args, host);
  process.exitCode = code;
  await Promise.all([drained(process.stdout), drained(process.stderr)]);
  process.exit();
}

function hostOfProcess(abort: AbortController): Host {
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    program: programOf(process.argv[1] ?? '', process.env, process.cwd()),
    version,
    suitesUrl: new URL(`../../properties/suites${extname(fileURLToPath(import.meta.url))}`, import.meta.url),
    randomSeed: () => Math.floor(Math.random() * 2 ** 31),
    machine: { threads: availableParallelism(), memoryBytes: machineMemory(), memoryInUse },
    listen: () => listen(abort),
  };
}

function outputOf(stream: NodeJS.WriteStream & { readonly fd: number }): Output {
  return {
    write: (text) => {
      if (!stream.destroyed) stream.write(text);
    },
    isTerminal: isatty(stream.fd),
    // A terminal that nobody has told its size says 0.
    width: () => (isatty(stream.fd) && stream.columns > 0 ? stream.columns : null),
  };
}

function listen(abort: AbortController): Interruption {
  let code: number | null = null;
  const onSignal = (cause: number): void => {
    if (code !== null) process.exit(code);
    code = cause;
    abort.abort();
  };
  process.on('SIGINT', () => onSignal(exitCodes.interrupted));
  process.on('SIGTERM', () => onSignal(exitCodes.terminated));
  return { signal: abort.signal, exitCode: () => code };
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}

/** How to call quiesce again from here: by npm in its own repository, by npx where it is installed, else by name. */
export function programOf(script: string, env: Host['env'], cwd: string): string {
  if (extname(script) === '.ts') {
    const isScriptOfNpm = env['npm_lifecycle_event'] === 'start' || env['npm_lifecycle_event'] === 'quiesce';
    return isScriptOfNpm ? 'npm run -s quiesce --' : `node ${relative(cwd, script)}`;
  }
  if (script.includes(`node_modules${sep}.bin${sep}`)) return 'npx quiesce';
  return basename(script) === 'main.js' ? `node ${relative(cwd, script)}` : 'quiesce';
}

/** From the package.json above the sources, or above what they were compiled to. */
function version(): string {
  for (const up of ['../../package.json', '../../../package.json']) {
    try {
      const parsed: unknown = JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8'));
      if (typeof parsed === 'object' && parsed !== null && 'version' in parsed && typeof parsed.version === 'string') return parsed.version;
    } catch {
      continue;
    }
  }
  return 'unknown';
}
