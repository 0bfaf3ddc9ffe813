/**
 * A column as a file to which is only ever appended. The manifest says how many of its bytes count, and their SHA-256.
 *
 *   states.0.quiesce   [ rows 0..99 | rows 100..249 | rows 250.. half written when the process was killed ]
 *                      ◀────────── these count ────▶
 *
 * What lies beyond is written over by whoever goes on. A column with a new layout is a new file, `states.1.quiesce`; the old
 * one stays until no manifest names it.
 */
import { createHash, type Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError, problemOf, type Damage } from './checkpoint-error.ts';
import { fileName } from './file-names.ts';
import type { Column } from './keeper.ts';
import type { ColumnEntry } from './manifest.ts';

/** Large enough that reading is as fast as the disk. */
const pieceBytes = 1 << 20;

export class ColumnFile {
  readonly #directory: string;
  #entry: ColumnEntry;
  /** Of the bytes that count; null until they were read. */
  #hash: Hash | null;

  private constructor(directory: string, entry: ColumnEntry, hash: Hash | null) {
    this.#directory = directory;
    this.#entry = entry;
    this.#hash = hash;
  }

  /** One that a manifest names. */
  static saved(directory: string, entry: ColumnEntry): ColumnFile {
    return new ColumnFile(directory, entry, null);
  }

  /** One that holds all rows of a column; `after`: the file of the same column in an older layout. */
  static async written(directory: string, column: Column, after: ColumnFile | null): Promise<ColumnFile> {
    const generation = after === null ? 0 : Number(after.entry.file.split('.')[1]) + 1;
    const { name, layout, bytesPerRow } = column;
    const made = new ColumnFile(directory, { name, file: fileName(name, generation), layout, bytesPerRow, rows: 0, sha256: '' }, createHash('sha256'));
    await made.#append(column, 'w');
    return made;
  }

  get entry(): ColumnEntry {
    return this.#entry;
  }

  fits({ layout, bytesPerRow }: Column): boolean {
    return layout === this.#entry.layout && bytesPerRow === this.#entry.bytesPerRow;
  }

  /** Appends the rows that it does not have, and waits until they are on the disk. */
  async append(column: Column): Promise<void> {
    if (column.rows > this.#entry.rows) await this.#append(column, 'r+');
  }

  /**
   * The bytes that count, in pieces.
   *
   * `damaged` is called, and must throw, when they are not those that were written; that is known after the last one at the latest.
   */
  async *bytes(damaged: (damage: Damage) => never): AsyncGenerator<Uint8Array> {
    const { file, rows, bytesPerRow, sha256 } = this.#entry;
    const expected = rows * bytesPerRow;
    const hash = createHash('sha256');
    for await (const piece of piecesOf(join(this.#directory, file), expected, damaged)) {
      hash.update(piece);
      yield piece;
    }
    const found = hash.copy().digest('hex');
    if (found !== sha256) damaged({ kind: 'digest', expected: sha256, found });
    this.#hash = hash;
  }

  async #append(column: Column, flags: 'w' | 'r+'): Promise<void> {
    const { name, file, layout, bytesPerRow, rows } = this.#entry;
    const hash = this.#hash;
    if (hash === null) throw new RangeError(`column ${name} is appended to before it was read`);
    const handle = await open(join(this.#directory, file), flags);
    try {
      let at = rows * bytesPerRow;
      for (const piece of column.from(rows)) {
        hash.update(piece);
        await writeAll(handle, piece, at);
        at += piece.byteLength;
      }
      if (at !== column.rows * bytesPerRow) throw new RangeError(`column ${name} gave ${at} bytes for ${column.rows} rows of ${bytesPerRow}`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    this.#entry = { name, file, layout, bytesPerRow, rows: column.rows, sha256: hash.copy().digest('hex') };
  }
}

/** The first so many bytes of a file. One buffer serves for all pieces. */
export async function* piecesOf(path: string, expected: number, damaged: (damage: Damage) => never): AsyncGenerator<Uint8Array> {
  const handle = await opened(path, damaged);
  try {
    const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(1, expected)));
    for (let at = 0; at < expected; ) {
      const length = Math.min(buffer.length, expected - at);
      const { bytesRead } = await handle.read(buffer, 0, length, at).catch((error: unknown) => damaged({ kind: 'unreadable', problem: problemOf(error) }));
      if (bytesRead === 0) damaged({ kind: 'too-short', expected, found: at });
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function opened(path: string, damaged: (damage: Damage) => never): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    return damaged(isSystemError(error, 'ENOENT') ? { kind: 'missing' } : { kind: 'unreadable', problem: problemOf(error) });
  }
}

export async function writeAll(handle: FileHandle, bytes: Uint8Array, from: number): Promise<void> {
  for (let at = 0; at < bytes.byteLength; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.byteLength - at, from + at);
    at += bytesWritten;
  }
}
