/**
 * One thread's share of the states: those whose hash is its own. It tells which candidates are new, then gives these their numbers.
 *
 * New states are numbered in the order of candidates, whoever found them, so that numbers are the same for every number of threads.
 * When every share has told what is new, in that order, each can say on its own how many come before one of its own: so
 * each numbers its own, writes them into the arena and has a glance at them, and nothing is left for one thread to do alone.
 * Before that a small table of this turn alone tells equal candidates apart.
 *
 * Longer than 250 lines because the two halves of a turn share what they know of it.
 */
import * as at from './crew-control.ts';
import type { Findings } from './crew-control.ts';
import type { Glance } from './glance.ts';
import { longer } from './longer.ts';
import { chunkBits, chunkMask } from './state-arena.ts';
import { shareOf, VisitedSet, type KnownStates } from './visited-set.ts';

const batchMax = 2_048;

/** The states as a share sees them. */
export interface SharedStates extends KnownStates {
  readonly parents: readonly Int32Array[];
}

/** What was found in a turn: by whom, and who took which chunk. */
export interface Found {
  readonly from: number;
  readonly end: number;
  readonly findings: readonly Findings[];
  readonly takers: Int32Array;
}

export class Share {
  readonly #arena: SharedStates;
  readonly #share: number;
  readonly #shares: number;
  readonly #visited: VisitedSet;
  #words = new Int32Array(0);
  readonly #hashes = new Int32Array(batchMax);
  readonly #found = new Int32Array(batchMax);
  readonly #places = new Int32Array(batchMax + 1);
  readonly #threads = new Int32Array(batchMax + 1);
  readonly #indices = new Int32Array(batchMax + 1);
  readonly #states = new Int32Array(batchMax + 1);
  #count = 0;
  #place = 0;
  /** Of this turn: a table of fresh states, by number in `freshWords`, plus one; and their hashes. */
  #slots = new Int32Array(1 << 12);
  #freshWords = new Int32Array(1 << 12);
  #freshHashes = new Int32Array(1 << 11);
  #freshCount = 0;
  #numbers = new Int32Array(0);

