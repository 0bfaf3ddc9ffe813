/** Two visited sets that have nothing in common but their answers: on random sequences, and on the states of real models. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PackedStates } from '../../../src/engine/packed-states.ts';
import { storedModels } from './models.ts';
import { PairTable } from './pair-table.ts';
import { scout } from './replay.ts';
import { storeNames, storeOf } from './state-store.ts';
import { Reader, record } from './stream.ts';
import { TreeStates } from './tree-states.ts';
import { WordTreeStates } from './word-tree-states.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quiesce-storage-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A state to add whole, or one that differs from the state last loaded, or a state to load; each by numbers to be reduced. */
interface Insert {
  readonly kind: 'add' | 'change' | 'load';
  readonly numbers: readonly number[];
}

/** Few values, so that states recur; and some so large that an actor outgrows its bits. */
const valueMax = 300;
const value = fc.oneof({ arbitrary: fc.nat({ max: 3 }), weight: 8 }, { arbitrary: fc.nat({ max: valueMax }), weight: 1 });
const inserts = fc.record({
  fields: fc.integer({ min: 1, max: 41 }),
  list: fc.array(fc.record<Insert>({ kind: fc.constantFrom('add', 'change', 'change', 'load'), numbers: fc.array(value, { minLength: 1, maxLength: 8, size: 'max' }) }), { maxLength: 120, size: 'max' }),
});

/** What a store answers to a sequence of inserts: each number, what was read at each load, and the whole set in the end. */
function answersOf(store: PackedStates | TreeStates | WordTreeStates, fields: number, list: readonly Insert[]): readonly unknown[] {
  const answers: unknown[] = [];
  const state = new Int32Array(fields);
  const shown = new Int32Array(fields);
  store.add(state, -1);
  store.load(0, state);
  list.forEach(({ kind, numbers }, at) => {
    const number = (numbers[0] ?? 0) % store.size;
    if (kind === 'load') {
      store.load(number, state);
      answers.push([...state]);
    } else if (kind === 'add') {
      answers.push(store.add(Int32Array.from({ length: fields }, (_, field) => numbers[field % numbers.length] ?? 0), at));
    } else {
      const distinct = [...new Set(numbers.map((each, i) => (each * 7 + i * 5) % fields))];
      const changes = Int32Array.from(distinct.flatMap((field) => [field, state[field] ?? 0]));
      distinct.forEach((field, i) => {
        state[field] = numbers[i] ?? 0;
      });
      answers.push(store.addChanged(state, changes, changes.length, at));
      for (let i = 0; i < changes.length; i += 2) state[changes[i] ?? 0] = changes[i + 1] ?? 0;
      store.read(number, shown);
      answers.push([...shown]);
    }
  });
  for (let number = 0; number < store.size; number += 1) {
    store.read(number, shown);
    answers.push([...shown, store.parent(number)]);
  }
  return answers;
}

describe('a tree of pairs', () => {
  test('over fields, or over packed words, answers as packed states do, whatever is added, changed, loaded and read', () => {
    let widened = 0;
    fc.assert(
      fc.property(inserts, ({ fields, list }) => {
        const packed = new PackedStates(Array.from({ length: fields }, () => 4));
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
    states.add(Int32Array.of(1, 2, 1, 2), -1);
    states.add(Int32Array.of(1, 2, 3, 4), 0);
    states.add(Int32Array.of(3, 4, 1, 2), 0);
    expect([states.size, states.innerPairs]).toEqual([3, 2]);
  });

  test('has a root for a state of one field, and room for any number of 31 bits', () => {
    const states = new TreeStates(1);
    const shown = new Int32Array(1);
    expect([states.add(Int32Array.of(0), -1), states.add(Int32Array.of(0x7fff_ffff), 0), states.add(Int32Array.of(0), 0)]).toEqual([0, 1, -1]);
    states.read(1, shown);
    expect([shown[0], states.parent(1)]).toEqual([0x7fff_ffff, 0]);
  });

  test('refuses to read a state that it does not have', () => {
    expect(() => new TreeStates(3).read(0, new Int32Array(3))).toThrow(new RangeError('no state 0'));
  });

  test('over packed words has no room for a value that was not foretold', () => {
    const states = new WordTreeStates([4, 8]);
    expect(() => states.add(Int32Array.of(3, 8), -1)).toThrow(new RangeError('field 1 has no room for 8'));
  });

  test('numbers 100,000 pairs in the order of first use and finds each again, however often its slots were doubled', () => {
    const table = new PairTable(10);
    const pair = (i: number): readonly [number, number] => [i % 331, Math.imul(i, 0x9e3779b1) >>> 0];
    const count = 100_000;
    const numbers = Array.from({ length: count }, (_, i) => i);
    expect(numbers.findIndex((i) => table.numberOf(...pair(i)) !== i)).toBe(-1);
    expect(numbers.findIndex((i) => table.numberOf(...pair(i)) !== i)).toBe(-1);
    expect(numbers.findIndex((i) => table.left(i) !== pair(i)[0] || table.right(i) !== pair(i)[1])).toBe(-1);
    expect(table.size).toBe(count);
  });
});

test.each(storedModels.map((model) => [model.id, model] as const))('%s: every store gives every candidate the same number and reads the same states back', async (_, { sizes }) => {
  const { states, statesMax, space } = sizes.quick;
  const path = join(folder, 'model');
  const head = record(await space(), statesMax, path);
  expect(states === null ? head.states >= statesMax : head.states === states).toBe(true);
  const answers = storeNames.filter((name) => name !== 'none').map((name) => {
    const store = storeOf(name, head.counts);
    const found: number[] = [];
    const reader = new Reader(path);
    scout(reader, head, store, (answer) => found.push(answer));
    expect(() => reader.next()).toThrow('the stream ends before its states do');
    reader.close();
    const fields = new Int32Array(head.initial.length);
    const read = Array.from({ length: head.states }, (_, number) => {
      store.read(number, fields);
      return fields.join(' ');
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
