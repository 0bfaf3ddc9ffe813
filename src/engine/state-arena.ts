/**
 * Every state found, in the order found: its words, and the state from which it was found first.
 *
 * Appended, never moved, and so also the queue of a breadth-first search. The first chunk grows by doubling until it is full;
 * from then on a chunk of 2^20 states is added when one is needed, and nothing is copied. The system gives memory
 * to a chunk only as it is written. When an actor outgrows its bits every state is laid out anew; that is rare, as
 * most local states are met early.
 */
import { endlessMemory, type Memory } from '../property/memory-limit.ts';
import { hasRoom, layoutOf, pack, repack, unpack, widened, bitsFor, type Layout } from './layout.ts';
import { longerShared, shared } from './longer.ts';

/** Numbers of states, and of parents, are 32 bits wide, and one is kept for "none". */
export const statesLimit = 0x7fff_fff0;

export const chunkBits = 20;
const chunkStates = 1 << chunkBits;
export const chunkMask = chunkStates - 1;
const firstStates = 1 << 8;

export class StateArena {
  size = 0;
  layout: Layout;
  readonly chunks: Int32Array[];
  readonly parents: Int32Array[];
  readonly #memory: Memory;
  /** How many states there is room for. */
  #room = firstStates;

  /** `values` tells how many values each field has at least. */
  constructor(values: readonly number[], memory: Memory = endlessMemory) {
    this.#memory = memory;
    this.layout = layoutOf(values.map((count) => Math.max(1, bitsFor(count))));
    this.chunks = [shared(firstStates * this.layout.words)];
    this.parents = [shared(firstStates)];
  }

  /** Makes room for so many states more. */
  reserve(more: number): void {
    while (this.size + more > this.#room) this.#grow();
  }

  /** Appends the state whose words stand at `at`, and returns its number. */
  append(words: Int32Array, at: number, parent: number): number {
    const number = this.size;
    if (number === this.#room) this.#grow();
    const width = this.layout.words;
    const place = (number & chunkMask) * width;
    const chunk = this.chunks[number >>> chunkBits];
    const parents = this.parents[number >>> chunkBits];
    if (chunk === undefined || parents === undefined) throw new RangeError(`no room for state ${number}`);
    for (let i = 0; i < width; i += 1) chunk[place + i] = words[at + i] ?? 0;
    parents[number & chunkMask] = parent;
    this.size = number + 1;
    return number;
  }

  /** Takes in states that others have written behind the last one. */
  extend(count: number): void {
    this.size += count;
  }

  read(number: number, fields: Int32Array): void {
    unpack(this.layout, this.#chunk(number), (number & chunkMask) * this.layout.words, fields);
  }

  /** The state from which a state was found first; -1 for the initial state. */
  parent(number: number): number {
    return this.parents[number >>> chunkBits]?.[number & chunkMask] ?? -1;
  }

  /** Gives a field room for a value; whether every state had to be laid out anew for it. @throws {LimitReached} when there is no memory for that. */
  makeRoom(field: number, value: number): boolean {
    if (hasRoom(this.layout, field, value)) return false;
    const next = widened(this.layout, field, value);
    this.#memory.makeRoom(this.size * next.words * 4);
    this.chunks.forEach((chunk, i) => {
      const states = Math.min(chunkStates, this.#room - i * chunkStates);
      const target = shared(states * next.words);
      repack(this.layout, chunk, next, target, Math.min(states, Math.max(0, this.size - i * chunkStates)));
      this.chunks[i] = target;
    });
    this.layout = next;
    return true;
  }

  /** Appends a state given by its fields. */
  appendFields(fields: Int32Array, parent: number): number {
    for (let field = 0; field < fields.length; field += 1) this.makeRoom(field, fields[field] ?? 0);
    const words = new Int32Array(this.layout.words);
    pack(this.layout, fields, words, 0);
    return this.append(words, 0, parent);
  }

  /** The words of all states from one on, in pieces. */
  *wordsFrom(number: number): Iterable<Uint8Array> {
    const { words } = this.layout;
    for (const [chunk, from, to] of this.#piecesFrom(number)) yield bytesOf(this.chunks[chunk], from * words, to * words).slice();
  }

  /** The parents of all states from one on, in pieces. */
  *parentsFrom(number: number): Iterable<Uint8Array> {
    for (const [chunk, from, to] of this.#piecesFrom(number)) yield bytesOf(this.parents[chunk], from, to).slice();
  }

  /** Becomes `size` states in a layout, whose words and parents `fill` puts into pieces of memory. Only for one that has none. */
  async restore(bits: readonly number[], size: number, fill: (words: readonly Uint8Array[], parents: readonly Uint8Array[]) => Promise<void>): Promise<void> {
    this.layout = layoutOf(bits);
    this.chunks[0] = shared(firstStates * this.layout.words);
    this.reserve(size);
    this.size = size;
    const pieces = [...this.#piecesFrom(0)];
    await fill(
      pieces.map(([chunk, from, to]) => bytesOf(this.chunks[chunk], from * this.layout.words, to * this.layout.words)),
      pieces.map(([chunk, from, to]) => bytesOf(this.parents[chunk], from, to)),
    );
  }

  /** Each chunk that has states from one on, with the first of them within it and the end. */
  *#piecesFrom(number: number): Iterable<readonly [chunk: number, from: number, to: number]> {
    for (let first = number; first < this.size; first = (first | chunkMask) + 1) yield [first >>> chunkBits, first & chunkMask, Math.min(chunkStates, this.size - (first - (first & chunkMask)))];
  }

  #grow(): void {
    const { words } = this.layout;
    if (this.#room < chunkStates) {
      this.#room *= 2;
      this.chunks[0] = longerShared(this.#chunk(0), this.#room * words);
      this.parents[0] = longerShared(this.parents[0] ?? new Int32Array(0), this.#room);
    } else {
      this.#room += chunkStates;
      this.chunks.push(shared(chunkStates * words));
      this.parents.push(shared(chunkStates));
    }
  }

  #chunk(number: number): Int32Array {
    const chunk = this.chunks[number >>> chunkBits];
    if (chunk === undefined) throw new RangeError(`no state ${number}`);
    return chunk;
  }
}

function bytesOf(array: Int32Array | undefined, from: number, to: number): Uint8Array {
  return array === undefined ? new Uint8Array(0) : new Uint8Array(array.buffer, array.byteOffset + from * 4, (to - from) * 4);
}
