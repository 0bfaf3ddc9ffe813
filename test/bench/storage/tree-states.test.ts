/** Two visited sets that have nothing in common but their answers: on random sequences, and on the states of real models. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storedModels } from './models.ts';
import { PackedStore } from './packed-store.ts';
import { PairTable } from './pair-table.ts';
import { replay } from './replay.ts';
import { storeNames, storeOf, type StateStore } from './state-store.ts';
import { Reader, record } from './stream.ts';
import { TreeStates } from './tree-states.ts';
import { WordTreeStates } from './word-tree-states.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quiesce-storage-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Candidates of a state, by numbers to be reduced; and whether the batch ends with them. */
interface Expanded {
  readonly from: number;
  readonly candidates: readonly (readonly number[])[];
  readonly endsBatch: boolean;
}

/** Few values, so that states recur; and some so large that an actor outgrows its bits. */
const valueMax = 300;
const value = fc.oneof({ arbitrary: fc.nat({ max: 3 }), weight: 8 }, { arbitrary: fc.nat({ max: valueMax }), weight: 1 });
const searches = fc.record({
  fields: fc.integer({ min: 1, max: 41 }),
  list: fc.array(
    fc.record<Expanded>({ from: fc.nat(), candidates: fc.array(fc.array(value, { minLength: 1, maxLength: 8, size: 'max' }), { maxLength: 6 }), endsBatch: fc.boolean() }),
    { maxLength: 60, size: 'max' },
  ),
});

/** What a store answers to a search: what was loaded, what became of each candidate, and the whole set in the end. */
function answersOf(store: StateStore, fields: number, list: readonly Expanded[]): readonly unknown[] {
  const answers: unknown[] = [];
  const state = new Int32Array(fields);
  const shown = new Int32Array(fields);
  const found = new Int32Array(1000);
  store.begin(state);
  let size = 1;
  const settle = (): void => {
    const settled = found.slice(0, store.settle(found));
    size += settled.filter((number) => number >= 0).length;
    answers.push([...settled]);
  };
  for (const { from, candidates, endsBatch } of list) {
    store.load(from % size, state);
    answers.push([...state]);
    for (const numbers of candidates) {
      const distinct = [...new Set(numbers.map((each, i) => (each * 7 + i * 5) % fields))];
      const changes = Int32Array.from(distinct.flatMap((field) => [field, state[field] ?? 0]));
      distinct.forEach((field, i) => {
        state[field] = numbers[i] ?? 0;
      });
      store.put(state, changes, changes.length);
      for (let i = 0; i < changes.length; i += 2) state[changes[i] ?? 0] = changes[i + 1] ?? 0;
      store.read(from % size, shown);
      answers.push([...shown]);
    }
    if (endsBatch) settle();
  }
  settle();
  for (let number = 0; number < size; number += 1) {
    store.read(number, shown);
    answers.push([...shown, store.parent(number)]);
  }
  return answers;
}

/** A state as the only candidate of the initial one, in a batch of its own. */
function add(states: TreeStates, ...fields: readonly number[]): number {
  const state = new Int32Array(fields.length);
  const found = new Int32Array(1);
  states.load(0, state);
  const changes = Int32Array.from([...state].flatMap((before, field) => [field, before]));
  states.put(Int32Array.from(fields), changes, changes.length);
  states.settle(found);
  return found[0] ?? 0;
}

