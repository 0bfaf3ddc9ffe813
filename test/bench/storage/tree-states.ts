/**
 * The visited set by tree compression: a state is a binary tree of pairs, and each pair is kept once.
 *
 *   fields    3 1 0 2                      1 (root)         a state is the number of its root
 *   leaves    positions 4 5 6 7          2        3         inner pairs, in one table for all positions
 *   children  of p: 2p and 2p + 1       4  5    6  7
 *
 * States that differ in one actor share all pairs but those on the path from its leaf to the root. So a state costs its
 * root, two 32-bit numbers, however many actors there are, and what it adds to the inner pairs, which is little when parts of
 * states recur. A leaf is a whole number of 32 bits.
 *
 * Folding states into a tree of pairs is Blom, Lisser, van de Pol and Weber's (ENTCS 198(1), 2008); looking up only the changed path,
 * and one table for all positions, is Laarman, van de Pol and Weber's (Parallel recursive state compression for free, SPIN 2011).
 * Roots are kept in the engine's own store, as states of two words: numbered in the order of discovery, since these numbers
 * are the breadth-first queue and the parents, and looked up in batches. So the two differ in what they keep, and in nothing else.
 *
 * Hot loops over typed arrays; so indices are plain and locals are mutable.
 */
import { countText } from '../../../src/report/quantities.ts';
import { BatchedStates } from './batched-states.ts';
import { PairNumbers } from './pair-numbers.ts';

/** What an unfolded tree holds where nothing was read yet; no number of a pair is negative. */
const nothing = -1;

export class TreeStates {
  /** No value outgrows its leaf. */
  readonly repackingMicroseconds = 0;
  readonly #fields: number;
  /** Two at least, so that there is a root. */
  readonly #leaves: number;
  readonly #roots = new BatchedStates([2 ** 31, 2 ** 31]);
  readonly #root = new Int32Array(2);
  readonly #inner = new PairNumbers();
  /** The tree of the state last loaded, by position, and its number. */
  readonly #tree: Int32Array;
  #loaded = -1;
  /** By position: whether it changed while a tree is unfolded. */
  readonly #changed: Uint8Array;
  /** Positions whose pair has to be looked up again, children before parents, and what stood there. */
  readonly #path: Int32Array;
  readonly #undone: Int32Array;

  /** For states of `fields` fields, each of 32 bits. */
  constructor(fields: number) {
    this.#fields = fields;
    this.#leaves = Math.max(2, fields);
    this.#tree = new Int32Array(this.#leaves * 2).fill(nothing);
    this.#changed = new Uint8Array(this.#leaves * 2);
    this.#path = new Int32Array(this.#leaves);
    this.#undone = new Int32Array(this.#leaves);
  }

  get bytes(): number {
    return this.#roots.bytes + this.#inner.bytes;
  }

  get shape(): string {
    return `${countText(this.#inner.size)} inner pairs`;
  }

  begin(fields: Int32Array): void {
    const tree = this.#tree;
    const leaves = this.#leaves;
    for (let leaf = 0; leaf < leaves; leaf += 1) tree[leaves + leaf] = fields[leaf] ?? 0;
    for (let at = leaves - 1; at > 1; at -= 1) tree[at] = this.#inner.numberOf(tree[at * 2] ?? 0, tree[at * 2 + 1] ?? 0);
    this.#putRoot(-1);
    this.#roots.settle(new Int32Array(1));
  }

  put(fields: Int32Array, changes: Int32Array, changesLength: number): void {
    const tree = this.#tree;
    const leaves = this.#leaves;
    for (let i = 0; i < changesLength; i += 2) {
      const field = changes[i] ?? 0;
      tree[leaves + field] = fields[field] ?? 0;
    }
    const pathLength = this.#lookUpPath(changes, changesLength);
    this.#putRoot(this.#loaded);
    for (let i = 0; i < pathLength; i += 1) tree[this.#path[i] ?? 0] = this.#undone[i] ?? 0;
    for (let i = 0; i < changesLength; i += 2) tree[leaves + (changes[i] ?? 0)] = changes[i + 1] ?? 0;
  }

  settle(found: Int32Array): number {
    return this.#roots.settle(found);
  }

  /** Reads a state over the one loaded before: a pair that both share is not looked into. */
  load(number: number, fields: Int32Array): void {
    const tree = this.#tree;
    const inner = this.#inner;
    const changed = this.#changed;
    const leaves = this.#leaves;
    this.#roots.copy(number, this.#root);
    this.#write(2, this.#root[0] ?? 0);
    this.#write(3, this.#root[1] ?? 0);
    for (let at = 2; at < leaves; at += 1) {
      if (changed[at] === 0) continue;
      changed[at] = 0;
      const pair = tree[at] ?? 0;
      this.#write(at * 2, inner.left(pair));
      this.#write(at * 2 + 1, inner.right(pair));
    }
    changed.fill(0, leaves);
    for (let field = 0; field < this.#fields; field += 1) fields[field] = tree[leaves + field] ?? 0;
    this.#loaded = number;
  }

  /**
   * Looks up the pairs above the changed leaves, the root left out, and returns how many they were.
   *
   * A queue of positions that never rises: parents of leaves first, and a parent is below all that already wait, since leaves lie
   * on two neighbouring levels. So children come before parents, and a position met twice is the one put in last.
   */
  #lookUpPath(changes: Int32Array, changesLength: number): number {
    const tree = this.#tree;
    const path = this.#path;
    let end = 0;
    for (let i = 0; i < changesLength; i += 2) {
      const above = (this.#leaves + (changes[i] ?? 0)) >>> 1;
      let at = end;
      while (at > 0 && (path[at - 1] ?? 0) < above) at -= 1;
      if (above === 1 || (at > 0 && path[at - 1] === above)) continue;
      for (let moved = end; moved > at; moved -= 1) path[moved] = path[moved - 1] ?? 0;
      path[at] = above;
      end += 1;
    }
    for (let next = 0; next < end; next += 1) {
      const at = path[next] ?? 0;
      this.#undone[next] = tree[at] ?? 0;
      tree[at] = this.#inner.numberOf(tree[at * 2] ?? 0, tree[at * 2 + 1] ?? 0);
      const above = at >>> 1;
      if (above === 1 || path[end - 1] === above) continue;
      path[end] = above;
      end += 1;
    }
    return end;
  }

  #putRoot(parent: number): void {
    const at = this.#roots.place(parent);
    this.#roots.batch[at] = this.#tree[2] ?? 0;
    this.#roots.batch[at + 1] = this.#tree[3] ?? 0;
  }

  #write(at: number, value: number): void {
    if (this.#tree[at] === value) return;
    this.#tree[at] = value;
    this.#changed[at] = 1;
  }
}
