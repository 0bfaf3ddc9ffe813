/**
 * All steps of a row of states: the hot loop. It fills a batch of candidates, the states that the steps lead to.
 *
 *   state 7: a ─▶ words, b ─▶ words, c: a stutter     state 8: a ─▶ words     ...
 *   words    [ w w | w w | w w | ... ]                 one candidate after the other, in the order of the reference
 *   ends     [ 2, 3, ... ]                             by state: how many candidates there are after it
 *
 * Stimuli come in the order they were declared, then timers in theirs. A step that touches only the actor it is given to is one XOR
 * of one word, done here; any other is played (player.ts). What a check must look at more closely is noted on the side:
 * remarks (something was lost, no way out), and, if claims about steps are open, a record of each step with what was said
 * in it. Nothing here decides anything.
 */
import { ModelError } from '../system/model-error.ts';
import { repack, type Layout } from './layout.ts';
import type { Player } from './player.ts';
import { chunkBits, chunkMask, type StateArena } from './state-arena.ts';
import { expiriesColumn, perEntry, perExpiry, perStep, unasked, type StepTables } from './step-tables.ts';

/** A step with what was said in it: [ state | label | candidate it led to, or -1 for a stutter | its part of the log: from | to ]. */
export const perRecord = 5;
/** Something to look at: [ what | state | label | how many candidates or, if there are records, records came before ]. */
export const perRemark = 4;
export const lostRemark = 0;
export const noWayOutRemark = 1;

/** A batch: what was found from states `first` to `first + ends.length - 1`. */
export class Candidates {
  words = new Int32Array(1024);
  count = 0;
  first = 0;
  readonly ends: number[] = [];
  readonly remarks: number[] = [];
  readonly records: number[] = [];
  isRecorded = false;
  log = new Int32Array(1024);
  logLength = 0;
  transitions = 0;
  stutters = 0;
  /** What a machine did that it must not, with the state in which it did. */
  failure: { readonly state: number; readonly error: unknown } | null = null;

  clear(first: number): void {
    this.count = 0;
    this.first = first;
    this.ends.length = 0;
    this.remarks.length = 0;
    this.records.length = 0;
    this.logLength = 0;
    this.transitions = 0;
    this.stutters = 0;
    this.failure = null;
  }
}

/** A batch ends with the state that brings it to so many candidates. */
const candidatesWanted = 8_192;
/** Or with the state after which so many milliseconds have passed. */
const millisecondsMax = 20;

export class Expansion {
  readonly candidates = new Candidates();
  /** Whether records of steps are wanted. */
  isRecording = false;
  readonly #tables: StepTables;
  readonly #arena: StateArena;
  readonly #player: Player;
  #layout: Layout;
  #label = -1;

  constructor(tables: StepTables, arena: StateArena, player: Player) {
    this.#tables = tables;
    this.#arena = arena;
    this.#player = player;
    this.#layout = arena.layout;
  }

