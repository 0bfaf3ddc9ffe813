/**
 * Runs that fall apart: a step that tells many is remembered as several small runs instead of one that hardly ever comes again.
 *
 *   node1 CRASH ──▶ lun1 ──▶ vm1, vm3        what follows depends on six actors, and their components seldom come together again;
 *               ├─▶ lun2 ──▶ vm2, vm4        but what becomes of lun1, vm1 and vm3 depends on these three only, and what
 *               └─▶ vm1, vm2, vm3, vm4       becomes of the others on the others
 *
 * The actor that was given the stimulus is busy until all it sent has run to completion. So its messages run one after the other,
 * each as far as it goes; and two of them that have no actor in common, neither of those they change nor of those they read,
 * lead to the same in either order. Messages are therefore put into groups: two that were ever seen to have an actor in common are in one
 * group. Each group has a tree of runs (field-tree.ts) over the components of its actors, and the run of the step is
 * the XOR of all: that of the actor itself, which is the same each time, and one of each group.
 *
 * A group's run is kept only while its actors are no other group's. What a run of several groups leads to was then learned from runs
 * that went the same way, each in its own actors, and no part of them can have met another.
 */
import { firstNode, perNode, unknown } from './field-tree.ts';
import { shared } from './longer.ts';

/** The code of split n is `firstSplit - n`; those of nodes lie below all of these. */
export const firstSplit = -4;
export const splitsMax = firstSplit - firstNode;
/** [ run of the actor itself | its first group | end of its groups ] */
export const perSplit = 3;
/** The run that stands for the last one combined; it says nothing. */
export const combined = 0;

/** The splits as the hot loop reads them: the captain's, or a worker's view of them. */
export class SplitRuns {
  splits = shared(16 * perSplit);
  /** By group: the code that its tree begins with. */
  roots = shared(64);
  #found = new Int32Array(16);

  /**
   * The run of a split for these fields, made in the place of run `combined`; or the code again, if a part of it is not known.
   *
   * `patches` are the runs' words, each followed by a count (run-memory.ts).
   */
  combine(code: number, fields: Int32Array, { nodes, branches }: { readonly nodes: Int32Array; readonly branches: Int32Array }, patches: Int32Array, width: number): number {
    const { splits, roots } = this;
    const split = (firstSplit - code) * perSplit;
    const first = splits[split + 1] ?? 0;
    const groups = (splits[split + 2] ?? 0) - first;
    if (this.#found.length <= groups) this.#found = new Int32Array(groups * 2);
    const found = this.#found;
    for (let group = 0; group < groups; group += 1) {
      let run = roots[first + group] ?? unknown;
      while (run <= firstNode) {
        const node = (firstNode - run) * perNode;
        const value = fields[nodes[node] ?? 0] ?? 0;
        run = value < (nodes[node + 2] ?? 0) ? (branches[(nodes[node + 1] ?? 0) + value] ?? unknown) : unknown;
      }
      if (run < 0) return code;
      found[group] = run;
    }
    found[groups] = splits[split] ?? 0;
    for (let i = 0; i < width; i += 1) patches[combined * (width + 1) + i] = 0;
    for (let part = 0; part <= groups; part += 1) {
      const patch = (found[part] ?? 0) * (width + 1);
      for (let i = 0; i < width; i += 1) patches[i] = (patches[i] ?? 0) ^ (patches[patch + i] ?? 0);
      patches[patch + width] = (patches[patch + width] ?? 0) + 1;
    }
    return combined;
  }
}

/** Which messages of a step have had an actor in common. */
export class MessageGroups {
  /** By message: its group, from 0. */
  groupOf: readonly number[];
  #ownerOf = new Map<number, number>();

  constructor(messages: number) {
    this.groupOf = Array.from({ length: messages }, (_, message) => message);
  }

  get count(): number {
    return Math.max(...this.groupOf) + 1;
  }

  /** The group to which an actor belongs; -1 if to none. */
  ownerOf(place: number): number {
    return this.#ownerOf.get(place) ?? -1;
  }

  /** Notes what actors each message concerns; whether groups became one by it. */
  note(concerned: readonly ReadonlySet<number>[]): boolean {
    let isMerged = false;
    concerned.forEach((places, message) => {
      for (const place of places) {
        const group = this.groupOf[message] ?? 0;
        const owner = this.#ownerOf.get(place) ?? group;
        this.#ownerOf.set(place, owner);
        if (owner === group) continue;
        this.#merge(owner, group);
        isMerged = true;
      }
    });
    return isMerged;
  }

  /** Makes one group of two; groups stay numbered without gaps. */
  #merge(one: number, other: number): void {
    const [kept, gone] = one < other ? [one, other] : [other, one];
    const renamed = (group: number): number => (group === gone ? kept : group > gone ? group - 1 : group);
    this.groupOf = this.groupOf.map(renamed);
    this.#ownerOf = new Map([...this.#ownerOf].map(([place, group]) => [place, renamed(group)]));
  }
}
