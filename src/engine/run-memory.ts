/**
 * Runs to completion remembered: a step that was played once is one XOR when it comes again.
 *
 * What follows from a stimulus depends on the components of the actors that it reaches, one after the other. So the runs of one
 * stimulus to one component form a tree: at a node stands the next actor whose component matters, below it a branch
 * for each component met, at the end the run: what it changes in the words of a state, and what was said in it.
 *
 *   philosopher1 thinking, TAKE_LEFT ── fork1 ── free ──▶ run 7: fork1 taken, philosopher1 left
 *                                            └─ taken ──▶ run 8: changes nothing, a stutter
 *
 * What follows does not depend on the component of the actor that was given the stimulus, only on what that actor says: it is busy until
 * all is done. So entries that say and change the same have one tree in common (network: whatever else it holds), and how
 * often each was taken is counted apart. This does not hold where a message comes back to that actor; then an entry has its own.
 *
 * The leaves of the tree (field-tree.ts) are the numbers of runs. An entry whose runs are new most of the time is split, if it can
 * be (split-runs.ts); else it is given up, and its steps are always played. So are all new ones when the memory is full.
 *
 * Longer than 250 lines because what is remembered, and how often it came again, read best in one place.
 */
import { FieldTree, firstNode, unknown } from './field-tree.ts';
import type { Layout } from './layout.ts';
import { SplitLearning, type PlayedRun } from './split-learning.ts';
import { firstSplit, splitsMax, SplitRuns } from './split-runs.ts';
import { longerShared, shared } from './longer.ts';
import { perDelivery, perStep } from './hot-tables.ts';
import type { StepTables } from './step-tables.ts';

/** In place of a run: it is always to be played. */
export const played = -3;

const branchesMax = 1 << 22;
const runsMax = 1 << 18;
/** When an entry has learned this many runs, and whenever that has doubled, it is looked at: each must have come again so often on the average. */
const trial = 1_024;
/** Splits are given longer: their parts pay later. */
const splitTrial = 4_096;
/** Owners of several entries have numbers from here down; those of splits lie above. */
const firstOwner = -1 - splitsMax;
const hitsMin = 2;

