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
 * The leaves of the tree (field-tree.ts) are the numbers of runs. An entry whose runs are new most of the time is split, if it can
 * be (split-runs.ts); else it is given up, and its steps are always played. So are all new ones when the memory is full.
 */
import { FieldTree, firstNode } from './field-tree.ts';
import type { Layout } from './layout.ts';
import { SplitLearning, type PlayedRun } from './split-learning.ts';
import { firstSplit, SplitRuns } from './split-runs.ts';
import { shared, longer } from './state-arena.ts';
import { perDelivery } from './hot-tables.ts';
import type { StepTables } from './step-tables.ts';

/** In place of a run: it is always to be played. */
export const played = -3;

const branchesMax = 1 << 22;
const runsMax = 1 << 18;
/** When an entry has learned this many runs, and whenever that has doubled, it is looked at: each must have come again so often on the average. */
const trial = 1_024;
/** Splits are given longer: their parts pay later. */
const splitTrial = 4_096;
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
  #owners = shared(256);
  readonly #learned = new Map<number, number>();
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

  /** Adds the run just played, of an entry that had `code`; returns the code that it has from now on. */
  learn(entry: number, code: number, step: PlayedRun): number {
    if (code <= firstSplit && code > firstNode) return this.#splitting.learn(code, step) ? code : played;
    const { place, fields, changes, log, logLength } = step;
    const run = this.#addRun(entry, changes, log, logLength);
    if (this.#isWasted(entry)) return this.#splitting.begin(step) ?? played;
    const root = this.tree.add(code, this.#readPath(place, log, 0, logLength), fields, run);
    if (root === null) throw new RangeError('a run reads what another one did not');
    return root;
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

  /** Moves the hits of runs to those of their steps. */
  drainHits(hits: Float64Array): void {
    this.gather();
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

  /** Whether an entry, or a split (-1 - its number), has learned much that did not come again. */
  #isWasted(entry: number): boolean {
    const learned = (this.#learned.get(entry) ?? 0) + 1;
    this.#learned.set(entry, learned);
    if (learned < (entry < 0 ? splitTrial : trial) || (learned & (learned - 1)) !== 0) return false;
    this.gather();
    let hits = 0;
    for (let run = 0; run < this.count; run += 1) if (this.#owners[run] === entry) hits += (this.#hits[run] ?? 0) + (this.#again[run] ?? 0);
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
    if (logEnd > this.#log.length) this.#log = longer(this.#log, logEnd * 2);
    if (changesEnd > this.#changes.length) this.#changes = longer(this.#changes, changesEnd * 2);
    if ((run + 1) * 2 > this.#ends.length) this.#ends = longer(this.#ends, this.#ends.length * 2);
    for (let i = 0; i < logLength; i += 1) this.#log[this.#logEnd + i] = log[i] ?? 0;
    this.#changes.set(changes, this.#changesEnd);
    this.#logEnd = logEnd;
    this.#changesEnd = changesEnd;
    this.#ends[run * 2] = logEnd;
    this.#ends[run * 2 + 1] = changesEnd;
    this.count = run + 1;
    if (this.count > this.#owners.length) this.#owners = longer(this.#owners, this.#owners.length * 2);
    this.#owners[run] = entry;
    if (this.count > this.#hits.length) {
      this.#hits = twice(this.#hits);
      this.#again = twice(this.#again);
    }
    const needed = this.count * (this.#layout.words + 1);
    if (needed > this.patches.length) this.patches = longer(this.patches, needed * 2);
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

function twice(array: Float64Array): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(array.length * 2);
  wider.set(array);
  return wider;
}
