/**
 * Pairs of 32-bit numbers, numbered in the order in which they were met first: the table that a tree of pairs is made of.
 *
 *   chunks   left 0, right 0, left 1, right 1, ...      appended, never moved
 *   hash     [ which of 64 tables | tag | ... | slot ]
 *   slot     [ tag | number of the pair + 1 ]           0 is free
 *
 * The same ways as the engine's visited set has - tables that grow one by one, tags, lookups in batches whose accesses to memory
 * overlap - so that a comparison of the two is one of what they keep, and not of how they look it up; but none of its code.
 * Hot loops over typed arrays; so indices are plain and locals are mutable.
 */

const tableBits = 6;
const tables = 1 << tableBits;
const firstSlots = 16;
/** The load at which the first table grows, and how much later the last one does. */
const loadMin = 0.6;
const loadSpread = 0.25;
/** Tables with fewer slots grow fourfold, others twofold. */
const smallSlots = 1 << 13;
const numberBitsMin = 20;

const nothing = new Int32Array(2);

export class PairTable {
  size = 0;
  readonly #chunkBits: number;
  readonly #chunkMask: number;
  readonly #chunks: Int32Array[] = [];
  readonly #slots = Array.from({ length: tables }, () => new Int32Array(firstSlots));
  readonly #counts = new Int32Array(tables);
  readonly #limits = Int32Array.from({ length: tables }, (_, table) => limitOf(table, firstSlots));
  #numberBits = numberBitsMin;
  /** Of the batch being looked up: hashes, and the left numbers of what was found. */
  #hashes = new Int32Array(1024);
  #lefts = new Int32Array(1024);

  /** 2^`chunkBits` pairs a chunk: large for a table that will be, small for one that may stay small. */
  constructor(chunkBits: number) {
    this.#chunkBits = chunkBits;
    this.#chunkMask = (1 << chunkBits) - 1;
  }

  /** Bytes of pairs and slots; without the room of the last chunk, to which no memory is given before it is written. */
  get bytes(): number {
    return this.#slots.reduce((sum, slots) => sum + slots.byteLength, this.size * 8);
  }

  left(number: number): number {
    return this.#chunks[number >>> this.#chunkBits]?.[(number & this.#chunkMask) * 2] ?? 0;
  }

  right(number: number): number {
    return this.#chunks[number >>> this.#chunkBits]?.[(number & this.#chunkMask) * 2 + 1] ?? 0;
  }