describe('a tree of pairs', () => {
  test('over fields, or over packed words, answers as packed states do, whatever is loaded, put, settled and read', () => {
    let widened = 0;
    fc.assert(
      fc.property(searches, ({ fields, list }) => {
        const packed = new PackedStore(Array.from({ length: fields }, () => 4));
        const answers = answersOf(packed, fields, list);
        expect(answersOf(new TreeStates(fields), fields, list)).toEqual(answers);
        expect(answersOf(new WordTreeStates(Array.from({ length: fields }, () => valueMax + 1)), fields, list)).toEqual(answers);
        widened += packed.repackings;
      }),
      { seed: 20_080_227, numRuns: 400 },
    );
    expect(widened).toBeGreaterThan(500);
  });

  test('keeps a pair once, wherever in a state it stands', () => {
    const states = new TreeStates(4);
    states.begin(Int32Array.of(1, 2, 1, 2));
    expect([add(states, 1, 2, 3, 4), add(states, 3, 4, 1, 2), add(states, 1, 2, 1, 2), states.size, states.innerPairs]).toEqual([1, 2, -1, 3, 2]);
  });

  test('has a root for a state of one field, and room for any number of 31 bits', () => {
    const states = new TreeStates(1);
    const shown = new Int32Array(1);
    states.begin(Int32Array.of(0));
    expect([add(states, 0x7fff_ffff), add(states, 0), add(states, 0x7fff_ffff)]).toEqual([1, -1, -1]);
    states.read(1, shown);
    expect([shown[0], states.parent(1)]).toEqual([0x7fff_ffff, 0]);
  });

  test('refuses to read a state that it does not have', () => {
    expect(() => new TreeStates(3).read(0, new Int32Array(3))).toThrow(new RangeError('no state 0'));
  });

  test('over packed words has no room for a value that was not foretold', () => {
    const states = new WordTreeStates([4, 8]);
    expect(() => states.begin(Int32Array.of(3, 8))).toThrow(new RangeError('field 1 has no room for 8'));
  });

  test('numbers 1,100,000 pairs in the order of first use and finds each again, one by one and in a batch, however often its tables grew', () => {
    const table = new PairTable(10);
    const pair = (i: number): readonly [number, number] => [i % 331, Math.imul(i, 0x9e3779b1)];
    // Past 2^20, where numbers take a bit from tags.
    const numbers = Array.from({ length: 1_100_000 }, (_, i) => i);
    expect(numbers.findIndex((i) => table.numberOf(...pair(i)) !== i)).toBe(-1);
    expect(numbers.findIndex((i) => table.numberOf(...pair(i)) !== i)).toBe(-1);
    expect(numbers.findIndex((i) => table.left(i) !== pair(i)[0] || table.right(i) !== pair(i)[1])).toBe(-1);
    const found = new Int32Array(numbers.length + 1);
    table.find(Int32Array.from([...numbers.map(pair), [331, 0]].flat()), numbers.length + 1, found);
    expect([found.findIndex((number, i) => number !== i), found.at(-1)]).toEqual([numbers.length, -1]);
    const rebuilt = table.rebuilt();
    expect([rebuilt.size, rebuilt.bytes]).toEqual([table.size, table.bytes]);
    expect(numbers.findIndex((i) => rebuilt.left(i) !== pair(i)[0] || rebuilt.right(i) !== pair(i)[1])).toBe(-1);
  });
});

test.each(storedModels.map((model) => [model.id, model] as const))('%s: every store gives every candidate the same number and reads the same states back', async (_, { sizes }) => {
  const { states, statesMax, space } = sizes.quick;
  const path = join(folder, 'model');
  const head = record(await space(), statesMax, path);
  expect(states === null ? head.states >= statesMax : head.states === states).toBe(true);
  const answers = storeNames.filter((name) => name !== 'none').map((name) => {
    const { states: store } = storeOf(name, head.counts);
    const found: number[] = [];
    const reader = new Reader(path);
    expect(replay(reader, head, store, (batch) => found.push(...batch))).toBe(head.states);
    expect(() => reader.next()).toThrow('the stream ends before its states do');
    reader.close();
    const fields = new Int32Array(head.initial.length);
    const read = Array.from({ length: head.states }, (_, number) => {
      store.read(number, fields);
      return `${fields.join(' ')} from ${store.parent(number)}`;
    });
    return { found, read };
  });
  const [{ found, read } = { found: [], read: [] }, ...others] = answers;
  expect([found.length, found.filter((answer) => answer >= 0).length, new Set(read).size]).toEqual([head.candidates, head.states - 1, head.states]);
  for (const other of others) {
    // The first difference, because a list of thousands would be shown whole.
    expect(found.findIndex((answer, candidate) => answer !== other.found[candidate])).toBe(-1);
    expect(read.findIndex((state, number) => state !== other.read[number])).toBe(-1);
  }
});
