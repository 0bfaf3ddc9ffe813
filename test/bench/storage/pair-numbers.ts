/**
 * Pairs of 32-bit numbers, numbered in the order in which they were met first: the inner part of a tree of pairs.
 *
 *   pairs   left 0, right 0, left 1, right 1, ...
 *   slot    [ tag: 8 bits of the hash | number of the pair + 1 ]      0 is free; at most half of them are taken
 *
 * Unlike states, which lie far apart in memory, these are few where a tree is worth its while, so they are looked up one by one.
 */

const numberBits = 24;
const numberMask = (1 << numberBits) - 1;

export class PairNumbers {
  size = 0;
  #pairs = new Int32Array(1 << 11);
  #slots = new Int32Array(1 << 11);

  /** Bytes of pairs and slots. */
  get bytes(): number {
    return this.size * 8 + this.#slots.byteLength;
  }

  left(number: number): number {
    return this.#pairs[number * 2] ?? 0;
  }

  right(number: number): number {
    return this.#pairs[number * 2 + 1] ?? 0;
  }

  numberOf(left: number, right: number): number {
    const hash = hashOf(left, right);
    const slots = this.#slots;
    const pairs = this.#pairs;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let here = slots[slot] ?? 0; here !== 0; here = slots[slot] ?? 0) {
      const number = (here & numberMask) - 1;
      if (here >>> numberBits === hash >>> numberBits && pairs[number * 2] === left && pairs[number * 2 + 1] === right) return number;
      slot = (slot + 1) & mask;
    }
    slots[slot] = (hash & ~numberMask) | (this.size + 1);
    return this.#add(left, right);
  }

  #add(left: number, right: number): number {
    const number = this.size;
    if (number + 1 === numberMask) throw new RangeError(`a tree has at most ${number} inner pairs`);
    if (number * 2 === this.#pairs.length) this.#pairs = longer(this.#pairs);
    this.#pairs[number * 2] = left;
    this.#pairs[number * 2 + 1] = right;
    this.size = number + 1;
    if (this.size * 2 > this.#slots.length) this.#renew();
    return number;
  }

  /** Twice as many slots. */
  #renew(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number += 1) {
      const hash = hashOf(this.left(number), this.right(number));
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & ~numberMask) | (number + 1);
    }
    this.#slots = slots;
  }
}

function longer(array: Int32Array): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(array.length * 2);
  twice.set(array);
  return twice;
}

/** Mixes both numbers; the finish is that of MurmurHash3. */
function hashOf(left: number, right: number): number {
  let hash = Math.imul(left, 0x9e37_79b1);
  hash = Math.imul((hash ^ (hash >>> 15)) + right, 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return hash ^ (hash >>> 16);
}
