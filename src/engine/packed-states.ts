/**
 * The visited set: every state as a few 32-bit words, stored once, found again by open addressing.
 *
 *   layout    actor 0: bits 0-2 of word 0 | actor 1: bits 3-8 of word 0 | ... | budget 0: bits 0-1 of word 1
 *   chunks    state 0, state 1, state 2, ...            appended, never moved: also the breadth-first queue
 *   slots     hash of the words -> number of the state, plus one; 0 is free
 *   parents   the state from which each was found first
 *
 * A state costs its words, four bytes for its parent, and between 5 and 11 bytes of slots (they double when they are
 * three quarters full). An actor that outgrows its bits makes the layout wider, and every state is packed anew; that is
 * rare, as most local states are met early. Equality is of all words: nothing is lost to hashing. Hot loops over typed
 * arrays; so indices are plain and locals are mutable.
 */

/** 2^16 states a chunk: large enough to be cheap, small enough not to waste. */
const chunkBits = 16;
const chunkMask = (1 << chunkBits) - 1;

/** More states than this do not fit the 32-bit numbers of the parents. */
export const statesLimit = 0x7fff_fff0;

/** Where each field lies. */
interface Layout {
  readonly words: number;
  readonly word: Uint8Array;
  readonly shift: Uint8Array;
  readonly bits: Uint8Array;
}

export class PackedStates {
  size = 0;
  /** How often every state was packed anew. */
  repackings = 0;
  #layout: Layout;
  #chunks: Uint32Array[] = [];
  readonly #parents: Int32Array[] = [];
  #slots = new Uint32Array(1 << 10);
  #scratch: Uint32Array;
  /** The words of the state last loaded. */
  #base = new Uint32Array(0);
  #loaded = 0;

  /** `values` tells how many values each field has at least. */
  constructor(values: readonly number[]) {
    this.#layout = layoutOf(values.map((count) => Math.max(1, bitsFor(count))));
    this.#scratch = new Uint32Array(this.#layout.words);
  }

  get words(): number {
    return this.#layout.words;
  }

