/**
 * Answers remembered by what was read: a predicate is asked once per distinct combination, not once per state.
 *
 * The fields that a predicate was ever seen to read are packed into one number, the key of its answer. When a call reads
 * a field that is not among them, the field joins and the answers are forgotten: they were given without regard to it.
 * The same happens when a value outgrows its bits. A predicate is a function of what it reads; so for a known key the
 * call would read the same and say the same.
 *
 *   reads vm1, lun1    key = vm1 + lun1 * 2^3    { 5: holds, 13: violated, ... }
 *
 * A memory that is asked for new combinations most of the time costs more than it saves, and gives up.
 */
import { bitsFor } from './packed-states.ts';

/** A double counts exactly this far, in bits. */
const keyBitsMax = 52;

/** Below this share of known answers it gives up, after so many questions. */
const hitsMin = 0.4;
const trial = 8_192;

export class AnswerMemory {
  readonly #fields: number[] = [];
  readonly #bits: number[] = [];
  readonly #answers = new Map<number, number>();
  #asked = 0;
  #called = 0;
  #open = true;

  /**
   * The answer for a state, whose fields `valueOf` gives.
   *
   * `call` is asked when the answer is not known; it says what it read through `noteRead`.
   */
  answer(valueOf: (field: number) => number, call: (noteRead: (field: number) => void) => number): number {
    if (!this.#open) return call(ignore);
    this.#asked += 1;
    const key = this.#keyOf(valueOf);
    const known = key < 0 ? undefined : this.#answers.get(key);
    if (known !== undefined) return known;
    this.#called += 1;
    let grown = key < 0;
    const answer = call((field) => {
      if (this.#fields.includes(field)) return;
      this.#fields.push(field);
      this.#bits.push(0);
      grown = true;
    });
    if (!grown) this.#answers.set(key, answer);
    else if (this.#makeRoom(valueOf)) this.#answers.set(this.#keyOf(valueOf), answer);
    if (this.#asked % trial === 0 && this.#called > this.#asked * (1 - hitsMin)) this.#giveUp();
    return answer;
  }

  /** The fields of a state as one number; -1 when one of them needs more bits. */
  #keyOf(valueOf: (field: number) => number): number {
    const fields = this.#fields;
    let key = 0;
    for (let at = 0; at < fields.length; at += 1) {
      const value = valueOf(fields[at] ?? 0);
      const size = 2 ** (this.#bits[at] ?? 0);
      if (value >= size) return -1;
      key = key * size + value;
    }
    return key;
  }

  /** Whether the fields read so far still make one key, after room was made for these values. */
  #makeRoom(valueOf: (field: number) => number): boolean {
    this.#answers.clear();
    this.#fields.forEach((field, at) => {
      const needed = bitsFor(valueOf(field) + 1);
      if (needed > (this.#bits[at] ?? 0)) this.#bits[at] = needed + 1;
    });
    const fits = this.#bits.reduce((sum, bits) => sum + bits, 0) <= keyBitsMax;
    if (!fits) this.#giveUp();
    return fits;
  }

  #giveUp(): void {
    this.#open = false;
    this.#answers.clear();
  }
}

function ignore(): void {}
