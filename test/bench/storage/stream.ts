/**
 * The candidates of a search in a file, so that every store is shown the very same ones, in a process that does nothing else.
 *
 *   state 0: | 2 fields | field 3 | value 1 | field 9 | value 4 | 1 field | ... | 0 |   state 1: ...   numbers of 16 bits
 *
 * A candidate is what differs from the state being expanded, each field once; one that differs in nothing is left out, as a
 * search need not look it up. Expanded states stand in the order of their numbers. What is known of the whole stands in a head,
 * as JSON beside it.
 */
import { closeSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { storeOf, type FieldCounts } from './state-store.ts';
import type { StateSpace } from './state-space.ts';

export interface StreamHead {
  readonly initial: readonly number[];
  readonly counts: FieldCounts;
  readonly states: number;
  /** How many of them were expanded: all, unless the search was cut off. */
  readonly expanded: number;
  readonly candidates: number;
  /** Fields that a candidate differs in, all candidates together. */
  readonly writes: number;
}

/** 16-bit numbers held in memory at once. */
const blockLength = 1 << 19;
const numberMax = 0xffff;

const headPath = (path: string): string => `${path}.json`;

/**
 * Explores a space breadth first until it is done or `statesMax` states are found, and writes what was met.
 *
 * @throws RangeError when a value does not fit 16 bits.
 */
export function record(space: StateSpace, statesMax: number, path: string): StreamHead {
  const initial = Int32Array.from(space.initial);
  const largest = Int32Array.from(initial);
  const counts = { first: space.firstCounts, last: [] };
  const states = storeOf('packed', counts);
  const out = new Writer(path);
  const before = Int32Array.from(initial);
  let [found, expanded, candidates, writes] = [states.add(initial, -1) + 1, 0, 0, 0];
  const isDone = (): boolean => expanded === found || found >= statesMax;
  const visit = (after: Int32Array): void => {
    const width = differences(before, after);
    if (width === 0) return;
    out.put(width);
    for (let field = 0; field < before.length; field += 1) {
      const value = after[field] ?? 0;
      if (value === before[field]) continue;
      largest[field] = Math.max(largest[field] ?? 0, value);
      out.put(field);
      out.put(value);
    }
    candidates += 1;
    writes += width;
    if (states.add(after, expanded) >= 0) found += 1;
  };
  for (; !isDone(); expanded += 1) {
    states.read(expanded, before);
    space.expand(before, visit);
    out.put(0);
  }
  out.close();
  const head = { initial: [...initial], counts: { first: counts.first, last: Array.from(largest, (value) => value + 1) }, states: found, expanded, candidates, writes };
  writeFileSync(headPath(path), JSON.stringify(head));
  return head;
}

export const readHead = (path: string): StreamHead => JSON.parse(readFileSync(headPath(path), 'utf8')) as StreamHead;

function differences(before: Int32Array, after: Int32Array): number {
  let count = 0;
  for (let field = 0; field < before.length; field += 1) if (before[field] !== after[field]) count += 1;
  return count;
}

class Writer {
  readonly #file: number;
  readonly #block = new Uint16Array(blockLength);
  #length = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  put(number: number): void {
    if (number > numberMax) throw new RangeError(`${number} does not fit 16 bits`);
    if (this.#length === blockLength) this.#flush();
    this.#block[this.#length] = number;
    this.#length += 1;
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    const bytes = new Uint8Array(this.#block.buffer, 0, this.#length * 2);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
    this.#length = 0;
  }
}

/** The numbers of a stream, one after the other. */
export class Reader {
  readonly #file: number;
  readonly #block = new Uint16Array(blockLength);
  #length = 0;
  #at = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'r');
  }

  /** @throws RangeError when there are no more. */
  next(): number {
    if (this.#at === this.#length) this.#fill();
    const number = this.#block[this.#at] ?? 0;
    this.#at += 1;
    return number;
  }

  close(): void {
    closeSync(this.#file);
  }

  #fill(): void {
    const bytes = new Uint8Array(this.#block.buffer);
    let read = 0;
    for (let more = -1; more !== 0 && read < bytes.length; read += more) more = readSync(this.#file, bytes, read, bytes.length - read, null);
    if (read === 0) throw new RangeError('the stream ends before its states do');
    this.#length = read / 2;
    this.#at = 0;
  }
}
