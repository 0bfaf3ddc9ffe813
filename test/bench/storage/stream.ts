/**
 * The candidates of a search, recorded once, so that every store is shown the very same ones.
 *
 *   state 0: | 2 fields | field 3 | value 1 | field 9 | value 4 | 1 field | ... | end |   state 1: ...   numbers of 16 bits
 *
 * A candidate is what differs from the state being expanded, each field once; one that differs in nothing is left out, as a
 * search need not look it up. Expanded states stand in the order of their numbers. A batch ends with a state: the one that brings it
 * to as many candidates as the engine wants, or the last one known.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { batchMax } from './batched-states.ts';
import { PackedStates } from './packed-states.ts';
import type { StateSpace } from './state-space.ts';
import type { FieldCounts, Store } from './stores.ts';

export interface StreamHead {
  readonly initial: readonly number[];
  readonly counts: FieldCounts;
  readonly states: number;
  readonly candidates: number;
  /** Fields that a candidate differs in, all candidates together. */
  readonly writes: number;
}

export interface Stream {
  readonly head: StreamHead;
  readonly numbers: Uint16Array;
}

/** In place of a number of fields: the state is done; it is, and so is the batch. */
const endOfState = 0;
const endOfBatch = 0xffff;

/** As in the engine's expansion.ts. */
const candidatesWanted = 2_048;

/** Explores a space, all of whose values fit 16 bits, breadth first. */
export function record(space: StateSpace): Stream {
  const before = Int32Array.from(space.initial);
  const largest = before.slice();
  const found = new Int32Array(batchMax);
  const states = new PackedStates(space.firstCounts);
  const batches: Uint16Array[] = [];
  let numbers: number[] = [];
  let [known, expanded, candidates, writes, batch] = [1, 0, 0, 0, 0];
  states.begin(before);
  const visit = (after: Int32Array): void => {
    const changes = differences(before, after);
    if (changes.length === 0) return;
    numbers.push(changes.length / 2);
    for (let i = 0; i < changes.length; i += 2) {
      const field = changes[i] ?? 0;
      const value = after[field] ?? 0;
      largest[field] = Math.max(largest[field] ?? 0, value);
      numbers.push(field, value);
    }
    states.put(after, Int32Array.from(changes), changes.length);
    [candidates, batch, writes] = [candidates + 1, batch + 1, writes + changes.length / 2];
  };
  while (expanded < known) {
    states.load(expanded, before);
    space.expand(before, visit);
    expanded += 1;
    const isBatchDone = batch >= candidatesWanted || expanded === known;
    numbers.push(isBatchDone ? endOfBatch : endOfState);
    if (!isBatchDone) continue;
    batches.push(Uint16Array.from(numbers));
    numbers = [];
    const count = states.settle(found);
    for (let i = 0; i < count; i += 1) if ((found[i] ?? -1) >= 0) known += 1;
    batch = 0;
  }
  const counts = { first: space.firstCounts, last: Array.from(largest, (value) => value + 1) };
  return { head: { initial: space.initial, counts, states: known, candidates, writes }, numbers: joined(batches) };
}

/** Shows a stream to a store, as a search would, and returns what it answers: the number that each candidate got, or -1, batch by batch, until the next. */
export function* replay({ head, numbers }: Stream, store: Store): Iterable<Int32Array> {
  const fields = Int32Array.from(head.initial);
  const changes = new Int32Array(fields.length * 2);
  const found = new Int32Array(batchMax);
  let at = 0;
  store.begin(fields);
  for (let state = 0; state < head.states; state += 1) {
    store.load(state, fields);
    let width = numbers[at] ?? 0;
    for (at += 1; width !== endOfState && width !== endOfBatch; at += 1) {
      for (let i = 0; i < width * 2; i += 2) {
        const field = numbers[at + i] ?? 0;
        changes[i] = field;
        changes[i + 1] = fields[field] ?? 0;
        fields[field] = numbers[at + i + 1] ?? 0;
      }
      store.put(fields, changes, width * 2);
      for (let i = 0; i < width * 2; i += 2) fields[changes[i] ?? 0] = changes[i + 1] ?? 0;
      at += width * 2;
      width = numbers[at] ?? 0;
    }
    if (width === endOfBatch) yield found.subarray(0, store.settle(found));
  }
}

export function save(path: string, { head, numbers }: Stream): void {
  writeFileSync(`${path}.json`, JSON.stringify(head));
  writeFileSync(path, numbers);
}

export function saved(path: string): Stream {
  const bytes = readFileSync(path);
  const head: StreamHead = JSON.parse(readFileSync(`${path}.json`, 'utf8'));
  return { head, numbers: new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2) };
}

/** Each field in which they differ, with its value before. */
function differences(before: Int32Array, after: Int32Array): readonly number[] {
  const changes: number[] = [];
  for (let field = 0; field < before.length; field += 1) if (before[field] !== after[field]) changes.push(field, before[field] ?? 0);
  return changes;
}

function joined(batches: readonly Uint16Array[]): Uint16Array {
  const all = new Uint16Array(batches.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const batch of batches) {
    all.set(batch, at);
    at += batch.length;
  }
  return all;
}
