/**
 * Which states are known: from the words of a state to its number, by open addressing, in 64 tables.
 *
 *   hash of the words   [ table: 6 bits | tag | ... | slot: as many bits as the table has ]
 *   slot                [ tag | number of the state + 1 ]      0 is free; the tag tells most strangers apart
 *
 * A state costs four bytes a slot at a load between 0.3 and 0.85. While they are small the tables grow together, by a walk along
 * the states in the order of memory; later one by one, each at a load of its own, so that the store grows by a sixty-fourth at a
 * time. Nothing is lost to hashing: equal means equal in all words. The tag has the bits that numbers do not need yet, and gives
 * one up whenever they need another.
 *
 * Looking up is waiting for memory. So candidates come in batches: one loop finds the slot of each, the next compares the
 * words of each; nothing in such a loop waits for the turn before, and the processor keeps many accesses in flight. The
 * few that are not found are then put in, one after the other.
 *
 * Longer than 250 lines because the ways in and out of one table read best together.
 */
import type { Layout } from './layout.ts';
import { chunkBits, chunkMask } from './state-arena.ts';

const tableBits = 6;
const tables = 1 << tableBits;
const firstSlots = 16;
/** The load at which table 0 doubles, and how much later the last one does. */
const loadMin = 0.6;
const loadSpread = 0.25;
/** A table with fewer slots grows fourfold: early on, time is dearer than memory. */
const smallSlots = 1 << 13;
/** Tables grow together up to so many slots each; and the load at which they do. To hash 3 million states once more takes 50 ms. */
const evenSlotsMax = 1 << 16;
const evenLoad = 0.72;
/** States that are put in together; a part of a chunk. */
const block = 1 << 15;
/** Bits of a number at first, and by how many they grow. */
const numberBitsMin = 20;

/** The states it is about; some who look states up never add one. */
export interface KnownStates {
  readonly layout: Layout;
  readonly chunks: readonly Int32Array[];
  readonly size: number;
  readonly append: (words: Int32Array, at: number, parent: number) => number;
}

export class VisitedSet {
  readonly #arena: KnownStates;
  readonly #slots: Int32Array[];
  readonly #counts = new Int32Array(tables);
  readonly #limits = new Int32Array(tables);
  /** Of the batch last asked about: the hashes, the slots looked at last, beyond the mask, and first words; and whether slots have moved since. */
  #hashes: Int32Array = new Int32Array(0);
  #free = new Int32Array(1024);
  #peeked = new Int32Array(1024);
  #haveMoved = false;
  #numberBits = numberBitsMin;
  #rehashed = new Int32Array(64);
  #sorted = new Int32Array(0);
  /** Whose states it holds, of how many. */
  #share = 0;
  #shares = 1;

  constructor(arena: KnownStates) {
    this.#arena = arena;
    this.#slots = Array.from({ length: tables }, () => noWords);
    this.#layOut(firstSlots);
  }

  /** Bytes of the slots. */
  get bytes(): number {
    return this.#slots.reduce((sum, slots) => sum + slots.byteLength, 0);
  }