export class RunMemory {
  readonly tree = new FieldTree();
  readonly splits = new SplitRuns();
  /** By run, `words + 1` numbers: what to XOR each word with, and how often the run came again since the hits were gathered. */
  patches = shared(256);
  count = 0;
  /** How often each run came again: since the hits were drained, and before that. */
  #hits = new Float64Array(256);
  #again = new Float64Array(256);
  readonly #tables: StepTables;
  #layout: Layout;
  /** By run: its part of the log, and of the changes, which are pairs of a field and what to XOR it with. */
  #log = shared(1024);
  #changes = shared(256);
  #ends = shared(512);
  #logEnd = 0;
  #changesEnd = 0;
  /** By field: whether the path at hand has read it. */
  readonly #isRead: Uint8Array;
  readonly #path: number[] = [];
  /** By run: the entry that learned it; and by entry, how many. */
  #ownerOfRun = shared(256);
  readonly #learned = new Map<number, number>();
  /** By entry: how often its step was taken by a run that does not tell of it. */
  #taken = new Float64Array(256);
  /** Entries whose runs tell of their own step, too, since records are made of them; and those in whose runs a message comes back. */
  readonly #wholes = new Set<number>();
  readonly #loners = new Set<number>();
  /** The owners that entries have in common; and by owner, the code its tree begins with, or what it has instead of one. */
  readonly #owners = new Map<string, number>();
  readonly #roots = new Map<number, number>();
  readonly #splits = new Map<number, number>();
  readonly #splitting = new SplitLearning({
    tree: this.tree,
    splits: this.splits,
    pathOf: (log, from, to) => this.#readPath(-1, log, from, to).slice(),
    addRun: (owner, changes, log, logLength) => this.#addRun(owner, changes, log, logLength),
    isWasted: (owner) => this.#isWasted(owner),
  });

  constructor(tables: StepTables, fields: number, layout: Layout) {
    this.#tables = tables;
    this.#layout = layout;
    this.#isRead = new Uint8Array(fields);
    // The place of what is combined from several.
    this.#addRun(-1, [], new Int32Array(0), 0);
  }

  get isFull(): boolean {
    return this.count >= runsMax || this.tree.size >= branchesMax;
  }

  /** What was said in a run, as a part of a log. */
  logOf(run: number): { readonly log: Int32Array; readonly from: number; readonly to: number } {
    return { log: this.#log, from: run === 0 ? 0 : (this.#ends[(run - 1) * 2] ?? 0), to: this.#ends[run * 2] ?? 0 };
  }

  /** The counts of entries, with room for so many. */
  takenUpTo(entries: number): Float64Array {
    if (this.#taken.length < entries) this.#taken = wider(this.#taken, entries * 2);
    return this.#taken;
  }

  /** Whether what is said in an entry's runs is all that is said in them. */
  isWhole(entry: number): boolean {
    return this.#wholes.has(entry);
  }

  /** Learns the run just played, of an entry that had `code`; returns the code that it has from now on. */
  learn(entry: number, code: number, step: PlayedRun): number {
    if (code <= firstSplit && code > firstNode) return this.#splitting.learn(code, step) ? code : played;
    if (code === unknown && step.isWhole) this.#wholes.add(entry);
    const isWhole = this.#wholes.has(entry);
    const owner = isWhole ? entry : this.#ownerOf(entry, step);
    const split = this.#splits.get(owner);
    if (split !== undefined) return split;
    const { place, fields, changes, log, logLength } = step;
    const root = this.#roots.get(owner) ?? unknown;
    if (this.tree.find(root, fields) >= 0) return root;
    const run = this.#addRun(owner, changes, isWhole ? log : log.subarray(perDelivery), isWhole ? logLength : logLength - perDelivery);
    if (this.#isWasted(owner)) {
      const instead = (isWhole ? null : this.#splitting.begin(step)) ?? played;
      this.#splits.set(owner, instead);
      return instead;
    }
    const next = this.tree.add(root, this.#readPath(place, log, 0, logLength), fields, run);
    if (next === null) throw new RangeError('a run reads what another one did not');
    this.#roots.set(owner, next);
    return next;
  }

  /** Goes on with another layout of words. */
  relayout(layout: Layout): void {
    this.gather();
    this.#layout = layout;
    this.patches = shared(Math.max(256, this.count * 2 * (layout.words + 1)));
    for (let run = 0; run < this.count; run += 1) this.#patch(run);
  }

  /** Takes in the hits since the last time; to be called before 2^31 of them. */
  gather(): void {
    const { words } = this.#layout;
    for (let run = 0; run < this.count; run += 1) {
      const place = run * (words + 1) + words;
      this.#hits[run] = (this.#hits[run] ?? 0) + (this.patches[place] ?? 0);
      this.patches[place] = 0;
    }
  }

  /** Takes in how often another thread took each run. */
  addTally(hits: Float64Array): void {
    for (let run = 0; run < this.count; run += 1) this.#hits[run] = (this.#hits[run] ?? 0) + (hits[run] ?? 0);
  }

  /** Takes in how often another thread took each entry. */
  addTaken(taken: Float64Array): void {
    const own = this.takenUpTo(taken.length);
    for (let entry = 0; entry < taken.length; entry += 1) own[entry] = (own[entry] ?? 0) + (taken[entry] ?? 0);
  }

  /** Moves the hits of runs and entries to those of their steps. */
  drainHits(hits: Float64Array): void {
    this.gather();
    const taken = this.#taken;
    for (let entry = 0; entry < taken.length; entry += 1) {
      const times = taken[entry] ?? 0;
      if (times === 0) continue;
      const step = this.#tables.notes[entry + 1] ?? 0;
      if (!this.#wholes.has(entry)) hits[step] = (hits[step] ?? 0) + times;
      taken[entry] = 0;
    }
    for (let run = 0; run < this.count; run += 1) {
      const times = this.#hits[run] ?? 0;
      if (times === 0) continue;
      const { log, from, to } = this.logOf(run);
      for (let at = from; at < to; at += perDelivery) {
        const step = log[at] ?? -1;
        if (step >= 0) hits[step] = (hits[step] ?? 0) + times;
      }
      this.#again[run] = (this.#again[run] ?? 0) + times;
      this.#hits[run] = 0;
    }
  }

  /** Who learns from a step: all entries of an actor that say and change the same, or an entry alone if a message comes back in its runs. */
  #ownerOf(entry: number, { place, fields, log, logLength }: PlayedRun): number {
    const tables = this.#tables;
    const step = log[0] ?? 0;
    if (!this.#loners.has(entry) && this.#readPath(-1, log, perDelivery, logLength).includes(place)) this.#loners.add(entry);
    if (this.#loners.has(entry)) return entry;
    const { targets } = tables.local(step);
    const change = (fields[place] ?? 0) ^ (tables.steps[step * perStep] ?? 0);
    const said = tables.steps.subarray(step * perStep + 2, step * perStep + 4);
    const key = `${place} ${change} ${targets.join(' ')} ${tables.sends.subarray(said[0], said[1]).join(' ')}`;
    const known = this.#owners.get(key) ?? firstOwner - this.#owners.size;
    this.#owners.set(key, known);
    return known;
  }

  /** Whether an entry, or a split (-1 - its number), has learned much that did not come again. */
  #isWasted(entry: number): boolean {
    const learned = (this.#learned.get(entry) ?? 0) + 1;
    this.#learned.set(entry, learned);
    if (learned < (entry < 0 && entry > firstOwner ? splitTrial : trial) || (learned & (learned - 1)) !== 0) return false;
    this.gather();
    let hits = 0;
    for (let run = 0; run < this.count; run += 1) if (this.#ownerOfRun[run] === entry) hits += (this.#hits[run] ?? 0) + (this.#again[run] ?? 0);
    return hits < learned * hitsMin;
  }

  /** The fields that a part of a run depends on, in the order in which they come to matter, but for one that is known. */
  #readPath(known: number, log: Int32Array, from: number, to: number): readonly number[] {
    const tables = this.#tables;
    this.#path.length = 0;
    this.#isRead.fill(0);
    if (known >= 0) this.#isRead[known] = 1;
    const read = (field: number): void => {
      if (this.#isRead[field] === 1) return;
      this.#isRead[field] = 1;
      this.#path.push(field);
    };
    for (let at = from; at < to; at += perDelivery) {
      const step = log[at] ?? 0;
      if (step < 0) {
        read(-1 - step);
        continue;
      }
      read(tables.places[step] ?? 0);
      for (const name of tables.local(step).targets) read(tables.placeOf(name));
    }
    return this.#path;
  }

  #addRun(entry: number, changes: readonly number[], log: Int32Array, logLength: number): number {
    const run = this.count;
    const logEnd = this.#logEnd + logLength;
    const changesEnd = this.#changesEnd + changes.length;
    if (logEnd > this.#log.length) this.#log = longerShared(this.#log, logEnd * 2);
    if (changesEnd > this.#changes.length) this.#changes = longerShared(this.#changes, changesEnd * 2);
    if ((run + 1) * 2 > this.#ends.length) this.#ends = longerShared(this.#ends, this.#ends.length * 2);
    for (let i = 0; i < logLength; i += 1) this.#log[this.#logEnd + i] = log[i] ?? 0;
    this.#changes.set(changes, this.#changesEnd);
    this.#logEnd = logEnd;
    this.#changesEnd = changesEnd;
    this.#ends[run * 2] = logEnd;
    this.#ends[run * 2 + 1] = changesEnd;
    this.count = run + 1;
    if (this.count > this.#ownerOfRun.length) this.#ownerOfRun = longerShared(this.#ownerOfRun, this.#ownerOfRun.length * 2);
    this.#ownerOfRun[run] = entry;
    if (this.count > this.#hits.length) {
      this.#hits = wider(this.#hits, this.#hits.length * 2);
      this.#again = wider(this.#again, this.#again.length * 2);
    }
    const needed = this.count * (this.#layout.words + 1);
    if (needed > this.patches.length) this.patches = longerShared(this.patches, needed * 2);
    this.#patch(run);
    return run;
  }

  #patch(run: number): void {
    const { words, word, shift } = this.#layout;
    const from = run * (words + 1);
    for (let i = 0; i <= words; i += 1) this.patches[from + i] = 0;
    for (let at = run === 0 ? 0 : (this.#ends[run * 2 - 1] ?? 0); at < (this.#ends[run * 2 + 1] ?? 0); at += 2) {
      const field = this.#changes[at] ?? 0;
      const place = from + (word[field] ?? 0);
      this.patches[place] = (this.patches[place] ?? 0) ^ ((this.#changes[at + 1] ?? 0) << (shift[field] ?? 0));
    }
  }
}

function wider(array: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(length);
  copy.set(array);
  return copy;
}
