/**
 * The engine's own visited set (state-arena.ts, visited-set.ts), called as the search calls it: candidates as packed words, in
 * batches, and all of them laid out anew when an actor outgrows its bits. The only file here that knows how.
 */
import { hasRoom, repack } from '../../../src/engine/layout.ts';
import { chunkBits, chunkMask, StateArena } from '../../../src/engine/state-arena.ts';
import { VisitedSet } from '../../../src/engine/visited-set.ts';
import { cpuMicroseconds } from './cpu-time.ts';

export class PackedStore {
  /** How often all states were packed anew, how many states that moved, and the CPU time of it. */
  repackings = 0;
  repackedStates = 0;
  repackingMicroseconds = 0;
  readonly #arena: StateArena;
  readonly #visited: VisitedSet;
  /** The words of the state last loaded, and its number. */
  #base = new Int32Array(1);
  #loaded = -1;
  /** The words of the batch at hand, and the states they are steps from. */
  #batch = new Int32Array(1024);
  #batchParents = new Int32Array(1024);
  #count = 0;

  /** `values` tells how many values each field is given room for. */
  constructor(values: readonly number[]) {
    this.#arena = new StateArena(values);
    this.#visited = new VisitedSet(this.#arena);
  }

  get size(): number {
    return this.#arena.size;
  }

  get words(): number {
    return this.#arena.layout.words;
  }

  /** Bytes of words, parents and slots; without the room of the last chunk, to which no memory is given before it is written. */
  get bytes(): number {
    return this.size * (this.words + 1) * 4 + this.#visited.bytes;
  }

  begin(fields: Int32Array): void {
    this.#arena.appendFields(fields, -1);
    this.#visited.renew();
  }

  load(number: number, fields: Int32Array): void {
    const { words } = this;
    if (this.#base.length !== words) this.#base = new Int32Array(words);
    const chunk = this.#arena.chunks[number >>> chunkBits] ?? this.#base;
    const at = (number & chunkMask) * words;
    for (let i = 0; i < words; i += 1) this.#base[i] = chunk[at + i] ?? 0;
    this.#arena.read(number, fields);
    this.#loaded = number;
  }

  put(fields: Int32Array, changes: Int32Array, changesLength: number): void {
    for (let i = 0; i < changesLength; i += 2) {
      const field = changes[i] ?? 0;
      if (!hasRoom(this.#arena.layout, field, fields[field] ?? 0)) this.#makeRoom(field, fields[field] ?? 0);
    }
    const { words, word, shift } = this.#arena.layout;
    const at = this.#count * words;
    if (at + words > this.#batch.length) this.#batch = longer(this.#batch);
    if (this.#count === this.#batchParents.length) this.#batchParents = longer(this.#batchParents);
    const batch = this.#batch;
    for (let i = 0; i < words; i += 1) batch[at + i] = this.#base[i] ?? 0;
    for (let i = 0; i < changesLength; i += 2) {
      const field = changes[i] ?? 0;
      const place = at + (word[field] ?? 0);
      batch[place] = (batch[place] ?? 0) ^ (((changes[i + 1] ?? 0) ^ (fields[field] ?? 0)) << (shift[field] ?? 0));
    }
    this.#batchParents[this.#count] = this.#loaded;
    this.#count += 1;
  }

  settle(found: Int32Array): number {
    const count = this.#count;
    this.#visited.find(this.#batch, count, found);
    for (let i = 0; i < count; i += 1) found[i] = (found[i] ?? 0) >= 0 ? -1 : this.#visited.add(this.#batch, i, this.#batchParents[i] ?? -1);
    this.#count = 0;
    return count;
  }

  read(number: number, fields: Int32Array): void {
    this.#arena.read(number, fields);
  }

  parent(number: number): number {
    return this.#arena.parent(number);
  }

  /** As the search does when a component appears whose number its actor has no bits for. */
  #makeRoom(field: number, value: number): void {
    const startedMicroseconds = cpuMicroseconds();
    const { layout } = this.#arena;
    this.#arena.makeRoom(field, value);
    const next = this.#arena.layout;
    const base = new Int32Array(next.words);
    repack(layout, this.#base, next, base, 1);
    this.#base = base;
    const batch = new Int32Array(Math.max(this.#batch.length, (this.#count + 1) * next.words));
    repack(layout, this.#batch, next, batch, this.#count);
    this.#batch = batch;
    this.#visited.renew();
    this.repackings += 1;
    this.repackedStates += this.size;
    this.repackingMicroseconds += cpuMicroseconds() - startedMicroseconds;
  }
}

function longer(array: Int32Array): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(array.length * 2);
  twice.set(array);
  return twice;
}
