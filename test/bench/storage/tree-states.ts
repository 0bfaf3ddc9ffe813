/**
 * The visited set by tree compression: a state is a binary tree of pairs, and each pair is kept once.
 *
 *   fields    3 1 0 2                      1 (root)         a state is the number of its root
 *   leaves    positions 4 5 6 7          2        3         inner pairs, in one table for all positions
 *   children  of p: 2p and 2p + 1       4  5    6  7
 *
 * States that differ in one actor share all pairs but those on the path from its leaf to the root. So a state costs its
 * root, two 32-bit numbers, however many actors there are, and what it adds to the inner pairs, which is little when parts of
 * states recur. A leaf is a whole number of 32 bits: no value outgrows it.
 *
 * The variant. Recursive indexing is Holzmann's (State compression in SPIN, 1997); folding it into a tree of pairs is Blom,
 * Lisser, van de Pol and Weber's (A database approach to distributed state space generation, ENTCS 198(1), 2008); looking up
 * only the changed path, from the tree of the state being expanded, and one table of inner pairs for all positions is
 * Laarman, van de Pol and Weber's (Parallel recursive state compression for free, SPIN 2011). Theirs numbers a pair by its slot
 * in a table of fixed size. Here roots are numbered densely, in the order of discovery, because these numbers are the
 * breadth-first queue and the parents. For that reason also there is no Cleary table (Laarman, Optimal storage of combinatorial
 * state spaces, 2018), which saves the roots' slots by moving entries about. Inner pairs are looked up at once, roots in batches,
 * since it is the roots that lie far apart in memory.
 *
 * Hot loops over typed arrays; so indices are plain and locals are mutable.
 */
import { PairTable } from './pair-table.ts';

/** Roots come by the million, inner pairs perhaps by the hundred. */
const rootChunkBits = 16;
const innerChunkBits = 10;
const parentsMask = (1 << rootChunkBits) - 1;

/** What an unfolded tree holds where nothing was read yet; no number of a pair is negative. */
const nothing = -1;

export class TreeStates {
  readonly #fields: number;
  /** Two at least, so that there is a root. */
  readonly #leaves: number;
  readonly #roots = new PairTable(rootChunkBits);
  readonly #inner = new PairTable(innerChunkBits);
  readonly #parents: Int32Array[] = [];
  /** The tree of the state last loaded, by position, and its number; and the tree that `read` unfolds into. */
  readonly #base: Int32Array;
  readonly #shown: Int32Array;
  #loaded = -1;
  /** By position: whether it changed while a tree is unfolded. */
  readonly #changed: Uint8Array;
  /** Positions whose pair has to be looked up again, children before parents, and what stood there. */
  readonly #path: Int32Array;
  readonly #undone: Int32Array;
  /** The roots of the batch at hand, and the states they are steps from. */
  #batch = new Int32Array(1024);
  #batchParents = new Int32Array(512);
  #count = 0;

  /** For states of `fields` fields, each of 32 bits. */
  constructor(fields: number) {
    this.#fields = fields;
    this.#leaves = Math.max(2, fields);
    this.#base = new Int32Array(this.#leaves * 2).fill(nothing);
    this.#shown = new Int32Array(this.#leaves * 2).fill(nothing);
    this.#changed = new Uint8Array(this.#leaves * 2);
    this.#path = new Int32Array(this.#leaves);
    this.#undone = new Int32Array(this.#leaves);
  }

  get size(): number {
    return this.#roots.size;
  }

  /** How many pairs there are besides the roots. */
  get innerPairs(): number {
    return this.#inner.size;
  }

  /** Bytes of pairs, slots and parents. */
  get bytes(): number {
    return this.#roots.bytes + this.#inner.bytes + this.size * 4;
  }

  /** The inner pairs, put into an empty table. */
  rebuiltInner(): PairTable {
    return this.#inner.rebuilt();
  }

  /** Keeps the first state, as number 0. */
  begin(fields: Int32Array): void {
    const tree = this.#shown;
    const leaves = this.#leaves;
    for (let leaf = 0; leaf < leaves; leaf += 1) tree[leaves + leaf] = fields[leaf] ?? 0;
    for (let at = leaves - 1; at > 1; at -= 1) tree[at] = this.#inner.numberOf(tree[at * 2] ?? 0, tree[at * 2 + 1] ?? 0);
    this.#keep(tree[2] ?? 0, tree[3] ?? 0, -1);
  }

