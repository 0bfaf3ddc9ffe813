/**
 * A checkpoint in a directory. It can be killed at any moment, also in the middle of a write, and the last whole one stays.
 *
 *   manifest.quiesce     names the files below, with how many bytes of each count and their SHA-256; see manifest.ts
 *   states.0.quiesce     a column: only ever appended to; see column-file.ts
 *   progress.7.quiesce   small, written whole by each save under a new name
 *   lock.quiesce         the process that writes here; see lock.ts
 *
 * A save: append to the columns and write the progress, flush each; flush the directory; write the new manifest under another
 * name, flush it, rename it over the old one, flush the directory. The rename is the moment at which the new checkpoint
 * takes the place of the old. Only then are files deleted that no manifest names any more.
 */
import { open, mkdir, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError, isSystemError, problemOf, type CheckpointFault, type Damage } from './checkpoint-error.ts';
import { ColumnFile, piecesOf, writeAll } from './column-file.ts';
import type { Column } from './keeper.ts';
import { fileName, isFileName, isOurs, manifestName } from './file-names.ts';
import { Lock } from './lock.ts';
import { formatVersion, manifestBytes, readManifest, sha256Of, type Manifest } from './manifest.ts';

/** What of a manifest is not about files. */
export type Head = Omit<Manifest, 'columns' | 'progress' | 'serial'>;

export class Store {
  /** What the user calls the directory. */
  readonly named: string;
  readonly #path: string;
  readonly #lock: Lock;
  readonly #isNew: boolean;
  readonly #columns = new Map<string, ColumnFile>();
  #manifest: Manifest | null;

  private constructor(path: string, named: string, lock: Lock, manifest: Manifest | null, isNew: boolean) {
    this.named = named;
    this.#path = path;
    this.#lock = lock;
    this.#manifest = manifest;
    this.#isNew = isNew;
    for (const entry of manifest?.columns ?? []) this.#columns.set(entry.name, ColumnFile.saved(path, entry));
  }

  /** A place for a new checkpoint. @throws {CheckpointError} when something is there already, or cannot be. */
  static async begin(path: string, named: string): Promise<Store> {
    return writing(named, null, async () => {
      const isNew = (await mkdir(path, { recursive: true })) !== undefined;
      await refuseOthers(path, named);
      const lock = await Lock.take(path, named);
      // Again, now that nobody else writes here.
      return orReleased(lock, async () => {
        await refuseOthers(path, named);
        const store = new Store(path, named, lock, null, isNew);
        await store.#deleteUnnamed();
        return store;
      });
    });
  }

  /** The checkpoint that is there. @throws {CheckpointError} when there is none, it is damaged, or in use. */
  static async resume(path: string, named: string): Promise<Store> {
    // Before anything is written, even a lock: it may be no directory of ours.
    const { distinct } = await manifestIn(path, named);
    return writing(named, distinct, async () => {
      const lock = await Lock.take(path, named);
      return orReleased(lock, async () => {
        const store = new Store(path, named, lock, await manifestIn(path, named), false);
        await store.#deleteUnnamed();
        return store;
      });
    });
  }

  /** Of the last whole checkpoint; null when there is none yet. */
  get manifest(): Manifest | null {
    return this.#manifest;
  }

  /** Undefined when there is none of this name. */
  column(name: string): ColumnFile | undefined {
    return this.#columns.get(name);
  }

