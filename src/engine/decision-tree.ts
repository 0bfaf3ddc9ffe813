/**
 * Answers remembered by what was read: a predicate is asked once per distinct combination, not once per state.
 *
 * The fields that a predicate reads in one call form a path of a tree (field-tree.ts), at the end of which is the answer. A state
 * that takes a known path to its end needs no call.
 *
 *   read vm1 ── running ── read lun1 ── reserved ── true
 *            │                       └─ free ────── false
 *            └─ off ── untested
 *
 * A tree that is asked for new paths most of the time costs more than it saves and gives up, and so does one whose predicate
 * reads something else for the same values, which a function does not. A tree that is full keeps what it has.
 */
import { FieldTree, unknown } from './field-tree.ts';

/** Below this share of known answers it gives up, after so many questions. */
const hitsMin = 0.4;
const trial = 8_192;
const branchesMax = 1 << 22;

export class DecisionTree {
  readonly #tree = new FieldTree();
  /** By root: the code to begin with. */
  #roots = new Int32Array(1).fill(unknown);
  readonly #reads: number[] = [];
  readonly #noteRead = (field: number): void => {
    if (!this.#reads.includes(field)) this.#reads.push(field);
  };
  #asked = 0;
  #called = 0;
  #isOpen = true;

  /**
   * The answer, a whole number from 0, for these fields. There is a tree for each `root`, a number from 0.
   *
   * `call` is asked when the answer is not known; it says what it read through `noteRead`.
   */
  answer(root: number, fields: Int32Array, call: (noteRead: (field: number) => void) => number): number {
    if (!this.#isOpen) return call(ignore);
    const known = this.#tree.find(root < this.#roots.length ? (this.#roots[root] ?? unknown) : unknown, fields);
    this.#asked += 1;
    return known >= 0 ? known : this.#ask(root, fields, call);
  }

  /** The tree of root 0, for those who follow it themselves; null once it has given up. */
  get trunk(): { readonly root: number; readonly nodes: Int32Array; readonly branches: Int32Array } | null {
    return this.#isOpen ? { root: this.#roots[0] ?? unknown, nodes: this.#tree.nodes, branches: this.#tree.branches } : null;
  }

  /** Notes that others have found so many answers. */
  noteFound(answers: number): void {
    this.#asked += answers;
  }

  #ask(root: number, fields: Int32Array, call: (noteRead: (field: number) => void) => number): number {
    this.#called += 1;
    this.#reads.length = 0;
    const answer = call(this.#noteRead);
    if (this.#called % trial === 0 && this.#called > this.#asked * (1 - hitsMin)) this.#giveUp();
    else if (this.#tree.size < branchesMax) this.#learn(root, fields, answer);
    return answer;
  }

  #learn(root: number, fields: Int32Array, answer: number): void {
    if (root >= this.#roots.length) {
      const roots = new Int32Array((root + 1) * 2).fill(unknown);
      roots.set(this.#roots);
      this.#roots = roots;
    }
    const code = this.#tree.add(this.#roots[root] ?? unknown, this.#reads, fields, answer);
    if (code === null) this.#giveUp();
    else this.#roots[root] = code;
  }

  #giveUp(): void {
    this.#isOpen = false;
    this.#tree.clear();
    this.#roots = new Int32Array(1);
  }
}

function ignore(): void {}
