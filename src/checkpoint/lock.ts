/**
 * One process at a time writes to a checkpoint: a file names it, and goes when it ends.
 *
 * A process that is killed leaves its file behind, and the next one takes it over. Whether a process still runs is asked of
 * the system; where Linux tells when it started, another one that got its number since is not taken for it. Of a process on
 * another host nobody here can know, so its lock stays until somebody removes the file.
 *
 * Taking over is moving the file aside and looking whether it still is the one that was stale, since two may try at once.
 */
import { readFileSync } from 'node:fs';
import { link, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { CheckpointError, isSystemError } from './checkpoint-error.ts';
import { fileName, lockName } from './file-names.ts';
import { isRecord } from './shapes.ts';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** In the system's own unit; null where it does not tell. */
  readonly started: string | null;
}

const attemptsMax = 8;

/** Those of this process, as its own number says nothing when a number comes round again. */
const held = new Set<string>();
const turns = new Map<string, Promise<void>>();

export class Lock {
  readonly #path: string;
  readonly #text: string;

  private constructor(path: string, text: string) {
    this.#path = path;
    this.#text = text;
  }

  /** `named`: what the user calls the directory. @throws {CheckpointError} `checkpoint-in-use`. */
  static async take(directory: string, named: string): Promise<Lock> {
    const path = join(await realpath(directory), lockName);
    // Within one process one tries after the other: all their locks have one text.
    const turn = (turns.get(path) ?? Promise.resolve()).then(() => Lock.#take(path, named));
    turns.set(path, turn.then(
      () => {},
      () => {},
    ));
    return turn;
  }

  static async #take(path: string, named: string): Promise<Lock> {
    const text = `${JSON.stringify({ pid: process.pid, host: hostname(), started: processOf(process.pid).started } satisfies Holder)}\n`;
    let last: Holder | null = null;
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      if (await created(path, text)) {
        held.add(path);
        return new Lock(path, text);
      }
      const stale = await textOf(path);
      if (stale === null) continue;
      last = holderIn(stale);
      if (last !== null && isRunning(last, path)) break;
      last = await movedAside(path, stale);
      if (last !== null) break;
    }
    const { pid, host } = last ?? { pid: 0, host: hostname() };
    throw new CheckpointError({ code: 'checkpoint-in-use', directory: named, pid, host, here: host === hostname(), lock: join(named, lockName) });
  }

  /** Whether nobody has taken it away. */
  async isHeld(): Promise<boolean> {
    return (await textOf(this.#path)) === this.#text;
  }

  async release(): Promise<void> {
    held.delete(this.#path);
    if (await this.isHeld()) await rm(this.#path, { force: true });
  }
}

/** False when the file is there already. It is there with its text or not at all, so that nobody takes half a lock for a stale one. */
async function created(path: string, text: string): Promise<boolean> {
  const fresh = join(dirname(path), fileName('newlock', process.pid));
  await writeFile(fresh, text);
  try {
    await link(fresh, path);
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(fresh, { force: true });
  }
}

/** Moves a stale lock out of the way; tells the holder when it was no longer the stale one that was there. */
async function movedAside(path: string, stale: string): Promise<Holder | null> {
  const aside = join(dirname(path), fileName('lock', process.pid));
  try {
    await rename(path, aside);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw error;
  }
  const moved = await textOf(aside);
  const holder = moved === null || moved === stale ? null : holderIn(moved);
  // Another process was quicker, and this is its own, new lock.
  if (holder !== null) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
  return holder;
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Null when the text names nobody: the process was killed while it wrote it. */
function holderIn(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return null;
    const { pid, host, started } = value;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1 || typeof host !== 'string' || (typeof started !== 'string' && started !== null)) return null;
    return { pid, host, started };
  } catch {
    return null;
  }
}

function isRunning({ pid, host, started }: Holder, path: string): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return held.has(path);
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Any other refusal means that there is a process, only not one of ours.
    if (isSystemError(error, 'ESRCH')) return false;
  }
  const now = processOf(pid);
  return !now.ended && (started === null || now.started === null || now.started === started);
}

/** What Linux tells of a process: a zombie has ended, though its number is still taken. */
function processOf(pid: number): { readonly ended: boolean; readonly started: string | null } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name, in parentheses, may hold anything; the state follows it, and the start is the twentieth after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { ended: fields[0] === 'Z' || fields[0] === 'X', started: fields[19] ?? null };
  } catch {
    return { ended: false, started: null };
  }
}
