/**
 * Claims at a glance: whether a new state needs no closer look, since what each open claim says of it is known and decides nothing.
 *
 * Nearly every state is such a one. So it is not unpacked, and nobody is called for it: the decision tree of each claim
 * (decision-tree.ts) is followed through the packed words, and what comes of it is only counted. Any other state is shown
 * to the ledger, which is told the counts before. The trees lie in shared memory, so that workers can look too.
 *
 * A hot loop: trees are arrays of numbers, and one that was not followed to its end changes no count.
 */
import { firstNode, perNode, unknown } from './field-tree.ts';
import type { Layout } from './layout.ts';

/** An open claim as it stands now: where its tree begins, and the leaf that would decide it. Leaf 0 is "not put to the test". */
export interface GlancedClaim {
  readonly place: number;
  readonly root: number;
  readonly nodes: Int32Array;
  readonly branches: Int32Array;
  readonly decisive: number;
}

export class Glance {
  /** How many states needed no closer look since this was set to 0; and, by claim, how many of them put it to the test. */
  seen = 0;
  tested = new Float64Array(0);
  #claims: readonly GlancedClaim[] = [];
  #leaves = new Int32Array(0);

  /** Looks with these claims from now on; the counts start anew. */
  take(claims: readonly GlancedClaim[]): void {
    this.#claims = claims;
    this.seen = 0;
    this.tested = new Float64Array(claims.length);
    this.#leaves = new Int32Array(claims.length);
  }

  get claims(): readonly GlancedClaim[] {
    return this.#claims;
  }

  /** Whether the state whose words stand at `at` needs no closer look; it is counted if so. */
  isQuiet({ word, shift, mask }: Layout, words: Int32Array, at: number): boolean {
    const claims = this.#claims;
    const leaves = this.#leaves;
    for (let i = 0; i < claims.length; i += 1) {
      const claim = claims[i];
      if (claim === undefined) return false;
      const { nodes, branches } = claim;
      let here = claim.root;
      while (here <= firstNode) {
        const node = (firstNode - here) * perNode;
        const field = nodes[node] ?? 0;
        const value = ((words[at + (word[field] ?? 0)] ?? 0) >>> (shift[field] ?? 0)) & (mask[field] ?? 0);
        here = value < (nodes[node + 2] ?? 0) ? (branches[(nodes[node + 1] ?? 0) + value] ?? unknown) : unknown;
      }
      if (here < 0 || here === claim.decisive) return false;
      leaves[i] = here;
    }
    this.seen += 1;
    this.#countLeaves();
    return true;
  }

  /** Counts a state of which each claim, given by its place, is asked for its leaf; whether it decides none. */
  count(ask: (place: number) => number): boolean {
    for (const [i, { place, decisive }] of this.#claims.entries()) {
      const leaf = ask(place);
      if (leaf === decisive) return false;
      this.#leaves[i] = leaf;
    }
    this.#countLeaves();
    return true;
  }

  /** Adds what another has counted. */
  add(states: number, tested: Int32Array): void {
    this.seen += states;
    for (let i = 0; i < this.tested.length; i += 1) this.tested[i] = (this.tested[i] ?? 0) + (tested[i] ?? 0);
  }

  #countLeaves(): void {
    const leaves = this.#leaves;
    for (let i = 0; i < leaves.length; i += 1) if (leaves[i] !== 0) this.tested[i] = (this.tested[i] ?? 0) + 1;
  }
}