  /** @throws {CheckpointError} `checkpoint-damaged`. */
  async progress(): Promise<Uint8Array> {
    const { file, bytes, sha256 } = this.#manifest?.progress ?? { file: manifestName, bytes: 0, sha256: '' };
    const damaged = this.damagedAt(file);
    const read = Buffer.alloc(bytes);
    let at = 0;
    for await (const piece of piecesOf(join(this.#path, file), bytes, damaged)) {
      read.set(piece, at);
      at += piece.byteLength;
    }
    const found = sha256Of(read);
    return found === sha256 ? read : damaged({ kind: 'digest', expected: sha256, found });
  }

  damagedAt(file: string): (damage: Damage) => never {
    return (damage) => {
      throw new CheckpointError({ code: 'checkpoint-damaged', directory: this.named, file, damage });
    };
  }

  /** Replaces the checkpoint. @throws {CheckpointError} `checkpoint-unwritable`; the one before is then still whole. */
  async save(columns: readonly Column[], progress: Uint8Array, head: Head): Promise<void> {
    await writing(this.named, this.#manifest?.distinct ?? null, async () => {
      const serial = (this.#manifest?.serial ?? 0) + 1;
      const progressFile = fileName('progress', serial);
      // All at once, as each has to wait for the disk.
      const kept = await Promise.allSettled(columns.map((column) => this.#kept(column)));
      const files = kept.map(valueOf);
      await this.#write(progressFile, progress);
      await this.#flushDirectory();
      const manifest: Manifest = { ...head, serial, columns: files.map(({ entry }) => entry), progress: { file: progressFile, bytes: progress.byteLength, sha256: sha256Of(progress) } };
      const beside = fileName('manifest', serial);
      await this.#write(beside, manifestBytes(manifest));
      if (!(await this.#lock.isHeld())) throw this.#unwritable('its lock is gone: it was removed, or another process has taken it');
      await rename(join(this.#path, beside), join(this.#path, manifestName));
      await this.#flushDirectory();
      this.#manifest = manifest;
      await this.#deleteUnnamed();
    });
  }

  /** Lets others have it. What never became a checkpoint is removed. */
  async close(): Promise<void> {
    if (this.#manifest === null) await this.#deleteUnnamed().catch(() => {});
    await this.#lock.release();
    // Fails when somebody has put something else there, which is as it should be.
    if (this.#manifest === null && this.#isNew) await rmdir(this.#path).catch(() => {});
  }

  async #kept(column: Column): Promise<ColumnFile> {
    const known = this.#columns.get(column.name) ?? null;
    if (known?.fits(column) === true) {
      await known.append(column);
      return known;
    }
    const written = await ColumnFile.written(this.#path, column, known);
    this.#columns.set(column.name, written);
    return written;
  }

  #unwritable(problem: string): CheckpointError {
    return new CheckpointError({ code: 'checkpoint-unwritable', directory: this.named, problem, kept: this.#manifest?.distinct ?? null });
  }

  async #write(file: string, bytes: Uint8Array): Promise<void> {
    const handle = await open(join(this.#path, file), 'w');
    try {
      await writeAll(handle, bytes, 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Makes names durable. Windows and some network file systems know no such thing. */
  async #flushDirectory(): Promise<void> {
    if (process.platform === 'win32') return;
    const handle = await open(this.#path, 'r');
    try {
      await handle.sync();
    } catch (error) {
      if (!isSystemError(error, 'EINVAL')) throw error;
    } finally {
      await handle.close();
    }
  }

  /** Deletes what older saves, or one that was killed, have left. */
  async #deleteUnnamed(): Promise<void> {
    const named = new Set([this.#manifest?.progress.file, ...(this.#manifest?.columns.map(({ file }) => file) ?? [])]);
    for (const file of await readdir(this.#path)) if (isFileName(file) && !named.has(file)) await rm(join(this.#path, file), { force: true });
  }
}

async function manifestIn(path: string, named: string): Promise<Manifest> {
  const refuse = (fault: CheckpointFault): never => {
    throw new CheckpointError(fault);
  };
  const bytes = await readFile(join(path, manifestName)).catch(async (error: unknown) => {
    if (!isSystemError(error, 'ENOENT') && !isSystemError(error, 'ENOTDIR')) return refuse({ code: 'checkpoint-damaged', directory: named, file: manifestName, damage: { kind: 'unreadable', problem: problemOf(error) } });
    const found = await whatIsAt(path);
    return refuse(found === null ? { code: 'checkpoint-not-found', directory: named } : { code: 'not-a-checkpoint', directory: named, found });
  });
  const read = readManifest(bytes);
  switch (read.kind) {
    case 'whole':
      return read.manifest;
    case 'format':
      return refuse({ code: 'checkpoint-format', directory: named, saved: read.saved, present: formatVersion });
    case 'damaged':
      return refuse({ code: 'checkpoint-damaged', directory: named, file: manifestName, damage: read.damage });
  }
}

/** What is in the place of a checkpoint; null when nothing is. */
async function whatIsAt(path: string): Promise<'file' | 'nothing' | 'unfinished' | 'other-files' | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  if (!found.isDirectory()) return 'file';
  const files = await readdir(path);
  if (files.length === 0) return 'nothing';
  return files.every(isOurs) ? 'unfinished' : 'other-files';
}

/** What a run has left that was killed before its first checkpoint may be there, nothing else. */
async function refuseOthers(path: string, named: string): Promise<void> {
  const files = await readdir(path);
  if (files.includes(manifestName)) throw new CheckpointError({ code: 'checkpoint-exists', directory: named });
  if (!files.every(isOurs)) throw new CheckpointError({ code: 'directory-not-empty', directory: named, files: files.filter((file) => !isOurs(file)) });
}

async function orReleased<T>(lock: Lock, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/** Runs what writes; what the system refuses becomes an error of ours. */
async function writing<T>(named: string, kept: number | null, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new CheckpointError({ code: 'checkpoint-unwritable', directory: named, problem: problemOf(error), kept });
  }
}
