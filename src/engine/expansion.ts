/**
 * Rows of states expanded in batches: steps-of-state.ts takes the steps of one, here is which ones, and what happens when one fails.
 *
 * A batch ends when it is large enough to be looked up at once (visited-set.ts), or after a while, so that a Ctrl-C is heard.
 */
import { LimitReached } from '../property/limit-reached.ts';
import { perRecord, perRemark, type Candidates } from './candidates.ts';
import { missing, type HotTables } from './hot-tables.ts';
import type { Player } from './player.ts';
import { StepsOfState, type HotArena, type HotMemory } from './steps-of-state.ts';

/** A batch ends with the state that brings it to so many candidates. */
const candidatesWanted = 2_048;
/** Or with the state after which so many milliseconds have passed. */
const millisecondsMax = 20;

export class Expansion {
  /** Whether nothing is kept of a state in which a limit was reached, since a search that is resumed will begin it again. */
  takesBack = false;
  readonly #steps: StepsOfState;

  /** `isAside`: every step is played, and none is counted or remembered. */
  constructor(tables: HotTables, arena: HotArena, player: Player, memory: HotMemory, isAside = false) {
    this.#steps = new StepsOfState(tables, arena, player, memory, isAside);
  }

  /** What is being filled. */
  get candidates(): Candidates {
    return this.#steps.candidates;
  }
  set candidates(batch: Candidates) {
    this.#steps.candidates = batch;
  }

  /** Whether records of steps are wanted. */
  set isRecording(isWanted: boolean) {
    this.#steps.isRecording = isWanted;
  }

  /** Goes on with another layout of words: that of the arena, which has been laid out anew. */
  relayout(): void {
    this.#steps.relayout();
  }

  /** Expands states from `from` on, before `to`, until the batch is large enough; returns the first state that was not. */
  expand(from: number, to: number): number {
    const steps = this.#steps;
    const { candidates } = steps;
    candidates.clear(from);
    candidates.isRecorded = steps.isRecording;
    steps.allowDrops(true);
    const startedMs = performance.now();
    let state = from;
    for (; state < to && candidates.count < candidatesWanted; state += 1) {
      if ((state & 15) === 15 && performance.now() - startedMs > millisecondsMax) break;
      const { count, stutters } = candidates;
      try {
        this.#takeWhole(state);
      } catch (error) {
        this.#fail(state, error, count, stutters);
        return state;
      }
      candidates.ends.push(candidates.count);
    }
    return state;
  }

  /** Appends what is found from states `from` to `to - 1` to the batch; where something is missing it leaves a hole. */
  append(from: number, to: number): void {
    const steps = this.#steps;
    const { candidates } = steps;
    steps.allowDrops(true);
    for (let state = from; state < to; state += 1) {
      const { count, stutters } = candidates;
      try {
        this.#takeWhole(state);
      } catch (error) {
        if (error !== missing) throw error;
        candidates.transitions += candidates.count - count + steps.dropped;
        candidates.holes.push(state, candidates.count - count, steps.block, steps.entry, steps.timer);
      }
      candidates.ends.push(candidates.count);
      candidates.dropped.push(steps.dropped);
      candidates.stuttered.push(candidates.stutters - stutters);
    }
  }

  /** Appends what is found from a state from a hole on. */
  appendRest(state: number, block: number, entry: number, timer: number): void {
    const steps = this.#steps;
    const { count, stutters } = steps.candidates;
    steps.allowDrops(false);
    steps.block = block;
    steps.entry = entry;
    steps.timer = timer;
    try {
      steps.take(state);
    } catch (error) {
      this.#fail(state, error, count, stutters);
    }
  }

  #takeWhole(state: number): void {
    const steps = this.#steps;
    steps.dropped = 0;
    steps.block = 0;
    steps.entry = 0;
    steps.timer = 0;
    steps.take(state);
  }

  /** Notes that a state could not be expanded whole; its steps are not counted, but what they led to stays found. */
  #fail(state: number, error: unknown, count: number, stutters: number): void {
    const { candidates, label } = this.#steps;
    const { records, remarks } = candidates;
    candidates.failure = { state, label, error };
    if (!(error instanceof LimitReached)) return;
    candidates.stutters = stutters;
    if (!this.takesBack) return;
    candidates.count = count;
    this.#steps.forgetRecent();
    while (records.length > 0 && records[records.length - perRecord] === state) records.length -= perRecord;
    while (remarks.length > 0 && remarks[remarks.length - perRemark + 1] === state) remarks.length -= perRemark;
  }
}