  /** Bytes of the typed arrays; what the states cost apart from the tables of the actors. */
  get bytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0) + this.#parents.reduce((sum, chunk) => sum + chunk.byteLength, 0) + this.#slots.byteLength;
  }

  /** Adds a state and returns its number, or -1 - number when it was there already. */
  add(fields: Int32Array, parent: number): number {
    return this.#probe(this.#pack(fields), parent);
  }

  /**
   * As `add`, for a state that differs from the one last read in few fields.
   *
   * `changes` holds pairs of a field and the value it had; a field changed twice stands there twice.
   */
  addChanged(fields: Int32Array, changes: Int32Array, changesLength: number, parent: number): number {
    const { word, shift, bits } = this.#layout;
    const words = this.#scratch;
    const base = this.#base;
    for (let at = 0; at < words.length; at += 1) words[at] = base[at] ?? 0;
    for (let i = 0; i < changesLength; i += 2) {
      const field = changes[i] ?? 0;
      if (changedBefore(changes, i, field)) continue;
      const value = fields[field] ?? 0;
      const width = bits[field] ?? 0;
      if (width < 31 && value >>> width !== 0) return this.#probe(this.#pack(fields), parent);
      const at = word[field] ?? 0;
      words[at] = (words[at] ?? 0) ^ (((changes[i + 1] ?? 0) ^ value) << (shift[field] ?? 0));
    }
    return this.#probe(words, parent);
  }

  #probe(words: Uint32Array, parent: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(words) & mask;
    for (let found = slots[slot] ?? 0; found !== 0; found = slots[slot] ?? 0) {
      if (this.#equals(found - 1, words)) return -found;
      slot = (slot + 1) & mask;
    }
    const number = this.size;
    slots[slot] = number + 1;
    this.#append(words, parent);
    if (this.size * 4 > slots.length * 3) this.#rehash(slots.length * 2);
    return number;
  }

  /** Reads a state into `fields`, from which `addChanged` then starts. */
  load(number: number, fields: Int32Array): void {
    this.read(number, fields);
    const { words } = this.#layout;
    const base = (number & chunkMask) * words;
    if (this.#base.length !== words) this.#base = new Uint32Array(words);
    this.#base.set(this.#chunks[number >>> chunkBits]?.subarray(base, base + words) ?? []);
    this.#loaded = number;
  }

  read(number: number, fields: Int32Array): void {
    const { words, word, shift, bits } = this.#layout;
    const chunk = this.#chunks[number >>> chunkBits];
    if (chunk === undefined) throw new RangeError(`no state ${number}`);
    const base = (number & chunkMask) * words;
    for (let field = 0; field < bits.length; field += 1) {
      const width = bits[field] ?? 0;
      const value = (chunk[base + (word[field] ?? 0)] ?? 0) >>> (shift[field] ?? 0);
      fields[field] = width === 32 ? value : value & ((1 << width) - 1);
    }
  }

  /** The state from which a state was found first; -1 for the initial state. */
  parent(number: number): number {
    return this.#parents[number >>> chunkBits]?.[number & chunkMask] ?? -1;
  }

  #pack(fields: Int32Array): Uint32Array {
    const { word, shift, bits } = this.#layout;
    const words = this.#scratch;
    words.fill(0);
    for (let field = 0; field < bits.length; field += 1) {
      const value = fields[field] ?? 0;
      const width = bits[field] ?? 0;
      if (width < 31 && value >>> width !== 0) {
        this.#widen(field, value);
        return this.#pack(fields);
      }
      const at = word[field] ?? 0;
      words[at] = (words[at] ?? 0) | (value << (shift[field] ?? 0));
    }
    return words;
  }

  #equals(number: number, words: Uint32Array): boolean {
    const chunk = this.#chunks[number >>> chunkBits];
    if (chunk === undefined) return false;
    const base = (number & chunkMask) * words.length;
    for (let at = 0; at < words.length; at += 1) if (chunk[base + at] !== words[at]) return false;
    return true;
  }

  #append(words: Uint32Array, parent: number): void {
    const number = this.size;
    const at = number & chunkMask;
    if (at === 0) {
      this.#chunks.push(new Uint32Array(words.length << chunkBits));
      this.#parents.push(new Int32Array(1 << chunkBits));
    }
    this.#chunks[number >>> chunkBits]?.set(words, at * words.length);
    const parents = this.#parents[number >>> chunkBits];
    if (parents !== undefined) parents[at] = parent;
    this.size = number + 1;
  }

  /** Gives a field room for a value, with some to spare, and packs every state anew. */
  #widen(field: number, value: number): void {
    this.repackings += 1;
    const old = this.#layout;
    const bits = Array.from(old.bits, (width, other) => (other === field ? Math.min(31, bitsFor(value + 1) + 1) : width));
    const fields = new Int32Array(bits.length);
    const oldChunks = this.#chunks;
    const { size } = this;
    const next = layoutOf(bits);
    const chunks = oldChunks.map(() => new Uint32Array(next.words << chunkBits));
    const scratch = new Uint32Array(next.words);
    for (let number = 0; number < size; number += 1) {
      this.read(number, fields);
      scratch.fill(0);
      for (let other = 0; other < fields.length; other += 1) {
        const at = next.word[other] ?? 0;
        scratch[at] = (scratch[at] ?? 0) | ((fields[other] ?? 0) << (next.shift[other] ?? 0));
      }
      chunks[number >>> chunkBits]?.set(scratch, (number & chunkMask) * next.words);
    }
    this.#layout = next;
    this.#chunks = chunks;
    this.#scratch = scratch;
    const base = (this.#loaded & chunkMask) * next.words;
    this.#base = Uint32Array.from(chunks[this.#loaded >>> chunkBits]?.subarray(base, base + next.words) ?? []);
    this.#rehash(this.#slots.length);
  }

  #rehash(length: number): void {
    const slots = new Uint32Array(length);
    const mask = length - 1;
    const { words } = this.#layout;
    for (let number = 0; number < this.size; number += 1) {
      const base = (number & chunkMask) * words;
      const chunk = this.#chunks[number >>> chunkBits];
      let slot = hashOf(chunk?.subarray(base, base + words) ?? this.#scratch) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

function changedBefore(changes: Int32Array, at: number, field: number): boolean {
  for (let i = 0; i < at; i += 2) if (changes[i] === field) return true;
  return false;
}

/** Bits for `count` values, from 0. */
export function bitsFor(count: number): number {
  return 32 - Math.clz32(Math.max(0, count - 1));
}

/** Fields in order, none across two words. */
function layoutOf(bits: readonly number[]): Layout {
  const word = new Uint8Array(bits.length);
  const shift = new Uint8Array(bits.length);
  let at = 0;
  let used = 0;
  bits.forEach((width, field) => {
    if (used + width > 32) {
      at += 1;
      used = 0;
    }
    word[field] = at;
    shift[field] = used;
    used += width;
  });
  return { words: at + 1, word, shift, bits: Uint8Array.from(bits) };
}

/** Mixes all words; the finish is that of MurmurHash3. */
function hashOf(words: Uint32Array): number {
  let hash = 0x9e3779b9;
  for (let at = 0; at < words.length; at += 1) {
    hash = Math.imul(hash ^ (words[at] ?? 0), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
