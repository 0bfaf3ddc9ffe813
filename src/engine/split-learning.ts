/** Learns the parts of split runs (split-runs.ts): which messages belong together, and what follows from those of each group. */
import { deliveriesMax } from '../system/run-to-completion.ts';
import { unknown, type FieldTree } from './field-tree.ts';
import { perDelivery } from './hot-tables.ts';
import { firstSplit, MessageGroups, perSplit, splitsMax, type SplitRuns } from './split-runs.ts';
import { longerShared } from './longer.ts';

/** A step that was played: the actor it began with, the fields before, what it did, and where in the log each message of that actor begins. */
export interface PlayedRun {
  readonly place: number;
  readonly fields: Int32Array;
  readonly changes: readonly number[];
  readonly log: Int32Array;
  readonly logLength: number;
  readonly marks: readonly number[];
  /** Whether records are made of such runs, so that all that is said in them must be remembered. */
  readonly isWhole: boolean;
}

/** What the memory of runs does for a learner. */
export interface Remembering {
  readonly tree: FieldTree;
  readonly splits: SplitRuns;
  /** The fields that a part of a run depends on, in the order in which they come to matter. */
  readonly pathOf: (log: Int32Array, from: number, to: number) => readonly number[];
  readonly addRun: (owner: number, changes: readonly number[], log: Int32Array, logLength: number) => number;
  readonly isWasted: (owner: number) => boolean;
}

export class SplitLearning {
  readonly #memory: Remembering;
  readonly #groups: MessageGroups[] = [];
  #rootsEnd = 0;

  constructor(memory: Remembering) {
    this.#memory = memory;
  }

  /** The code of a new split for an entry with such runs, or null: not everything falls apart. */
  begin(run: PlayedRun): number | null {
    const { marks, log, place } = run;
    const split = this.#groups.length;
    if (marks.length < 2 || split >= splitsMax) return null;
    const { splits } = this.#memory;
    if ((split + 1) * perSplit > splits.splits.length) splits.splits = longerShared(splits.splits, splits.splits.length * 2);
    if (this.#rootsEnd + marks.length > splits.roots.length) splits.roots = longerShared(splits.roots, (this.#rootsEnd + marks.length) * 2);
    const groups = new MessageGroups(marks.length);
    this.#groups.push(groups);
    splits.splits.set([this.#memory.addRun(-1 - split, changesOf(run, (field) => field === place), log, 0), this.#rootsEnd, this.#rootsEnd], split * perSplit);
    this.#rootsEnd += marks.length;
    this.#forget(split, groups);
    return firstSplit - split;
  }

  /** Learns what is new in a run; whether the entry may go on so. */
  learn(code: number, run: PlayedRun): boolean {
    const { tree, splits, isWasted } = this.#memory;
    const split = firstSplit - code;
    const groups = this.#groups[split];
    const concerned = this.#concerned(run);
    if (groups === undefined || concerned === null) return false;
    if (groups.note(concerned)) this.#forget(split, groups);
    const first = splits.splits[split * perSplit + 1] ?? 0;
    for (let group = 0; group < groups.count; group += 1) {
      const root = splits.roots[first + group] ?? unknown;
      if (tree.find(root, run.fields) >= 0) continue;
      const learned = this.#learnGroup(split, group, run);
      if (isWasted(-1 - split)) return false;
      splits.roots[first + group] = tree.add(root, learned.path, run.fields, learned.run) ?? root;
      if (tree.find(splits.roots[first + group] ?? unknown, run.fields) !== learned.run) throw new RangeError('a part of a run reads what another one did not');
    }
    return true;
  }

  /** What actors each message concerns; null when one comes back to the actor that sent them, or there are very many. */
  #concerned({ place, log, logLength, marks }: PlayedRun): readonly ReadonlySet<number>[] | null {
    // As many in each group would still be fewer than a step may have.
    if (logLength / perDelivery > deliveriesMax / (marks.length + 1)) return null;
    const concerned = marks.map((from, message) => new Set(this.#memory.pathOf(log, from, marks[message + 1] ?? logLength)));
    return concerned.some((places) => places.has(place)) ? null : concerned;
  }

  #learnGroup(split: number, group: number, run: PlayedRun): { readonly run: number; readonly path: readonly number[] } {
    const groups = this.#groups[split];
    const { log, logLength, marks } = run;
    const said: number[] = [];
    marks.forEach((from, message) => {
      if (groups?.groupOf[message] === group) said.push(...log.subarray(from, marks[message + 1] ?? logLength));
    });
    const own = Int32Array.from(said);
    return { run: this.#memory.addRun(-1 - split, changesOf(run, (field) => groups?.ownerOf(field) === group), own, own.length), path: this.#memory.pathOf(own, 0, own.length) };
  }

  /** Forgets what the groups of a split were known to do. */
  #forget(split: number, groups: MessageGroups): void {
    const { splits, roots } = this.#memory.splits;
    const first = splits[split * perSplit + 1] ?? 0;
    splits[split * perSplit + 2] = first + groups.count;
    roots.fill(unknown, first, first + groups.count);
  }
}

/** The pairs of a field and what to XOR it with, of some fields. */
function changesOf({ changes }: PlayedRun, isWanted: (field: number) => boolean): readonly number[] {
  return changes.filter((_, i) => isWanted(changes[i - (i % 2)] ?? -1));
}