  constructor(arena: SharedStates, share: number, shares: number) {
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
  sift({ from, end, findings, takers }: Found): void {
    const width = this.#arena.layout.words;
    if (this.#words.length < batchMax * width) this.#words = new Int32Array(batchMax * width);
    this.#slots.fill(0);
    this.#freshCount = 0;
    this.#count = 0;
    this.#place = 0;
    const fillers = findings.length - 1;
    for (let state = from; state < end; ) {
      const taker = ((state - from) / at.chunkStates) * at.perTaker;
      const thread = takers[taker] ?? 0;
      const { states, holes } = findings[thread] ?? nothing;
      let row = (takers[taker + 1] ?? 0) * at.perFound;
      const last = Math.min(end, state + at.chunkStates);
      let begin = row === 0 ? 0 : (states[row - at.perFound + 1] ?? 0);
      for (; state < last; state += 1) {
        const found = states[row + 1] ?? 0;
        const hole = (states[row + 2] ?? -1) * at.perHole;
        this.#siftRow(findings, thread, begin, found, state);
        if (hole >= 0) this.#siftRow(findings, fillers, holes[hole + 3] ?? 0, holes[hole + 4] ?? 0, state);
        begin = found;
        row += at.perFound;
      }
    }
    this.#siftBatch(findings);
    const own = findings[this.#share];
    if (own !== undefined) own.counts[at.foundFresh] = this.#freshCount;
  }

  /** Numbers its new states from `base` on, writes them into the arena, and has a glance at each. */
  number(base: number, findings: readonly Findings[], glance: Glance | null): void {
    const own = findings[this.#share];
    if (own === undefined) return;
    const { fresh, unquiet, tested } = own;
    const { layout, chunks, parents } = this.#arena;
    const width = layout.words;
    const others = findings.slice(0, this.#shares).filter((one) => one !== own);
    const heads = others.map(() => 0);
    const freshWords = this.#freshWords;
    let before = base;
    let loud = 0;
    if (this.#numbers.length < this.#freshCount) this.#numbers = new Int32Array(this.#freshCount * 2);
    for (let i = 0; i < this.#freshCount; i += 1) {
      const place = fresh[i * at.perFresh] ?? 0;
      for (let other = 0; other < others.length; other += 1) {
        const { fresh: theirs, counts } = others[other] ?? own;
        let head = heads[other] ?? 0;
        const first = head;
        while (head < (counts[at.foundFresh] ?? 0) && (theirs[head * at.perFresh] ?? 0) < place) head += 1;
        heads[other] = head;
        before += head - first;
      }
      const number = before + i;
      const chunk = chunks[number >>> chunkBits];
      const parent = parents[number >>> chunkBits];
      if (chunk === undefined || parent === undefined) throw new RangeError(`no room for state ${number}`);
      const target = (number & chunkMask) * width;
      for (let w = 0; w < width; w += 1) chunk[target + w] = freshWords[i * width + w] ?? 0;
      parent[number & chunkMask] = fresh[i * at.perFresh + 3] ?? 0;
      this.#numbers[i] = number;
      if (glance?.isQuiet(layout, freshWords, i * width) === true) continue;
      unquiet[loud] = number;
      loud += 1;
    }
    this.#visited.noteAll(this.#freshHashes, this.#numbers, this.#freshCount);
    own.counts[at.foundUnquiet] = loud;
    glance?.tested.forEach((times, claim) => {
      tested[claim] = times;
    });
    this.#freshCount = 0;
  }

  /** Takes those candidates of a state that are its own; no branch hangs on whose a candidate is, as nobody could foretell it. */
  #siftRow(findings: readonly Findings[], thread: number, begin: number, end: number, state: number): void {
    const { hashes } = findings[thread] ?? nothing;
    const places = this.#places;
    const threads = this.#threads;
    const indices = this.#indices;
    const states = this.#states;
    let count = this.#count;
    let place = this.#place;
    for (let index = begin; index < end; index += 1) {
      places[count] = place;
      threads[count] = thread;
      indices[count] = index;
      states[count] = state;
      count += shareOf(hashes[index] ?? 0, this.#shares) === this.#share ? 1 : 0;
      place += 1;
      if (count === batchMax) {
        this.#count = count;
        this.#siftBatch(findings);
        count = 0;
      }
    }
    this.#count = count;
    this.#place = place;
  }

  #siftBatch(findings: readonly Findings[]): void {
    const fresh = findings[this.#share]?.fresh;
    if (fresh === undefined) return;
    const width = this.#arena.layout.words;
    for (let i = 0; i < this.#count; i += 1) {
      const { hashes, words } = findings[this.#threads[i] ?? 0] ?? nothing;
      const index = this.#indices[i] ?? 0;
      this.#hashes[i] = hashes[index] ?? 0;
      for (let w = 0; w < width; w += 1) this.#words[i * width + w] = words[index * width + w] ?? 0;
    }
    this.#visited.find(this.#words, this.#count, this.#found, this.#hashes);
    for (let i = 0; i < this.#count; i += 1) {
      if ((this.#found[i] ?? 0) >= 0 || !this.#isFirst(i)) continue;
      const row = (this.#freshCount - 1) * at.perFresh;
      if (row + at.perFresh > fresh.length) throw new RangeError(`more than ${this.#freshCount} new states in one turn`);
      fresh[row] = this.#places[i] ?? 0;
      fresh[row + 1] = this.#threads[i] ?? 0;
      fresh[row + 2] = this.#indices[i] ?? 0;
      fresh[row + 3] = this.#states[i] ?? 0;
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
    if ((number + 1) * width > this.#freshWords.length) this.#freshWords = longer(this.#freshWords, this.#freshWords.length * 2);
    if (number >= this.#freshHashes.length) this.#freshHashes = longer(this.#freshHashes, this.#freshHashes.length * 2);
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
const nothing: Pick<Findings, 'hashes' | 'words' | 'states' | 'holes'> = { hashes: empty, words: empty, states: empty, holes: empty };

function equals(a: Int32Array, atA: number, b: Int32Array, atB: number, width: number): boolean {
  for (let i = 0; i < width; i += 1) if (a[atA + i] !== b[atB + i]) return false;
  return true;
}
