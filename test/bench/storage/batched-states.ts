/** The engine's own store (state-arena.ts, visited-set.ts), called as its search calls it: candidates in batches, looked up all at once. */
import { repack } from '../../../src/engine/layout.ts';
import { longerShared } from '../../../src/engine/longer.ts';
import { chunkBits, chunkMask, StateArena } from '../../../src/engine/state-arena.ts';
import { hashAt, VisitedSet } from '../../../src/engine/visited-set.ts';

/** More candidates than a batch can have: what it has before its last state, and what one state may add. */
export const batchMax = 1 << 16;

const noWords = new Int32Array(0);

export class BatchedStates {
  readonly arena: StateArena;
  /** The words of the candidates at hand. */
  batch: Int32Array = new Int32Array(1024);
  readonly #visited: VisitedSet;
  readonly #parents = new Int32Array(batchMax);
  readonly #hashes = new Int32Array(batchMax);
  #count = 0;

  /** `values` tells how many values each field is given room for. */
  constructor(values: readonly number[]) {
    this.arena = new StateArena(values);
    this.#visited = new VisitedSet(this.arena);
  }

  /** Bytes of words, parents and slots; without the room of the last chunk, to which no memory is given before it is written. */
  get bytes(): number {
    return this.arena.size * (this.arena.layout.words + 1) * 4 + this.#visited.bytes;
  }

  /** Copies the words of a state. */
  copy(number: number, target: Int32Array): void {
    const { words } = this.arena.layout;
    const chunk = this.arena.chunks[number >>> chunkBits] ?? noWords;
    const at = (number & chunkMask) * words;
    for (let i = 0; i < words; i += 1) target[i] = chunk[at + i] ?? 0;
  }

  /** A place in the batch, where the words of a candidate are to be written. @throws RangeError when there is none. */
  place(parent: number): number {
    if (this.#count === batchMax) throw new RangeError(`a batch has at most ${batchMax} candidates`);
    const { words } = this.arena.layout;
    const at = this.#count * words;
    if (at + words > this.batch.length) this.batch = longerShared(this.batch, (at + words) * 2);
    this.#parents[this.#count] = parent;
    this.#count += 1;
    return at;
  }

  /** Looks up the batch and keeps what is new: `found[i]` is the number that candidate i got, or -1 if it was known. Returns their count. */
  settle(found: Int32Array): number {
    const count = this.#count;
    const { words } = this.arena.layout;
    for (let i = 0; i < count; i += 1) this.#hashes[i] = hashAt(this.batch, i * words, words);
    this.#visited.find(this.batch, count, found, this.#hashes);
    for (let i = 0; i < count; i += 1) found[i] = (found[i] ?? 0) >= 0 ? -1 : this.#visited.add(this.batch, i, this.#parents[i] ?? -1);
    this.#count = 0;
    return count;
  }

  /** Lays everything out anew, as the search does when a field outgrows its bits. */
  makeRoom(field: number, value: number): void {
    const { layout } = this.arena;
    this.arena.makeRoom(field, value);
    const batch = new Int32Array(Math.max(this.batch.length, this.#count * this.arena.layout.words));
    repack(layout, this.batch, this.arena.layout, batch, this.#count);
    this.batch = batch;
    this.#visited.renew();
  }
}
