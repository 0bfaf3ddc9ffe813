/** States as packed words: a candidate is the words of the state it is a step from, with the changed fields put in by XOR. */
import { hasRoom, pack } from '../../../src/engine/layout.ts';
import { BatchedStates } from './batched-states.ts';

export class PackedStates {
  repackingMicroseconds = 0;
  readonly #states: BatchedStates;
  /** The words of the state last loaded, and its number. */
  #base: Int32Array;
  #loaded = -1;
  #repackings = 0;

  constructor(values: readonly number[]) {
    this.#states = new BatchedStates(values);
    this.#base = new Int32Array(this.#states.arena.layout.words);
  }

  get bytes(): number {
    return this.#states.bytes;
  }

  get shape(): string {
    return `${this.#states.arena.layout.words} words, ${this.#repackings} repackings`;
  }

  begin(fields: Int32Array): void {
    fields.forEach((value, field) => this.#fit(field, value));
    const at = this.#states.place(-1);
    pack(this.#states.arena.layout, fields, this.#states.batch, at);
    this.#states.settle(new Int32Array(1));
  }

  load(number: number, fields: Int32Array): void {
    this.#states.copy(number, this.#base);
    this.#states.arena.read(number, fields);
    this.#loaded = number;
  }

  put(fields: Int32Array, changes: Int32Array, changesLength: number): void {
    for (let i = 0; i < changesLength; i += 2) this.#fit(changes[i] ?? 0, fields[changes[i] ?? 0] ?? 0);
    const { words, word, shift } = this.#states.arena.layout;
    const at = this.#states.place(this.#loaded);
    const { batch } = this.#states;
    for (let i = 0; i < words; i += 1) batch[at + i] = this.#base[i] ?? 0;
    for (let i = 0; i < changesLength; i += 2) {
      const field = changes[i] ?? 0;
      const place = at + (word[field] ?? 0);
      batch[place] = (batch[place] ?? 0) ^ (((changes[i + 1] ?? 0) ^ (fields[field] ?? 0)) << (shift[field] ?? 0));
    }
  }

  settle(found: Int32Array): number {
    return this.#states.settle(found);
  }

  #fit(field: number, value: number): void {
    if (hasRoom(this.#states.arena.layout, field, value)) return;
    const begun = process.cpuUsage();
    this.#states.makeRoom(field, value);
    this.#base = new Int32Array(this.#states.arena.layout.words);
    if (this.#loaded >= 0) this.#states.copy(this.#loaded, this.#base);
    const { user, system } = process.cpuUsage(begun);
    this.repackingMicroseconds += user + system;
    this.#repackings += 1;
  }
}
