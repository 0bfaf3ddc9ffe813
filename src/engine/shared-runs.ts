/** The runs that the captain remembers, as a worker uses them: it learns none, and counts for itself how often it took each. */
import { FieldTree } from './field-tree.ts';
import { SplitRuns } from './split-runs.ts';

export class SharedRuns {
  readonly tree = new FieldTree();
  readonly splits = new SplitRuns();
  /** As those of the captain (run-memory.ts), with counts of its own. */
  patches: Int32Array = new Int32Array(0);
  isFull = false;
  #taken = new Float64Array(0);
  #hits = new Float64Array(0);
  #count = 0;
  #width = 0;
  #steps = 0;

  learn(): never {
    throw new RangeError('a worker learns nothing');
  }

  /** Nobody who has workers makes records. */
  isWhole(): boolean {
    return true;
  }

  /** As the captain's. */
  takenUpTo(entries: number): Float64Array {
    if (this.#taken.length < entries) {
      const wider = new Float64Array(entries * 2);
      wider.set(this.#taken);
      this.#taken = wider;
    }
    return this.#taken;
  }

  /** How often each entry was taken since this was asked last. */
  drainTaken(): Float64Array {
    const taken = this.#taken;
    this.#taken = new Float64Array(taken.length);
    return taken;
  }

  /** Copies the patches of runs that are new; all of them when states have been laid out anew. */
  take(source: Int32Array, count: number, width: number): void {
    if (width !== this.#width) this.forget(width);
    const length = width + 1;
    if (this.patches.length < count * length) {
      const wider = new Int32Array(count * 2 * length);
      wider.set(this.patches.subarray(0, this.#count * length));
      this.patches = wider;
    }
    for (let run = this.#count; run < count; run += 1) {
      for (let i = 0; i < width; i += 1) this.patches[run * length + i] = source[run * length + i] ?? 0;
      this.patches[run * length + width] = 0;
    }
    this.#count = Math.max(count, this.#count);
  }

  /** States have been laid out anew: patches are others. */
  forget(width: number): void {
    this.#gather();
    this.#count = 0;
    this.#width = width;
  }

  /** Tells how many steps were taken; no run may come again 2^31 times uncounted. */
  tick(steps: number): void {
    this.#steps += steps;
    if (this.#steps > 2 ** 30) this.#gather();
  }

  /** How often each run came again since this was asked last. */
  drainHits(): Float64Array {
    this.#gather();
    const hits = this.#hits;
    this.#hits = new Float64Array(hits.length);
    return hits;
  }

  #gather(): void {
    this.#steps = 0;
    if (this.#hits.length < this.#count) {
      const wider = new Float64Array(this.#count * 2);
      wider.set(this.#hits);
      this.#hits = wider;
    }
    for (let run = 0; run < this.#count; run += 1) {
      const at = run * (this.#width + 1) + this.#width;
      this.#hits[run] = (this.#hits[run] ?? 0) + (this.patches[at] ?? 0);
      this.patches[at] = 0;
    }
  }
}
