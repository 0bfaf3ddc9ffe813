/**
 * Pairs of 32-bit numbers, numbered in the order in which they were met first: the one table that a tree of pairs is made of.
 *
 *   chunks   left 0, right 0, left 1, right 1, ...    appended, never moved
 *   slots    hash of the pair -> its number, plus one; 0 is free; twice as many when three quarters are taken
 *
 * The same open addressing over an append-only arena as the packed states, so that a comparison of the two is one of what they
 * keep and not of how they look it up. Hot loops over typed arrays; so indices are plain and locals are mutable.
 */

export class PairTable {
  size = 0;
  readonly #chunkBits: number;
  readonly #chunkMask: number;
  readonly #chunks: Uint32Array[] = [];
  #slots = new Uint32Array(1 << 10);

  /** 2^`chunkBits` pairs a chunk: large for a table that will be, small for one that may stay small. */
  constructor(chunkBits: number) {
    this.#chunkBits = chunkBits;
    this.#chunkMask = (1 << chunkBits) - 1;
  }

  get bytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.byteLength, this.#slots.byteLength);
  }

  /** The number of a pair; `size` as it was before, when the pair is new. */
  numberOf(left: number, right: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const chunks = this.#chunks;
    let slot = hashOf(left, right) & mask;
    for (let found = slots[slot] ?? 0; found !== 0; found = slots[slot] ?? 0) {
      const chunk = chunks[(found - 1) >>> this.#chunkBits];
      const at = ((found - 1) & this.#chunkMask) * 2;
      if (chunk !== undefined && chunk[at] === left && chunk[at + 1] === right) return found - 1;
      slot = (slot + 1) & mask;
    }
    const number = this.size;
    slots[slot] = number + 1;
    this.#append(left, right);
    if (this.size * 4 > slots.length * 3) this.#rehash(slots.length * 2);
    return number;
  }

  left(number: number): number {
    return this.#chunks[number >>> this.#chunkBits]?.[(number & this.#chunkMask) * 2] ?? 0;
  }

  right(number: number): number {
    return this.#chunks[number >>> this.#chunkBits]?.[(number & this.#chunkMask) * 2 + 1] ?? 0;
  }

  #append(left: number, right: number): void {
    const number = this.size;
    const at = number & this.#chunkMask;
    if (at === 0) this.#chunks.push(new Uint32Array(2 << this.#chunkBits));
    const chunk = this.#chunks[number >>> this.#chunkBits];
    if (chunk !== undefined) {
      chunk[at * 2] = left;
      chunk[at * 2 + 1] = right;
    }
    this.size = number + 1;
  }

  #rehash(length: number): void {
    const slots = new Uint32Array(length);
    const mask = length - 1;
    for (let number = 0; number < this.size; number += 1) {
      let slot = hashOf(this.left(number), this.right(number)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

/** Mixes both numbers; the finish is that of MurmurHash3. */
function hashOf(left: number, right: number): number {
  let hash = Math.imul(0x9e3779b9 ^ left, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash ^ right, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