  /** The number of a pair; `size` as it was before, when the pair is new. */
  numberOf(left: number, right: number): number {
    const hash = hashOf(left, right);
    const table = hash >>> (32 - tableBits);
    const slots = this.#slots[table] ?? nothing;
    const mask = slots.length - 1;
    const bits = this.#numberBits;
    const tag = (hash << tableBits) >>> bits;
    let slot = hash & mask;
    for (let here = slots[slot] ?? 0; here !== 0; here = slots[slot] ?? 0) {
      if (here >>> bits === tag) {
        const number = (here & ((1 << bits) - 1)) - 1;
        const chunk = this.#chunks[number >>> this.#chunkBits] ?? nothing;
        const at = (number & this.#chunkMask) * 2;
        if (chunk[at] === left && chunk[at + 1] === right) return number;
      }
      slot = (slot + 1) & mask;
    }
    return this.#add(left, right, hash);
  }

  /** Finds `count` pairs that stand one after the other in `pairs`: `found[i]` is the number of pair i, or -1. */
  find(pairs: Int32Array, count: number, found: Int32Array): void {
    if (this.#hashes.length < count) {
      this.#hashes = new Int32Array(count * 2);
      this.#lefts = new Int32Array(count * 2);
    }
    const hashes = this.#hashes;
    const lefts = this.#lefts;
    const bits = this.#numberBits;
    const numberMask = (1 << bits) - 1;
    // No turn of a loop waits for what another one loads, so that many accesses are under way at once.
    for (let i = 0; i < count; i += 1) {
      const hash = hashOf(pairs[i * 2] ?? 0, pairs[i * 2 + 1] ?? 0);
      const slots = this.#slots[hash >>> (32 - tableBits)] ?? nothing;
      hashes[i] = hash;
      found[i] = slots[hash & (slots.length - 1)] ?? 0;
    }
    for (let i = 0; i < count; i += 1) {
      const hash = hashes[i] ?? 0;
      const tag = (hash << tableBits) >>> bits;
      let here = found[i] ?? 0;
      if (here !== 0 && here >>> bits !== tag) {
        const slots = this.#slots[hash >>> (32 - tableBits)] ?? nothing;
        const mask = slots.length - 1;
        let slot = hash & mask;
        do {
          slot = (slot + 1) & mask;
          here = slots[slot] ?? 0;
        } while (here !== 0 && here >>> bits !== tag);
      }
      found[i] = (here & numberMask) - 1;
    }
    for (let i = 0; i < count; i += 1) {
      const number = Math.max(0, found[i] ?? 0);
      lefts[i] = (this.#chunks[number >>> this.#chunkBits] ?? nothing)[(number & this.#chunkMask) * 2] ?? 0;
    }
    for (let i = 0; i < count; i += 1) {
      const number = found[i] ?? -1;
      if (number >= 0 && (lefts[i] !== pairs[i * 2] || this.right(number) !== pairs[i * 2 + 1])) found[i] = this.#lookOn(pairs[i * 2] ?? 0, pairs[i * 2 + 1] ?? 0, hashes[i] ?? 0);
    }
  }

  /** The same pairs, put into an empty table in order; shows what it costs to build the index. */
  rebuilt(): PairTable {
    const table = new PairTable(this.#chunkBits);
    for (let number = 0; number < this.size; number += 1) table.numberOf(this.left(number), this.right(number));
    return table;
  }

  /** Finds a pair when another one with its tag stands before it: its number, or -1. */
  #lookOn(left: number, right: number, hash: number): number {
    const slots = this.#slots[hash >>> (32 - tableBits)] ?? nothing;
    const mask = slots.length - 1;
    const bits = this.#numberBits;
    const tag = (hash << tableBits) >>> bits;
    let slot = hash & mask;
    for (let here = slots[slot] ?? 0; here !== 0; here = slots[slot] ?? 0) {
      const number = (here & ((1 << bits) - 1)) - 1;
      if (here >>> bits === tag && this.left(number) === left && this.right(number) === right) return number;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  #add(left: number, right: number, hash: number): number {
    const number = this.size;
    const at = (number & this.#chunkMask) * 2;
    if (at === 0) this.#chunks.push(new Int32Array(2 << this.#chunkBits));
    const chunk = this.#chunks[number >>> this.#chunkBits] ?? nothing;
    chunk[at] = left;
    chunk[at + 1] = right;
    this.size = number + 1;
    if (this.size >>> this.#numberBits !== 0) this.#widenNumbers();
    const table = hash >>> (32 - tableBits);
    if ((this.#counts[table] ?? 0) >= (this.#limits[table] ?? 0)) this.#grow(table);
    this.#counts[table] = (this.#counts[table] ?? 0) + 1;
    this.#insert(this.#slots[table] ?? nothing, hash, number);
    return number;
  }

  #insert(slots: Int32Array, hash: number, number: number): void {
    const mask = slots.length - 1;
    let slot = hash & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = (((hash << tableBits) >>> this.#numberBits) << this.#numberBits) | (number + 1);
  }

  #grow(table: number): void {
    const old = this.#slots[table] ?? nothing;
    const slots = new Int32Array(old.length * (old.length < smallSlots ? 4 : 2));
    const numberMask = (1 << this.#numberBits) - 1;
    for (let slot = 0; slot < old.length; slot += 1) {
      const here = old[slot] ?? 0;
      if (here === 0) continue;
      const number = (here & numberMask) - 1;
      this.#insert(slots, hashOf(this.left(number), this.right(number)), number);
    }
    this.#slots[table] = slots;
    this.#limits[table] = limitOf(table, slots.length);
  }

  /** Numbers get a bit more, tags one less. */
  #widenNumbers(): void {
    const bits = this.#numberBits;
    const numberMask = (1 << bits) - 1;
    for (const slots of this.#slots) {
      for (let slot = 0; slot < slots.length; slot += 1) {
        const here = slots[slot] ?? 0;
        slots[slot] = ((here >>> (bits + 1)) << (bits + 1)) | (here & numberMask);
      }
    }
    this.#numberBits = bits + 1;
  }
}

function limitOf(table: number, slots: number): number {
  return Math.floor(slots * (loadMin + (loadSpread * table) / tables));
}

/** Mixes both numbers; the finish is that of MurmurHash3. */
function hashOf(left: number, right: number): number {
  let hash = Math.imul(left, 0x9e37_79b1);
  hash = Math.imul((hash ^ (hash >>> 15)) + right, 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return hash ^ (hash >>> 16);
}