  /**
   * Puts a state into the batch that differs from the one last loaded in few fields, each named once.
   *
   * `changes` holds pairs of a field and the value it had.
   */
  put(fields: Int32Array, changes: Int32Array, changesLength: number): void {
    const tree = this.#base;
    const leaves = this.#leaves;
    for (let i = 0; i < changesLength; i += 2) {
      const field = changes[i] ?? 0;
      tree[leaves + field] = fields[field] ?? 0;
    }
    const pathLength = this.#lookUpPath(changes, changesLength);
    if (this.#count === this.#batchParents.length) this.#lengthenBatch();
    this.#batch[this.#count * 2] = tree[2] ?? 0;
    this.#batch[this.#count * 2 + 1] = tree[3] ?? 0;
    this.#batchParents[this.#count] = this.#loaded;
    this.#count += 1;
    for (let i = 0; i < pathLength; i += 1) tree[this.#path[i] ?? 0] = this.#undone[i] ?? 0;
    for (let i = 0; i < changesLength; i += 2) tree[leaves + (changes[i] ?? 0)] = changes[i + 1] ?? 0;
  }

  /** Looks up the batch and keeps what is new: `found[i]` is the number that state i got, or -1 if it was known. Returns their count. */
  settle(found: Int32Array): number {
    const count = this.#count;
    const batch = this.#batch;
    this.#roots.find(batch, count, found);
    for (let i = 0; i < count; i += 1) found[i] = (found[i] ?? 0) >= 0 ? -1 : this.#keep(batch[i * 2] ?? 0, batch[i * 2 + 1] ?? 0, this.#batchParents[i] ?? -1);
    this.#count = 0;
    return count;
  }

  /** Reads a state into `fields`, from which `put` then starts. */
  load(number: number, fields: Int32Array): void {
    this.#unfold(number, this.#base, fields);
    this.#loaded = number;
  }

  read(number: number, fields: Int32Array): void {
    this.#unfold(number, this.#shown, fields);
  }

  /** The state from which a state was found first; -1 for the initial state. */
  parent(number: number): number {
    return this.#parents[number >>> rootChunkBits]?.[number & parentsMask] ?? -1;
  }

  /**
   * Looks up the pairs above the changed leaves, the root left out, and returns how many they were.
   *
   * A queue of positions that never rises: parents of leaves first, and a parent is below all that already wait, since leaves lie
   * on two neighbouring levels. So children come before parents, and a position met twice is the one put in last.
   */
  #lookUpPath(changes: Int32Array, changesLength: number): number {
    const tree = this.#base;
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

  /** Keeps a root unless it is known: its number, or -1. */
  #keep(left: number, right: number, parent: number): number {
    const { size } = this.#roots;
    const number = this.#roots.numberOf(left, right);
    if (number < size) return -1;
    const at = number & parentsMask;
    if (at === 0) this.#parents.push(new Int32Array(1 << rootChunkBits));
    const parents = this.#parents[number >>> rootChunkBits];
    if (parents !== undefined) parents[at] = parent;
    return number;
  }

  #lengthenBatch(): void {
    const [batch, parents] = [this.#batch, this.#batchParents];
    this.#batch = new Int32Array(batch.length * 2);
    this.#batch.set(batch);
    this.#batchParents = new Int32Array(parents.length * 2);
    this.#batchParents.set(parents);
  }

  /** Reads a state over the one that `tree` held: a pair that both share is not looked into. */
  #unfold(number: number, tree: Int32Array, fields: Int32Array): void {
    if (number >= this.#roots.size) throw new RangeError(`no state ${number}`);
    const inner = this.#inner;
    const changed = this.#changed;
    const leaves = this.#leaves;
    this.#put(tree, 2, this.#roots.left(number));
    this.#put(tree, 3, this.#roots.right(number));
    for (let at = 2; at < leaves; at += 1) {
      if (changed[at] === 0) continue;
      changed[at] = 0;
      const pair = tree[at] ?? 0;
      this.#put(tree, at * 2, inner.left(pair));
      this.#put(tree, at * 2 + 1, inner.right(pair));
    }
    for (let field = 0; field < this.#fields; field += 1) {
      fields[field] = tree[leaves + field] ?? 0;
      changed[leaves + field] = 0;
    }
  }

  #put(tree: Int32Array, at: number, value: number): void {
    if (tree[at] === value) return;
    tree[at] = value;
    this.#changed[at] = 1;
  }
}
