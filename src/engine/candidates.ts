/**
 * A batch of candidates: the states that the steps of a row of states lead to, and what is to be looked at more closely.
 *
 *   state 7: a ─▶ words, b ─▶ words, c: a stutter     state 8: a ─▶ words     ...
 *   words    [ w w | w w | w w | ... ]                 one candidate after the other, in the order of the reference
 *   ends     [ 2, 3, ... ]                             by state: how many candidates there are after it
 *
 * Steps that lead to a state met a moment ago (recent-states.ts) are counted as dropped, and no candidates.
 */

import { longer } from './longer.ts';

/** A step with what was said in it: [ state | label | candidate it led to, or -1 for a stutter | its run, or -1 and its part of the log: | from | to ]. */
export const perRecord = 6;
/** Something to look at: [ what | state | label | how many candidates or, if there are records, records came before ]. */
export const perRemark = 4;
export const lostRemark = 0;
export const noWayOutRemark = 1;

/** A batch: what was found from states `first` to `first + ends.length - 1`. */
export class Candidates {
  words: Int32Array = new Int32Array(1024);
  /** By candidate: the hash of its words. */
  hashes: Int32Array = new Int32Array(1024);
  count = 0;
  first = 0;
  readonly ends: number[] = [];
  /** By state: how many of its steps were dropped, and how many were stutters. */
  readonly dropped: number[] = [];
  readonly stuttered: number[] = [];
  readonly remarks: number[] = [];
  readonly records: number[] = [];
  isRecorded = false;
  log = new Int32Array(1024);
  logLength = 0;
  transitions = 0;
  stutters = 0;
  /** What a machine did that it must not, with the state in which it did, and the label of the step, or -1. */
  failure: { readonly state: number; readonly label: number; readonly error: unknown } | null = null;
  /** Five numbers for each state of which a part is missing: [ state | candidates before | block | entry | timer to go on with ]. */
  readonly holes: number[] = [];

  /** Makes room for so many candidates more. */
  reserve(more: number, width: number): void {
    const needed = this.count + more + 1;
    if (needed * width > this.words.length) this.words = longer(this.words, needed * width * 2);
    if (needed > this.hashes.length) this.hashes = longer(this.hashes, needed * 2);
  }

  clear(first: number): void {
    this.holes.length = 0;
    this.count = 0;
    this.first = first;
    this.ends.length = 0;
    this.dropped.length = 0;
    this.stuttered.length = 0;
    this.remarks.length = 0;
    this.records.length = 0;
    this.logLength = 0;
    this.transitions = 0;
    this.stutters = 0;
    this.failure = null;
  }
}
