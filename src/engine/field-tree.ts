/**
 * A tree of decisions: at a node stands a field to read, below it a branch for each value met, at the end a leaf.
 *
 *   node 0: read actor 3 ── 0 ── node 1: read actor 5 ── 2 ── leaf 7
 *                        └─ 1 ── leaf 4
 *
 * For what is a function of a state and reads it step by step: what is read next follows from what was read so far. Codes
 * stand for what is known: a leaf by its number, from 0; -1 for nothing yet; `firstNode` and below for nodes; those between are
 * the owner's. The branches of a node lie side by side, so that a decision is two look-ups.
 */
import { longerShared, shared } from './longer.ts';

export const unknown = -1;
/** Node n has the code `firstNode - n`. */
export const firstNode = -4100;
/** [ field to read | where its branches begin | how many there is room for ] */
export const perNode = 3;

export class FieldTree {
  nodes = shared(16 * perNode);
  branches = shared(64);
  #nodeCount = 0;
  #branchesEnd = 0;

  /** How many branches there are, used or kept ready. */
  get size(): number {
    return this.#branchesEnd;
  }

  /** The code at the end of the path that begins with a code. */
  find(code: number, fields: Int32Array): number {
    const { nodes, branches } = this;
    let here = code;
    while (here <= firstNode) {
      const node = (firstNode - here) * perNode;
      const value = fields[nodes[node] ?? 0] ?? 0;
      here = value < (nodes[node + 2] ?? 0) ? (branches[(nodes[node + 1] ?? 0) + value] ?? unknown) : unknown;
    }
    return here;
  }

  /**
   * Puts a leaf at the end of a path, which begins with `code` and reads these fields in turn; returns the code to begin with from
   * now on, or null when what is there already reads other fields.
   */
  add(code: number, path: readonly number[], fields: Int32Array, leaf: number): number | null {
    let root = code;
    let cell = -1;
    for (const field of path) {
      const here = cell < 0 ? root : (this.branches[cell] ?? unknown);
      let node = here;
      if (here === unknown) {
        node = this.#addNode(field);
        if (cell < 0) root = node;
        else this.branches[cell] = node;
      } else if (here > firstNode || this.nodes[(firstNode - here) * perNode] !== field) {
        return null;
      }
      cell = this.#branch(node, fields[field] ?? 0);
    }
    if ((cell < 0 ? root : this.branches[cell]) !== unknown) return null;
    if (cell < 0) return leaf;
    this.branches[cell] = leaf;
    return root;
  }

  clear(): void {
    this.nodes = shared(16 * perNode);
    this.branches = shared(64);
    this.#nodeCount = 0;
    this.#branchesEnd = 0;
  }

  #addNode(field: number): number {
    const number = this.#nodeCount;
    if ((number + 1) * perNode > this.nodes.length) this.nodes = longerShared(this.nodes, this.nodes.length * 2);
    this.nodes[number * perNode] = field;
    this.nodes[number * perNode + 1] = 0;
    this.nodes[number * perNode + 2] = 0;
    this.#nodeCount = number + 1;
    return firstNode - number;
  }

  /** The cell of a node's branch for a value. */
  #branch(code: number, value: number): number {
    const node = (firstNode - code) * perNode;
    const room = this.nodes[node + 2] ?? 0;
    if (value >= room) {
      const wider = Math.max(4, 1 << (32 - Math.clz32(value)));
      const from = this.#branchesEnd;
      if (from + wider > this.branches.length) this.branches = longerShared(this.branches, Math.max(from + wider, this.branches.length * 2));
      this.branches.fill(unknown, from, from + wider);
      const old = this.nodes[node + 1] ?? 0;
      this.branches.copyWithin(from, old, old + room);
      this.nodes[node + 1] = from;
      this.nodes[node + 2] = wider;
      this.#branchesEnd = from + wider;
    }
    return (this.nodes[node + 1] ?? 0) + value;
  }
}
