/**
 * Rows of small integers, each kept once and numbered in the order in which they came.
 *
 *   rows    3 7 7 | 3 7 9 | 4 1 | ...      one after another; `begins` says where each begins
 *   slots   0 2 0 0 1 ...                  open addressing: the number of a row plus one, or 0; at most half full
 *
 * The first number of a row tells how wide it is, so that rows of different widths differ there.
 */
export class RowSet {
  #rows = new Int32Array(256);
  #begins = new Int32Array(64);
  #size = 0;
  #slots = new Int32Array(128);
  #row = new Int32Array(16);

  get size(): number {
    return this.#size;
  }

  /** Room to write a row into before `add`. */
  rowToWrite(width: number): Int32Array {
    if (width > this.#row.length) this.#row = new Int32Array(width * 2);
    return this.#row;
  }

  /** The number of the row that was just written; `size` grows when it is a new one. */
  add(width: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(this.#row, 0, width) & mask;
    for (let found = slots[slot] ?? 0; found > 0; found = slots[slot] ?? 0) {
      if (this.#isRow(found - 1, width)) return found - 1;
      slot = (slot + 1) & mask;
    }
    const number = this.#size;
    const begin = this.#begins[number] ?? 0;
    if (begin + width > this.#rows.length) this.#rows = widened(this.#rows, begin + width);
    if (number + 1 === this.#begins.length) this.#begins = widened(this.#begins, number + 2);
    for (let at = 0; at < width; at += 1) this.#rows[begin + at] = this.#row[at] ?? 0;
    this.#begins[number + 1] = begin + width;
    this.#size = number + 1;
    slots[slot] = number + 1;
    if (this.#size * 2 > slots.length) this.#rehash();
    return number;
  }

  at(number: number, place: number): number {
    return this.#rows[(this.#begins[number] ?? 0) + place] ?? 0;
  }

  #isRow(number: number, width: number): boolean {
    const begin = this.#begins[number] ?? 0;
    for (let at = 0; at < width; at += 1) if (this.#rows[begin + at] !== this.#row[at]) return false;
    return true;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#size; number += 1) {
      const begin = this.#begins[number] ?? 0;
      let slot = hashOf(this.#rows, begin, (this.#begins[number + 1] ?? 0) - begin) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

function hashOf(row: Int32Array, begin: number, width: number): number {
  let hash = width;
  for (let at = begin; at < begin + width; at += 1) {
    hash = Math.imul(hash ^ (row[at] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash ^ (hash >>> 13);
}

function widened(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(Math.max(length, old.length * 2));
  wider.set(old);
  return wider;
}
