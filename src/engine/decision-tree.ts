/**
 * Answers remembered by what was read: a predicate is asked once per distinct combination, not once per state.
 *
 * A predicate is a function of the state, so what it reads next follows from what it has read so far. The reads of one call
 * form a path, and the paths of all calls a tree: at a node stands the field to read, below it a branch for each value met, at
 * the end the answer. A state that takes a known path to its end needs no call.
 *
 *   read vm1 ── running ── read lun1 ── reserved ── true
 *            │                       └─ free ────── false
 *            └─ off ── untested
 *
 * A tree that is asked for new paths most of the time costs more than it saves and gives up, and so does one whose predicate
 * reads something else for the same values, which a function does not.
 */
import { EdgeTable } from './edge-table.ts';

/** Below this share of known answers it gives up, after so many questions. */
const hitsMin = 0.4;
const trial = 8_192;

/** An answer is a whole number from 0 to 7. Children below this are answers, others nodes. */
const answersEnd = 8;

export class DecisionTree {
  readonly #edges = new EdgeTable();
  /** By node, from `answersEnd` on: the field to read. Nodes below it are roots, of which nothing is read. */
  readonly #fields: number[] = Array.from({ length: answersEnd }, () => -1);
  readonly #reads: number[] = [];
  readonly #noteRead = (field: number): void => {
    if (!this.#reads.includes(field)) this.#reads.push(field);
  };
  #asked = 0;
  #called = 0;
  #isOpen = true;

  get bytes(): number {
    return this.#edges.bytes + this.#fields.length * 8;
  }

  /**
   * The answer for these fields. There is a tree for each `root`, a number of at least 0.
   *
   * `call` is asked when the answer is not known; it says what it read through `noteRead`.
   */
  answer(root: number, fields: Int32Array, call: (noteRead: (field: number) => void) => number): number {
    if (!this.#isOpen) return call(ignore);
    this.#asked += 1;
    let node = this.#edges.get(-1, root);
    while (node >= answersEnd) node = this.#edges.get(node, fields[this.#fields[node] ?? 0] ?? 0);
    if (node >= 0) return node;
    this.#called += 1;
    this.#reads.length = 0;
    const answer = call(this.#noteRead);
    if (!this.#learn(root, fields, answer) || (this.#asked % trial === 0 && this.#called > this.#asked * (1 - hitsMin))) this.#giveUp();
    return answer;
  }

  /** Adds the path of the last call; false when it does not fit the tree. */
  #learn(root: number, fields: Int32Array, answer: number): boolean {
    let above = -1;
    let value = root;
    for (const field of this.#reads) {
      let node = this.#edges.get(above, value);
      if (node < 0) {
        node = this.#fields.length;
        this.#fields.push(field);
        this.#edges.add(above, value, node);
      } else if (this.#fields[node] !== field) {
        return false;
      }
      above = node;
      value = fields[field] ?? 0;
    }
    if (this.#edges.get(above, value) >= 0) return false;
    this.#edges.add(above, value, answer);
    return true;
  }

  #giveUp(): void {
    this.#isOpen = false;
    this.#edges.clear();
    this.#fields.length = answersEnd;
  }
}

function ignore(): void {}
