/**
 * The candidates of a search in a file, so that every store is shown the very same ones, in a process that does nothing else.
 *
 *   state 0: | 2 fields | field 3 | value 1 | field 9 | value 4 | 1 field | ... | end |   state 1: ...   numbers of 16 bits
 *
 * A candidate is what differs from the state being expanded, each field once; one that differs in nothing is left out, as a
 * search need not look it up. Expanded states stand in the order of their numbers. A batch ends with a state: the one that brings it
 * to as many candidates as the engine wants, or the last one known. What is known of the whole stands in a head, as JSON.
 */
import { closeSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { PackedStore } from './packed-store.ts';
import type { FieldCounts } from './state-store.ts';
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

/** In place of a number of fields: the state is done; it is, and so is the batch. */
export const endOfState = 0;
export const endOfBatch = 0xffff;

/** As in the engine's expansion.ts. */
const candidatesWanted = 2_048;
/** 16-bit numbers held in memory at once. */
const blockLength = 1 << 19;
const numberMax = 0xffff;
/** More candidates than a batch can have: what it has before its last state, and what one state may add. */
export const batchMax = 1 << 16;

const headPath = (path: string): string => `${path}.json`;

/**
 * Explores a space breadth first until it is done or `statesMax` states are found, and writes what was met.
 *
 * @throws RangeError when a value does not fit 16 bits.
 */
export function record(space: StateSpace, statesMax: number, path: string): StreamHead {
  const initial = Int32Array.from(space.initial);
  const largest = Int32Array.from(initial);
  const changes = new Int32Array(initial.length * 2);
  const found = new Int32Array(batchMax);
  const states = new PackedStore(space.firstCounts);
  const out = new Writer(path);
  const before = Int32Array.from(initial);
  let [expanded, candidates, writes, batch] = [0, 0, 0, 0];
  states.begin(initial);
  const visit = (after: Int32Array): void => {
    const width = differences(before, after, changes);
    if (width === 0) return;
    out.put(width);
    for (let i = 0; i < width; i += 1) {
      const field = changes[i * 2] ?? 0;
      const value = after[field] ?? 0;
      largest[field] = Math.max(largest[field] ?? 0, value);
      out.put(field);
      out.put(value);
    }
    states.put(after, changes, width * 2);
    [candidates, batch, writes] = [candidates + 1, batch + 1, writes + width];
  };
  const isDone = (): boolean => expanded === states.size || states.size >= statesMax;
  while (!isDone()) {
    states.load(expanded, before);
    space.expand(before, visit);
    expanded += 1;
    const isBatchDone = batch >= candidatesWanted || expanded === states.size;
    out.put(isBatchDone ? endOfBatch : endOfState);
    if (!isBatchDone) continue;
    states.settle(found);
    batch = 0;
  }
  out.close();
  const head = { initial: [...initial], counts: { first: space.firstCounts, last: Array.from(largest, (value) => value + 1) }, states: states.size, expanded, candidates, writes };
  writeFileSync(headPath(path), JSON.stringify(head));
  return head;
}

export const readHead = (path: string): StreamHead => JSON.parse(readFileSync(headPath(path), 'utf8')) as StreamHead;

/** Notes each field in which they differ, with its value before, and returns how many there are. */
function differences(before: Int32Array, after: Int32Array, changes: Int32Array): number {
  let count = 0;
  for (let field = 0; field < before.length; field += 1) {
    if (before[field] === after[field]) continue;
    changes[count * 2] = field;
    changes[count * 2 + 1] = before[field] ?? 0;
    count += 1;
  }
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
