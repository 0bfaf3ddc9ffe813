/**
 * Which states are known: from the words of a state to its number, by open addressing, in 64 tables.
 *
 *   hash of the words   [ table: 6 bits | tag: 8 bits | ... | slot: as many as the table has ]
 *   a table             tags   0 is free, else bits of the hash: most strangers are told apart here
 *                       slots  the number of the state, whose words are then compared, all of them
 *
 * A state costs five bytes a slot at a load between 0.43 and 0.85; the tables double one by one, each at a load of its own,
 * so that the store grows by a sixty-fourth at a time. Nothing is lost to hashing: equal means equal in all words.
 *
 * Looking up is waiting for memory. So candidates come in batches: one loop finds the slot of each, the next compares the
 * words of each; nothing in such a loop waits for the turn before, and the processor keeps many accesses in flight. The
 * few that are not found are then put in, one after the other.
 */
import { chunkBits, chunkMask, type StateArena } from './state-arena.ts';

const tableBits = 6;
const tables = 1 << tableBits;
const firstSlots = 16;
/** The load at which table 0 doubles, and how much later the last one does. */
const loadMin = 0.6;
const loadSpread = 0.25;

export class VisitedSet {
  readonly #arena: StateArena;
  readonly #tags: Uint8Array[];
  readonly #slots: Int32Array[];
  readonly #counts = new Int32Array(tables);
  readonly #limits = new Int32Array(tables);
  #hashes = new Int32Array(1024);

  constructor(arena: StateArena) {
    this.#arena = arena;
    const tags = new Uint8Array(tables * firstSlots);
    const slots = new Int32Array(tables * firstSlots);
    this.#tags = Array.from({ length: tables }, (_, t) => tags.subarray(t * firstSlots, (t + 1) * firstSlots));
    this.#slots = Array.from({ length: tables }, (_, t) => slots.subarray(t * firstSlots, (t + 1) * firstSlots));
    for (let t = 0; t < tables; t += 1) this.#limits[t] = limitOf(t, firstSlots);
  }

  get bytes(): number {
    return this.#slots.reduce((sum, table) => sum + table.length * 5, 0);
  }

  /**
   * Finds the states whose words stand one after the other in `words`: `found[i]` is the number of state i, or -1.
   *
   * A state that stands there twice and is not known is not found either time.
   */
  find(words: Int32Array, count: number, found: Int32Array): void {
    const arena = this.#arena;
    const width = arena.layout.words;
    if (this.#hashes.length < count) this.#hashes = new Int32Array(count * 2);
    const hashes = this.#hashes;
    for (let i = 0; i < count; i += 1) {
      const hash = hashAt(words, i * width, width);
      hashes[i] = hash;
      const table = hash >>> (32 - tableBits);
      const tags = this.#tags[table] ?? noTags;
      const mask = tags.length - 1;
      const tag = tagOf(hash);
      let slot = hash & mask;
      let here = tags[slot] ?? 0;
      while (here !== 0 && here !== tag) {
        slot = (slot + 1) & mask;
        here = tags[slot] ?? 0;
      }
      found[i] = here === 0 ? -1 : (this.#slots[table]?.[slot] ?? -1);
    }
    for (let i = 0; i < count; i += 1) {
      const number = found[i] ?? -1;
      if (number >= 0 && !this.#equals(number, words, i * width, width)) found[i] = this.#look(hashes[i] ?? 0, words, i * width, width);
    }
  }

  /** Adds the state at place `i` of those that `find` was asked about last, unless it is known by now: its number, or -1 less its number if it was known. */
  add(words: Int32Array, i: number, parent: number): number {
    return this.#put(this.#hashes[i] ?? 0, words, i * this.#arena.layout.words, parent);
  }

  /** Notes all states of the arena; needed after their layout changed. */
  renew(): void {
    for (const tags of this.#tags) tags.fill(0);
    this.#counts.fill(0);
    const { chunks, layout, size } = this.#arena;
    for (let number = 0; number < size; number += 1) {
      const hash = hashAt(chunks[number >>> chunkBits] ?? noWords, (number & chunkMask) * layout.words, layout.words);
      this.#note(hash, number);
    }
  }

  /** Finds one state. */
  #look(hash: number, words: Int32Array, at: number, width: number): number {
    const table = hash >>> (32 - tableBits);
    const tags = this.#tags[table] ?? noTags;
    const slots = this.#slots[table] ?? noWords;
    const mask = tags.length - 1;
    const tag = tagOf(hash);
    for (let slot = hash & mask; tags[slot] !== 0; slot = (slot + 1) & mask) {
      const number = slots[slot] ?? -1;
      if (tags[slot] === tag && this.#equals(number, words, at, width)) return number;
    }
    return -1;
  }

  #put(hash: number, words: Int32Array, at: number, parent: number): number {
    const known = this.#look(hash, words, at, this.#arena.layout.words);
    if (known >= 0) return -1 - known;
    const number = this.#arena.append(words, at, parent);
    this.#note(hash, number);
    return number;
  }

  #note(hash: number, number: number): void {
    const table = hash >>> (32 - tableBits);
    if ((this.#counts[table] ?? 0) >= (this.#limits[table] ?? 0)) this.#double(table);
    this.#counts[table] = (this.#counts[table] ?? 0) + 1;
    insert(this.#tags[table] ?? noTags, this.#slots[table] ?? noWords, hash, number);
  }

  #double(table: number): void {
    const oldTags = this.#tags[table] ?? noTags;
    const oldSlots = this.#slots[table] ?? noWords;
    const length = oldTags.length * 2;
    const tags = new Uint8Array(length);
    const slots = new Int32Array(length);
    const { chunks, layout } = this.#arena;
    const width = layout.words;
    for (let slot = 0; slot < oldTags.length; slot += 1) {
      if (oldTags[slot] === 0) continue;
      const number = oldSlots[slot] ?? 0;
      insert(tags, slots, hashAt(chunks[number >>> chunkBits] ?? noWords, (number & chunkMask) * width, width), number);
    }
    this.#tags[table] = tags;
    this.#slots[table] = slots;
    this.#limits[table] = limitOf(table, length);
  }

  #equals(number: number, words: Int32Array, at: number, width: number): boolean {
    const chunk = this.#arena.chunks[number >>> chunkBits] ?? noWords;
    const base = (number & chunkMask) * width;
    for (let i = 0; i < width; i += 1) if (chunk[base + i] !== words[at + i]) return false;
    return true;
  }
}

const noTags = new Uint8Array(1);
const noWords = new Int32Array(1);

function insert(tags: Uint8Array, slots: Int32Array, hash: number, number: number): void {
  const mask = tags.length - 1;
  let slot = hash & mask;
  while (tags[slot] !== 0) slot = (slot + 1) & mask;
  tags[slot] = tagOf(hash);
  slots[slot] = number;
}

function limitOf(table: number, slots: number): number {
  return Math.floor(slots * (loadMin + (loadSpread * table) / tables));
}

function tagOf(hash: number): number {
  return ((hash >>> 18) & 0xff) || 1;
}

/** Mixes all words; the finish is that of MurmurHash3. */
function hashAt(words: Int32Array, at: number, width: number): number {
  let hash = 0x9e37_79b9 | 0;
  for (let i = 0; i < width; i += 1) {
    hash = Math.imul(hash ^ (words[at + i] ?? 0), 0x85eb_ca6b);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash, 0xc2b2_ae35);
  return hash ^ (hash >>> 16);
}
