/**
 * The renamings under which claims are tried: all of them where there are few, else a fair share.
 *
 * With at most 24 renamings - a group of four, two groups of three and two, ... - each state is tried under every one. With
 * more, it is tried under each exchange of two actors, which finds out every claim that names one block of each group, and
 * under some drawn at random, which are others for the next state. The dice are seeded, so that every run draws the same.
 */
import { exchange, namesOf, renamingsCount, renamingsOf, seated, type Groups } from '../system/interchangeable.ts';
import { composed, type Renaming } from '../system/renaming.ts';

/** A renaming, and the exchanges of neighbours that it is made of, by their numbers and in order. */
export interface Trial {
  readonly names: Renaming;
  readonly way: readonly number[];
}

const renamingsMax = 24;
const drawn = 64;
const drawnPerState = 8;

export class TrialRenamings {
  readonly #fixed: readonly Trial[];
  readonly #drawn: readonly Trial[];
  /** Of those drawn, the first for the next state or step. */
  position = 0;

  constructor(groups: Groups) {
    const trial = (names: Renaming): Trial => ({ names, way: wayOf(groups, names) });
    if (renamingsCount(groups) <= renamingsMax) {
      this.#fixed = renamingsOf(groups).map(trial);
      this.#drawn = [];
      return;
    }
    const dice = diceOf(20_081_027);
    this.#fixed = pairsOf(groups);
    this.#drawn = Array.from({ length: drawn }, () => trial(drawnFrom(groups, dice)));
  }

  /** Whether each state and step is tried under every renaming. */
  get areAll(): boolean {
    return this.#drawn.length === 0;
  }

  /** Those for the next state or step. */
  next(): readonly Trial[] {
    if (this.#drawn.length === 0) return this.#fixed;
    const from = this.position;
    this.position = (from + drawnPerState) % this.#drawn.length;
    return [...this.#fixed, ...this.#drawn.slice(from, from + drawnPerState)];
  }
}

/** The exchanges of any two blocks of a group. */
export function pairsOf(groups: Groups): readonly Trial[] {
  const pairs = groups.flatMap((group) => group.flatMap((one, i) => group.slice(i + 1).map((other) => exchange(one, other))));
  return pairs.map((names) => ({ names, way: wayOf(groups, names) }));
}

/** The exchanges that sort everybody to their new seats. */
function wayOf(groups: Groups, names: Renaming): readonly number[] {
  const way: number[] = [];
  let firstExchange = 0;
  for (const group of groups) {
    // Another group may permute the actors within a block, but not carry them out of it.
    const seats = group.map((block) => {
      const [first = ''] = namesOf(block);
      return group.findIndex((other) => namesOf(other).includes(names.get(first) ?? first));
    });
    for (let end = seats.length - 1; end > 0; end -= 1) {
      for (let at = 0; at < end; at += 1) {
        const [left = 0, right = 0] = seats.slice(at, at + 2);
        if (left <= right) continue;
        seats.splice(at, 2, right, left);
        way.push(firstExchange + at);
      }
    }
    firstExchange += group.length - 1;
  }
  return way;
}

function drawnFrom(groups: Groups, dice: () => number): Renaming {
  return groups.reduce<Renaming>((names, group) => {
    const left = [...group];
    return composed(names, seated(group, group.map((block) => left.splice(Math.floor(dice() * left.length), 1)[0] ?? block)));
  }, new Map());
}

/** Fractions in [0, 1); the generator is mulberry32. */
function diceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const once = Math.imul(state ^ (state >>> 15), 1 | state);
    const twice = (once + Math.imul(once ^ (once >>> 7), 61 | once)) ^ once;
    return ((twice ^ (twice >>> 14)) >>> 0) / 4_294_967_296;
  };
}
