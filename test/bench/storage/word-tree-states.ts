/**
 * Both at once: fields packed into words, and a tree of pairs over the words.
 *
 *   fields  3 1 0 2 | 5 5 1 0 | 7 2      each as many bits as its values need
 *   words      w0        w1      w2      the leaves of the tree: a path is as long as there are words, not fields
 *
 * With two words the root is the packed state. It is told the number of values beforehand and refuses more: an actor that
 * outgrows its bits would change every leaf, so that the whole tree would have to be built anew. So it shows what there is to
 * gain, before that price. Hot loops over typed arrays; so indices are plain and locals are mutable.
 */
import { bitsFor } from '../../../src/engine/layout.ts';
import type { PairTable } from './pair-table.ts';
import { TreeStates } from './tree-states.ts';

const wordBits = 32;

export class WordTreeStates {
  readonly #tree: TreeStates;
  /** By field: its word, and the place and number of its bits there. */
  readonly #word: Uint8Array;
  readonly #shift: Uint8Array;
  readonly #bits: Uint8Array;
  /** The words of the state last loaded, and those that `read` shows. */
  readonly #base: Int32Array;
  readonly #shown: Int32Array;
  /** Words that a candidate changes, each with what it was; by word, the candidate that changed it last. */
  readonly #changes: Int32Array;
  readonly #changedBy: Float64Array;
  #candidate = 0;

  /** `values` tells how many values each field has at most. */
  constructor(values: readonly number[]) {
    this.#bits = Uint8Array.from(values, (count) => Math.max(1, bitsFor(count)));
    this.#word = new Uint8Array(values.length);
    this.#shift = new Uint8Array(values.length);
    let used = 0;
    this.#bits.forEach((bits, field) => {
      if ((used % wordBits) + bits > wordBits) used += wordBits - (used % wordBits);
      this.#word[field] = Math.floor(used / wordBits);
      this.#shift[field] = used % wordBits;
      used += bits;
    });
    const words = Math.ceil(used / wordBits);
    this.#tree = new TreeStates(words);
    this.#base = new Int32Array(words);
    this.#shown = new Int32Array(words);
    this.#changes = new Int32Array(words * 2);
    this.#changedBy = new Float64Array(words);
  }

  get size(): number {
    return this.#tree.size;
  }

  get innerPairs(): number {
    return this.#tree.innerPairs;
  }

  get bytes(): number {
    return this.#tree.bytes;
  }

  rebuiltInner(): PairTable {
    return this.#tree.rebuiltInner();
  }

  /** As the methods of a tree over fields. @throws RangeError when a value has no room. */
  begin(fields: Int32Array): void {
    const words = this.#shown;
    words.fill(0);
    for (let field = 0; field < this.#bits.length; field += 1) {
      const at = this.#word[field] ?? 0;
      words[at] = (words[at] ?? 0) | (this.#fitting(field, fields[field] ?? 0) << (this.#shift[field] ?? 0));
    }
    this.#tree.begin(words);
  }

  put(fields: Int32Array, changes: Int32Array, changesLength: number): void {
    const words = this.#base;
    const wordChanges = this.#changes;
    this.#candidate += 1;
    let length = 0;
    for (let i = 0; i < changesLength; i += 2) {
      const field = changes[i] ?? 0;
      const at = this.#word[field] ?? 0;
      if (this.#changedBy[at] !== this.#candidate) {
        this.#changedBy[at] = this.#candidate;
        wordChanges[length] = at;
        wordChanges[length + 1] = words[at] ?? 0;
        length += 2;
      }
      words[at] = (words[at] ?? 0) ^ (((changes[i + 1] ?? 0) ^ this.#fitting(field, fields[field] ?? 0)) << (this.#shift[field] ?? 0));
    }
    this.#tree.put(words, wordChanges, length);
    for (let i = 0; i < length; i += 2) words[wordChanges[i] ?? 0] = wordChanges[i + 1] ?? 0;
  }

  settle(found: Int32Array): number {
    return this.#tree.settle(found);
  }

  load(number: number, fields: Int32Array): void {
    this.#tree.load(number, this.#base);
    this.#unpack(this.#base, fields);
  }

  read(number: number, fields: Int32Array): void {
    this.#tree.read(number, this.#shown);
    this.#unpack(this.#shown, fields);
  }

  parent(number: number): number {
    return this.#tree.parent(number);
  }

  #fitting(field: number, value: number): number {
    if (value >>> (this.#bits[field] ?? 0) !== 0) throw new RangeError(`field ${field} has no room for ${value}`);
    return value;
  }

  #unpack(words: Int32Array, fields: Int32Array): void {
    for (let field = 0; field < this.#bits.length; field += 1) {
      fields[field] = ((words[this.#word[field] ?? 0] ?? 0) >>> (this.#shift[field] ?? 0)) & ((1 << (this.#bits[field] ?? 0)) - 1);
    }
  }
}
