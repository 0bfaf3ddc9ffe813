/**
 * The states in which a predicate holds, and the steps between them: what is needed to tell how long a stay lasts.
 *
 * A stay is a part of a run in which the predicate holds all along. Steps take no time, but for the tick. So a graph has, for
 * each state of a stay, the steps that stay, at most one tick, and whether a step leaves.
 *
 *   outside ──▶ 0 ──step──▶ 1 ──tick──▶ 2 ──step──▶ outside        a stay of one tick; state 0 is an entry
 *                           └──step──▶ outside                     one of none
 *
 * States are numbered here from 0 in the order of their numbers outside.
 */
import { longer } from './longer.ts';

/** In place of the state after a tick: no time passes in this state; or the tick leaves. */
export const noTick = -1;
export const tickLeaves = -2;

export interface StayGraph {
  readonly count: number;
  /** By state: where its steps begin in `targets`; one more than states. */
  readonly stepsFrom: Int32Array;
  /** The states that steps without time lead to, stutters left out. */
  readonly targets: Int32Array;
  /** By state: the one after a tick, itself when nothing waits; or `noTick`, `tickLeaves`. */
  readonly ticks: Int32Array;
  /** By state: whether a step without time leaves; whether the run may have come from outside, or begins here. */
  readonly leaves: Uint8Array;
  readonly entries: Uint8Array;
}

/** A state of a stay, and whether time passed to come there from the one before. */
export interface Visit {
  readonly state: number;
  readonly byTick: boolean;
}

/** Builds a graph state by state, in order. */
export class StayGraphBuilder {
  readonly #count: number;
  readonly #stepsFrom: Int32Array;
  #targets = new Int32Array(64);
  #size = 0;
  readonly #ticks: Int32Array;
  readonly #leaves: Uint8Array;
  readonly #entries: Uint8Array;

  constructor(count: number) {
    this.#count = count;
    this.#stepsFrom = new Int32Array(count + 1);
    this.#ticks = new Int32Array(count).fill(noTick);
    this.#leaves = new Uint8Array(count);
    this.#entries = new Uint8Array(count);
  }

  /** A step without time to another state of the graph; the steps of a state come together, and states in order. */
  step(from: number, to: number): void {
    if (this.#size === this.#targets.length) this.#targets = longer(this.#targets);
    this.#targets[this.#size] = to;
    this.#size += 1;
    this.#stepsFrom[from + 1] = this.#size;
  }

  leave(from: number): void {
    this.#leaves[from] = 1;
  }

  /** The tick of a state: the state that it leads to, or `tickLeaves`. */
  tick(from: number, to: number): void {
    this.#ticks[from] = to;
  }

  enter(state: number): void {
    this.#entries[state] = 1;
  }

  build(): StayGraph {
    // A state without steps begins where the one before it ended.
    for (let state = 1; state <= this.#count; state += 1) this.#stepsFrom[state] = Math.max(this.#stepsFrom[state] ?? 0, this.#stepsFrom[state - 1] ?? 0);
    return { count: this.#count, stepsFrom: this.#stepsFrom, targets: this.#targets.subarray(0, this.#size), ticks: this.#ticks, leaves: this.#leaves, entries: this.#entries };
  }
}