  /** Goes on with another layout of words: that of the arena, which has been laid out anew. */
  relayout(): void {
    const { candidates } = this;
    const { layout } = this.#arena;
    const words = new Int32Array(Math.max(candidates.words.length, (candidates.count + 64) * layout.words));
    repack(this.#layout, candidates.words, layout, words, candidates.count);
    candidates.words = words;
    this.#layout = layout;
    this.#player.relayout(layout);
  }

  /** Expands states from `from` on, before `to`, until the batch is large enough; returns the first state that was not. */
  expand(from: number, to: number): number {
    const { candidates } = this;
    candidates.clear(from);
    candidates.isRecorded = this.isRecording;
    this.#player.isLogging = this.isRecording;
    const startedMs = performance.now();
    let state = from;
    for (; state < to && candidates.count < candidatesWanted; state += 1) {
      if ((state & 15) === 15 && performance.now() - startedMs > millisecondsMax) break;
      try {
        this.#expand(state);
      } catch (error) {
        candidates.failure = { state, error: error instanceof ModelError && this.#label >= 0 ? error.after([this.#tables.label(this.#label), ...error.steps]) : error };
        return state;
      }
      candidates.ends.push(candidates.count);
    }
    return state;
  }

  #expand(state: number): void {
    const tables = this.#tables;
    const player = this.#player;
    const { candidates } = this;
    const { fields } = player;
    const { blockPlaces, blockColumns } = tables;
    const before = candidates.count;
    player.load(this.#words(state), this.#at(state));
    // All stimuli are asked about before the first is given, as the reference does.
    this.#label = -1;
    for (let block = 0; block < blockPlaces.length; block += 1) {
      const place = blockPlaces[block] ?? 0;
      const list = tables.rows[(tables.rowsFrom[place] ?? 0) + (fields[place] ?? 0) * (tables.rowLength[place] ?? 0) + (blockColumns[block] ?? 0)] ?? unasked;
      if (list === unasked || (tables.lists[list + 1] ?? 0) > 0) tables.list(block, fields[place] ?? 0, fields);
    }
    this.#reserve(tables.labels.length);
    for (let block = 0; block < blockPlaces.length; block += 1) {
      const place = blockPlaces[block] ?? 0;
      const list = tables.rows[(tables.rowsFrom[place] ?? 0) + (fields[place] ?? 0) * (tables.rowLength[place] ?? 0) + (blockColumns[block] ?? 0)] ?? 0;
      const end = list + 2 + (tables.lists[list] ?? 0) * perEntry;
      for (let entry = list + 2; entry < end; ) entry = this.#give(state, place, entry, end);
    }
    if (tables.someoneWaits) this.#expireAll(state);
    candidates.transitions += candidates.count - before;
    if (candidates.count === before) candidates.remarks.push(noWayOutRemark, state, -1, this.#placeInOrder());
  }

  /** Gives stimuli from an entry on, up to and with the first that must be played; returns the entry after it. */
  #give(state: number, place: number, first: number, end: number): number {
    const { candidates, isRecording } = this;
    const { fields, hits } = this.#player;
    const { lists, steps } = this.#tables;
    const { word, shift, words: width } = this.#layout;
    const source = this.#words(state);
    const at = this.#at(state);
    const component = fields[place] ?? 0;
    const { words } = candidates;
    for (let entry = first; entry < end; entry += perEntry) {
      const step = lists[entry + 1] ?? 0;
      const budget = lists[entry + 2] ?? 0;
      if (step < 0 || (budget >= 0 && fields[budget] === 0)) continue;
      if (isRecording || steps[step * perStep + 1] !== 0 || step >= hits.length) {
        this.#play(state, place, lists[entry] ?? 0, step, budget);
        return entry + perEntry;
      }
      hits[step] = (hits[step] ?? 0) + 1;
      const next = steps[step * perStep] ?? 0;
      if (next === component && budget < 0) {
        candidates.stutters += 1;
        continue;
      }
      const target = candidates.count * width;
      for (let i = 0; i < width; i += 1) words[target + i] = source[at + i] ?? 0;
      const own = target + (word[place] ?? 0);
      words[own] = (words[own] ?? 0) ^ ((component ^ next) << (shift[place] ?? 0));
      if (budget >= 0) {
        const left = fields[budget] ?? 0;
        const spent = target + (word[budget] ?? 0);
        words[spent] = (words[spent] ?? 0) ^ ((left ^ (left - 1)) << (shift[budget] ?? 0));
      }
      candidates.count += 1;
    }
    return end;
  }

  /** Gives one stimulus by playing it. */
  #play(state: number, place: number, label: number, step: number, budget: number): void {
    const player = this.#player;
    this.#label = label;
    player.begin(this.#words(state), this.#at(state));
    if (budget >= 0) player.write(budget, (player.fields[budget] ?? 0) - 1);
    player.take(place, step);
    this.#note(state, label);
  }

  /** Lets each pending timer expire. */
  #expireAll(state: number): void {
    const tables = this.#tables;
    const player = this.#player;
    const pending: { readonly place: number; readonly entry: number }[] = [];
    for (let place = 0; place < tables.actors.length; place += 1) {
      const component = player.fields[place] ?? 0;
      const known = tables.rows[(tables.rowsFrom[place] ?? 0) + component * (tables.rowLength[place] ?? 0) + expiriesColumn] ?? unasked;
      const list = known === unasked ? tables.expiries(place, component) : known;
      const count = tables.lists[list] ?? 0;
      for (let i = 0; i < count; i += 1) pending.push({ place, entry: list + 1 + i * perExpiry });
    }
    if (pending.length === 0) return;
    this.#reserve(pending.length);
    const rankOf = ({ entry }: { readonly entry: number }): number => tables.timerRanks[tables.lists[entry] ?? 0] ?? 0;
    if (pending.length > 1) pending.sort((a, b) => rankOf(a) - rankOf(b));
    for (const { place, entry } of pending) {
      const label = tables.labelOfTimer(tables.lists[entry] ?? 0);
      this.#label = label;
      player.begin(this.#words(state), this.#at(state));
      player.write(place, tables.lists[entry + 3] ?? 0);
      player.deliver(tables.lists[entry + 1] ?? 0, tables.lists[entry + 2] ?? 0, place);
      this.#note(state, label);
    }
  }

  /** Notes what the step just played led to, and takes it back. */
  #note(state: number, label: number): void {
    const { candidates } = this;
    const player = this.#player;
    const { words, isLogging, log, logLength } = player;
    const source = this.#words(state);
    const at = this.#at(state);
    const target = candidates.count * words.length;
    let isChanged = false;
    for (let i = 0; i < words.length; i += 1) {
      const value = words[i] ?? 0;
      if (value !== source[at + i]) isChanged = true;
      candidates.words[target + i] = value;
    }
    if (player.lost) candidates.remarks.push(lostRemark, state, label, this.#placeInOrder());
    if (isLogging) {
      const from = candidates.logLength;
      if (from + logLength > candidates.log.length) candidates.log = longer(candidates.log, (from + logLength) * 2);
      for (let i = 0; i < logLength; i += 1) candidates.log[from + i] = log[i] ?? 0;
      candidates.logLength = from + logLength;
      candidates.records.push(state, label, isChanged ? candidates.count : -1, from, from + logLength);
    }
    if (isChanged) candidates.count += 1;
    else candidates.stutters += 1;
    player.undo();
  }

  #placeInOrder(): number {
    return this.isRecording ? this.candidates.records.length / perRecord : this.candidates.count;
  }

  /** Makes room for so many candidates more. */
  #reserve(more: number): void {
    const needed = (this.candidates.count + more + 1) * this.#layout.words;
    if (needed > this.candidates.words.length) this.candidates.words = longer(this.candidates.words, needed * 2);
  }

  #words(state: number): Int32Array {
    return this.#arena.chunks[state >>> chunkBits] ?? noWords;
  }

  #at(state: number): number {
    return (state & chunkMask) * this.#layout.words;
  }
}

const noWords = new Int32Array(0);

function longer(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(length);
  wider.set(array);
  return wider;
}
