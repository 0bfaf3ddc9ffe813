/**
 * One thread's share of the states: those whose hash is its own. It tells which candidates are new, and notes them.
 *
 * Between `sift` and `settle` new states have no number yet: the captain gives numbers in the order of candidates, whoever
 * found them, so that they are the same for every number of threads. Until then a small table of this turn alone tells
 * equal candidates apart.
 */
import { perFresh, perOrder, type Findings } from './crew-control.ts';
import { shareOf, VisitedSet, type KnownStates } from './visited-set.ts';

const batchMax = 2_048;

export class Share {
  readonly #arena: KnownStates;
  readonly #share: number;
  readonly #shares: number;
  readonly #visited: VisitedSet;
  #words = new Int32Array(0);
  readonly #hashes = new Int32Array(batchMax);
  readonly #found = new Int32Array(batchMax);
  readonly #places = new Int32Array(batchMax);
  readonly #threads = new Int32Array(batchMax);
  readonly #indices = new Int32Array(batchMax);
  #count = 0;
  /** Of this turn: a table of fresh states, by number in `freshWords`, plus one; and their hashes. */
  #slots = new Int32Array(1 << 12);
  #freshWords = new Int32Array(1 << 12);
  #freshHashes = new Int32Array(1 << 11);
  #freshCount = 0;

  constructor(arena: KnownStates, share: number, shares: number) {
    this.#arena = arena;
    this.#share = share;
    this.#shares = shares;
    this.#visited = new VisitedSet(arena);
  }

  /** Notes all states of the arena that are its own. */
  renew(): void {
    this.#freshCount = 0;
    this.#visited.renew(this.#share, this.#shares);
  }

  /** Finds the new states among the candidates of a turn; they stand in its own `fresh` after that. */
  sift(order: Int32Array, length: number, findings: readonly Findings[]): void {
    const width = this.#arena.layout.words;
    if (this.#words.length < batchMax * width) this.#words = new Int32Array(batchMax * width);
    this.#slots.fill(0);
    this.#freshCount = 0;
    this.#count = 0;
    let place = 0;
    for (let at = 0; at < length; at += perOrder) {
      const thread = order[at] ?? 0;
      const { hashes, words } = findings[thread] ?? nothing;
      const end = order[at + 2] ?? 0;
      for (let index = order[at + 1] ?? 0; index < end; index += 1) {
        const hash = hashes[index] ?? 0;
        if (shareOf(hash, this.#shares) === this.#share) {
          const own = this.#count;
          for (let i = 0; i < width; i += 1) this.#words[own * width + i] = words[index * width + i] ?? 0;
          this.#hashes[own] = hash;
          this.#places[own] = place;
          this.#threads[own] = thread;
          this.#indices[own] = index;
          this.#count = own + 1;
          if (this.#count === batchMax) this.#siftBatch(findings);
        }
        place += 1;
      }
    }
    this.#siftBatch(findings);
    const own = findings[this.#share];
    if (own !== undefined) own.fresh[0] = this.#freshCount;
  }

  /** Notes the new states of the last turn, which have their numbers now. */
  settle(numbers: Int32Array): void {
    for (let i = 0; i < this.#freshCount; i += 1) if ((numbers[i] ?? -1) >= 0) this.#visited.note(this.#freshHashes[i] ?? 0, numbers[i] ?? 0);
    this.#freshCount = 0;
  }

  #siftBatch(findings: readonly Findings[]): void {
    const fresh = findings[this.#share]?.fresh;
    if (fresh === undefined) return;
    this.#visited.find(this.#words, this.#count, this.#found, this.#hashes);
    for (let i = 0; i < this.#count; i += 1) {
      if ((this.#found[i] ?? 0) >= 0 || !this.#isFirst(i)) continue;
      const at = 1 + (this.#freshCount - 1) * perFresh;
      if (at + perFresh > fresh.length) throw new RangeError(`more than ${this.#freshCount} new states in one turn`);
      fresh[at] = this.#places[i] ?? 0;
      fresh[at + 1] = this.#threads[i] ?? 0;
      fresh[at + 2] = this.#indices[i] ?? 0;
    }
    this.#count = 0;
  }

  /** Whether a candidate that is not known is the first of its kind in this turn; it is kept if so. */
  #isFirst(i: number): boolean {
    const width = this.#arena.layout.words;
    const hash = this.#hashes[i] ?? 0;
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 12)) & mask;
    for (let here = this.#slots[slot] ?? 0; here !== 0; here = this.#slots[slot] ?? 0) {
      if (this.#freshHashes[here - 1] === hash && equals(this.#freshWords, (here - 1) * width, this.#words, i * width, width)) return false;
      slot = (slot + 1) & mask;
    }
    const number = this.#freshCount;
    if ((number + 1) * width > this.#freshWords.length) this.#freshWords = longer(this.#freshWords);
    if (number >= this.#freshHashes.length) this.#freshHashes = longer(this.#freshHashes);
    for (let w = 0; w < width; w += 1) this.#freshWords[number * width + w] = this.#words[i * width + w] ?? 0;
    this.#freshHashes[number] = hash;
    this.#freshCount = number + 1;
    this.#slots[slot] = number + 1;
    if (this.#freshCount * 2 > this.#slots.length) this.#widen();
    return true;
  }

  #widen(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#freshCount; number += 1) {
      const hash = this.#freshHashes[number] ?? 0;
      let slot = (hash ^ (hash >>> 12)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

const empty = new Int32Array(0);
const nothing: Pick<Findings, 'hashes' | 'words'> = { hashes: empty, words: empty };

function equals(a: Int32Array, atA: number, b: Int32Array, atB: number, width: number): boolean {
  for (let i = 0; i < width; i += 1) if (a[atA + i] !== b[atB + i]) return false;
  return true;
}

function longer(array: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(array.length * 2);
  wider.set(array);
  return wider;
}