  /**
   * Finds the states whose words stand one after the other in `words`: `found[i]` is the number of state i, or -1.
   *
   * A state that stands there twice and is not known is not found either time.
   */
  find(words: Int32Array, count: number, found: Int32Array, hashes: Int32Array): void {
    const width = this.#arena.layout.words;
    const bits = this.#numberBits;
    const numberMask = (1 << bits) - 1;
    if (this.#free.length < count) {
      this.#free = new Int32Array(count * 2);
      this.#peeked = new Int32Array(count * 2);
    }
    this.#hashes = hashes;
    const free = this.#free;
    this.#haveMoved = false;
    // Brings in the slots: no branch hangs on what is loaded, so that the loads of many turns are under way at once.
    for (let i = 0; i < count; i += 1) {
      const hash = hashes[i] ?? 0;
      const slots = this.#slots[hash >>> (32 - tableBits)] ?? noWords;
      found[i] = slots[hash & (slots.length - 1)] ?? 0;
    }
    for (let i = 0; i < count; i += 1) {
      const hash = hashes[i] ?? 0;
      const tag = tagOf(hash, bits);
      let here = found[i] ?? 0;
      let slot = hash;
      if (here !== 0 && here >>> bits !== tag) {
        const slots = this.#slots[hash >>> (32 - tableBits)] ?? noWords;
        const mask = slots.length - 1;
        do {
          slot += 1;
          here = slots[slot & mask] ?? 0;
        } while (here !== 0 && here >>> bits !== tag);
      }
      found[i] = (here & numberMask) - 1;
      free[i] = slot;
    }
    // Brings in the first word of each state found.
    const { chunks } = this.#arena;
    const peeked = this.#peeked;
    for (let i = 0; i < count; i += 1) {
      const number = Math.max(0, found[i] ?? 0);
      peeked[i] = (chunks[number >>> chunkBits] ?? noWords)[(number & chunkMask) * width] ?? 0;
    }
    for (let i = 0; i < count; i += 1) {
      const number = found[i] ?? -1;
      if (number >= 0 && (peeked[i] !== words[i * width] || !this.#equals(number, words, i * width, width))) found[i] = this.#lookOn(i, words, i * width, width);
    }
  }

  /** Adds the state at place `i` of those that were not found just now, unless it has been added since: its number, or -1. */
  add(words: Int32Array, i: number, parent: number): number {
    const hash = this.#hashes[i] ?? 0;
    const width = this.#arena.layout.words;
    const table = hash >>> (32 - tableBits);
    const slots = this.#slots[table] ?? noWords;
    const mask = slots.length - 1;
    const bits = this.#numberBits;
    const tag = tagOf(hash, bits);
    let slot = this.#haveMoved ? hash & mask : (this.#free[i] ?? 0) & mask;
    for (let here = slots[slot] ?? 0; here !== 0; here = slots[slot] ?? 0) {
      if (here >>> bits === tag && this.#equals((here & ((1 << bits) - 1)) - 1, words, i * width, width)) return -1;
      slot = (slot + 1) & mask;
    }
    const number = this.#arena.append(words, i * width, parent);
    if ((this.#counts[table] ?? 0) >= (this.#limits[table] ?? 0) || (number + 1) >>> bits !== 0) {
      this.note(hash, number);
    } else {
      this.#counts[table] = (this.#counts[table] ?? 0) + 1;
      slots[slot] = (tag << bits) | (number + 1);
    }
    return number;
  }

  /** Notes all states of the arena, or those of one share; needed after their layout changed. */
  renew(share = 0, shares = 1): void {
    this.#share = share;
    this.#shares = shares;
    const { size } = this.#arena;
    let slots = this.#slots[0]?.length ?? firstSlots;
    while (slots * tables * loadMin < size) slots *= 2;
    this.#renewAll(size, slots);
  }

  /**
   * Notes states that are not known yet, by their hashes.
   *
   * For threads that note states side by side: only those of the arena are read that all of them knew before.
   */
  noteAll(hashes: Int32Array, numbers: Int32Array, count: number): void {
    const more = new Int32Array(tables);
    let last = 0;
    for (let i = 0; i < count; i += 1) {
      const table = (hashes[i] ?? 0) >>> (32 - tableBits);
      more[table] = (more[table] ?? 0) + 1;
      last = Math.max(last, numbers[i] ?? 0);
    }
    while ((last + 1) >>> this.#numberBits !== 0) this.#widenNumbers();
    for (let table = 0; table < tables; table += 1) {
      while ((this.#counts[table] ?? 0) + (more[table] ?? 0) > (this.#limits[table] ?? 0)) this.#grow(table, this.#arena.size);
    }
    this.#put(hashes, numbers, count, Infinity);
  }

  /** Goes on looking for a state of the batch beyond the slot of one that has its tag only. */
  #lookOn(i: number, words: Int32Array, at: number, width: number): number {
    const hash = this.#hashes[i] ?? 0;
    const slots = this.#slots[hash >>> (32 - tableBits)] ?? noWords;
    const mask = slots.length - 1;
    const bits = this.#numberBits;
    const tag = tagOf(hash, bits);
    let slot = ((this.#free[i] ?? 0) + 1) & mask;
    let found = -1;
    for (let here = slots[slot] ?? 0; here !== 0; here = slots[slot] ?? 0) {
      const number = (here & ((1 << bits) - 1)) - 1;
      if (here >>> bits === tag && this.#equals(number, words, at, width)) {
        found = number;
        break;
      }
      slot = (slot + 1) & mask;
    }
    this.#free[i] = slot;
    return found;
  }

  /** Forgets all; for one whose states are looked after by others from now on. */
  clear(): void {
    this.#layOut(firstSlots);
  }

  /** Notes a state of the arena that is not known yet, by the hash of its words. */
  note(hash: number, number: number): void {
    while ((number + 1) >>> this.#numberBits !== 0) this.#widenNumbers();
    const table = hash >>> (32 - tableBits);
    if ((this.#counts[table] ?? 0) >= (this.#limits[table] ?? 0)) this.#grow(table, number);
    this.#counts[table] = (this.#counts[table] ?? 0) + 1;
    insert(this.#slots[table] ?? noWords, hash, number, this.#numberBits);
  }

  /** Makes room in a table for one more; states are noted in the order of their numbers, and `next` is the first that is not. */
  #grow(table: number, next: number): void {
    const slots = this.#slots[table]?.length ?? firstSlots;
    if (slots >= evenSlotsMax) {
      this.#double(table);
      return;
    }
    this.#renewAll(next, slots * (slots < smallSlots ? 4 : 2));
  }

  /** Gives every table so many slots, all of them free. */
  #layOut(slots: number): void {
    this.#haveMoved = true;
    this.#counts.fill(0);
    // What was there is given up before there is anything new: the states themselves tell what was in it.
    for (let t = 0; t < tables; t += 1) this.#slots[t] = noWords;
    const all = new Int32Array(slots < evenSlotsMax ? tables * slots : 0);
    for (let t = 0; t < tables; t += 1) {
      this.#slots[t] = slots < evenSlotsMax ? all.subarray(t * slots, (t + 1) * slots) : new Int32Array(slots);
      this.#limits[t] = limitOf(t, slots);
    }
  }

  /** Notes the states below a number, in their order, which is that of memory, in tables of so many slots; of more, if one would overflow. */
  #renewAll(end: number, slots: number): void {
    while (end >>> this.#numberBits !== 0) this.#widenNumbers();
    this.#layOut(slots);
    const { chunks, layout } = this.#arena;
    const { words } = layout;
    const hashes = new Int32Array(block);
    const numbers = new Int32Array(block);
    const shares = this.#shares;
    for (let first = 0; first < end; first += block) {
      const chunk = chunks[first >>> chunkBits] ?? noWords;
      const last = Math.min(end, first + block);
      let count = 0;
      for (let number = first; number < last; number += 1) {
        const hash = hashAt(chunk, (number & chunkMask) * words, words);
        hashes[count] = hash;
        numbers[count] = number;
        count += shares === 1 || shareOf(hash, shares) === this.#share ? 1 : 0;
      }
      if (this.#put(hashes, numbers, count, slots - (slots >>> 3))) continue;
      this.#renewAll(end, slots * 2);
      return;
    }
  }

  /**
   * Puts states in, table by table; whether no table came to hold more than `most` by it, or `false` at once.
   *
   * Sorted by table first: to go all over memory costs more than to sort, as the processor knows where few pages of it are.
   */
  #put(hashes: Int32Array, numbers: Int32Array, count: number, most: number): boolean {
    const ends = new Int32Array(tables + 1);
    if (this.#sorted.length < count * 2) this.#sorted = new Int32Array(count * 2);
    const sorted = this.#sorted;
    for (let i = 0; i < count; i += 1) {
      const table = (hashes[i] ?? 0) >>> (32 - tableBits);
      ends[table + 1] = (ends[table + 1] ?? 0) + 1;
    }
    for (let table = 0; table < tables; table += 1) {
      const more = ends[table + 1] ?? 0;
      if ((this.#counts[table] ?? 0) + more > most) return false;
      this.#counts[table] = (this.#counts[table] ?? 0) + more;
      ends[table + 1] = (ends[table] ?? 0) + more;
    }
    for (let i = 0; i < count; i += 1) {
      const hash = hashes[i] ?? 0;
      const table = hash >>> (32 - tableBits);
      const place = ends[table] ?? 0;
      ends[table] = place + 1;
      sorted[place * 2] = hash;
      sorted[place * 2 + 1] = numbers[i] ?? 0;
    }
    for (let i = 0; i < count * 2; i += 2) {
      const hash = sorted[i] ?? 0;
      insert(this.#slots[hash >>> (32 - tableBits)] ?? noWords, hash, sorted[i + 1] ?? 0, this.#numberBits);
    }
    return true;
  }

  #double(table: number): void {
    this.#haveMoved = true;
    const old = this.#slots[table] ?? noWords;
    const slots = new Int32Array(old.length * 2);
    const { chunks, layout } = this.#arena;
    const width = layout.words;
    const numberMask = (1 << this.#numberBits) - 1;
    if (this.#rehashed.length < old.length * 2) this.#rehashed = new Int32Array(old.length * 2);
    const rehashed = this.#rehashed;
    // Two loops, so that none of the first waits for the memory of another.
    let count = 0;
    for (let slot = 0; slot < old.length; slot += 1) {
      const here = old[slot] ?? 0;
      if (here === 0) continue;
      const number = (here & numberMask) - 1;
      rehashed[count] = hashAt(chunks[number >>> chunkBits] ?? noWords, (number & chunkMask) * width, width);
      rehashed[count + 1] = number;
      count += 2;
    }
    for (let i = 0; i < count; i += 2) insert(slots, rehashed[i] ?? 0, rehashed[i + 1] ?? 0, this.#numberBits);
    this.#slots[table] = slots;
    this.#limits[table] = limitOf(table, slots.length);
  }

  /** Numbers get a bit more, tags one less: the lowest. */
  #widenNumbers(): void {
    this.#haveMoved = true;
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

  #equals(number: number, words: Int32Array, at: number, width: number): boolean {
    const chunk = this.#arena.chunks[number >>> chunkBits] ?? noWords;
    const base = (number & chunkMask) * width;
    for (let i = 0; i < width; i += 1) if (chunk[base + i] !== words[at + i]) return false;
    return true;
  }
}

const noWords = new Int32Array(1);

function insert(slots: Int32Array, hash: number, number: number, numberBits: number): void {
  const mask = slots.length - 1;
  let slot = hash & mask;
  while (slots[slot] !== 0) slot = (slot + 1) & mask;
  slots[slot] = (tagOf(hash, numberBits) << numberBits) | (number + 1);
}

function limitOf(table: number, slots: number): number {
  return Math.floor(slots * (slots < evenSlotsMax ? evenLoad : loadMin + (loadSpread * table) / tables));
}

/** Who, of so many, looks after the states of a hash. */
export function shareOf(hash: number, shares: number): number {
  return (hash >>> (32 - tableBits)) % shares;
}

/** The highest bits below those of the table, as many as numbers leave free. */
function tagOf(hash: number, numberBits: number): number {
  return (hash << tableBits) >>> numberBits;
}

/** Mixes all words; the finish is that of MurmurHash3. */
export function hashAt(words: Int32Array, at: number, width: number): number {
  let hash = 0x9e37_79b9 | 0;
  for (let i = 0; i < width; i += 1) {
    hash = Math.imul(hash ^ (words[at + i] ?? 0), 0x85eb_ca6b);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash, 0xc2b2_ae35);
  return hash ^ (hash >>> 16);
}
