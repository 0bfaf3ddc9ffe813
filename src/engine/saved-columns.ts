/** Columns of a checkpoint that are small enough to be held: as they grow, and as they are read. */
import type { Column, SavedSearch } from '../checkpoint/keeper.ts';

const joined = 1024;

/** A column that keeps its new rows until the save after the one that was given them. */
export class GrowingColumn implements Column {
  readonly name: string;
  readonly layout: string;
  readonly bytesPerRow: number;
  #rows: number;
  #given: number;
  #pieces: Uint8Array[] = [];

  /** `rows`: how many were saved before. */
  constructor(name: string, layout: string, bytesPerRow: number, rows: number) {
    this.name = name;
    this.layout = layout;
    this.bytesPerRow = bytesPerRow;
    this.#rows = rows;
    this.#given = rows;
  }

  get rows(): number {
    return this.#rows;
  }

  add(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#rows += bytes.byteLength / this.bytesPerRow;
  }

  /** Drops what was saved; to be called between two saves. */
  forgetGiven(): void {
    this.#given = this.#rows;
    this.#pieces = [];
  }

  *from(row: number): Iterable<Uint8Array> {
    if (row !== this.#given) throw new RangeError(`column ${this.name} no longer has row ${row}`);
    // Joined by the thousand: a row is far too small for a write of its own.
    for (let at = 0; at < this.#pieces.length; at += joined) yield Buffer.concat(this.#pieces.slice(at, at + joined));
  }
}

/** A column in one piece. @throws {CheckpointError} `checkpoint-damaged`. */
export async function wholeColumn(saved: SavedSearch, name: string, layout: string): Promise<Buffer> {
  const column = saved.column(name);
  if (column.layout !== layout) return saved.refuse({ kind: 'unreadable', column: name });
  const pieces: Buffer[] = [];
  for await (const piece of column.bytes()) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** Copies a column into pieces of memory, one after the other. @throws {CheckpointError} `checkpoint-damaged`. */
export async function copyColumn(bytes: AsyncIterable<Uint8Array>, into: readonly Uint8Array[]): Promise<void> {
  let target = 0;
  let filled = 0;
  for await (const piece of bytes) {
    for (let at = 0; at < piece.byteLength; ) {
      const memory = into[target];
      if (memory === undefined) throw new RangeError('a column has more bytes than there is memory for');
      const length = Math.min(piece.byteLength - at, memory.byteLength - filled);
      memory.set(piece.subarray(at, at + length), filled);
      at += length;
      filled += length;
      if (filled === memory.byteLength) {
        target += 1;
        filled = 0;
      }
    }
  }
}
