/** The stores of the benchmark of visited sets, which keep different things, give the same answers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runBench } from '../run-bench.ts';
import { storedModels } from './models.ts';
import { rowsOf } from './rows.ts';
import type { StoreRun } from './run.ts';
import type { StateSpace } from './state-space.ts';
import { kept, storeOf, type StoreName } from './stores.ts';
import { record, replay, type Stream } from './stream.ts';


/** The number that each candidate got, or -1; every state as it is read back; and what the store became. */
function answersOf(stream: Stream, name: StoreName): { readonly numbers: readonly number[]; readonly states: readonly string[]; readonly shape: string } {
  const store = storeOf(name, stream.head.counts);
  const numbers = Array.from(replay(stream, store), (batch) => [...batch]).flat();
  const fields = new Int32Array(stream.head.initial.length);
  const states = Array.from({ length: stream.head.states }, (_, number) => {
    store.load(number, fields);
    return fields.join(' ');
  });
  return { numbers, states, shape: store.shape };
}

/** All that some writes lead to, each of them enabled everywhere. */
function written(fields: number, steps: readonly (readonly (readonly [field: number, value: number])[])[]): StateSpace {
  return {
    initial: Array.from({ length: fields }, () => 0),
    firstCounts: Array.from({ length: fields }, () => 4),
    expand: (before, visit) => {
      for (const step of steps) {
        const after = before.slice();
        for (const [field, value] of step) after[field % fields] = value;
        visit(after);
      }
    },
  };
}

/** Few values, so that states recur; and some so large that an actor outgrows its bits. */
const value = fc.oneof({ arbitrary: fc.nat({ max: 3 }), weight: 4 }, { arbitrary: fc.nat({ max: 65_535 }), weight: 1 });
const steps = fc.array(fc.array(fc.tuple(fc.nat({ max: 40 }), value), { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 6 });

test('on random spaces every store gives every candidate the same number and reads the same states back', () => {
  let repacked = 0;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 41 }), steps, (fields, each) => {
      const stream = record(written(fields, each));
      const { numbers, states, shape } = answersOf(stream, 'packed');
      expect([numbers.length, new Set(states).size, states[0]]).toEqual([stream.head.candidates, stream.head.states, stream.head.initial.join(' ')]);
      for (const store of ['fitted', 'tree'] as const) expect(answersOf(stream, store)).toMatchObject({ numbers, states });
      if (!shape.endsWith(' 0 repackings')) repacked += 1;
    }),
    { seed: 20_080_227, numRuns: 150 },
  );
  expect(repacked).toBeGreaterThan(50);
});

test.each(storedModels.map(({ id, sizes }) => [id, sizes.quick] as const))('%s: so they do on the states of a search', async (_, { states, space }) => {
  const stream = record(await space());
  const [packed, ...others] = kept.map((store) => answersOf(stream, store));
  expect(stream.head.states).toBe(states);
  expect(packed?.numbers.filter((number) => number >= 0)).toEqual(Array.from({ length: stream.head.states - 1 }, (__, i) => i + 1));
  // The first difference, because a list of thousands would be shown whole.
  for (const { numbers, states: read } of others) expect([numbers.findIndex((number, i) => number !== packed?.numbers[i]), read.findIndex((state, i) => state !== packed?.states[i])]).toEqual([-1, -1]);
});

test('a stream names what a candidate differs in, leaves out one that differs in nothing, and ends a batch where no state is left', () => {
  const { head, numbers } = record(written(2, [[[1, 1]], [[0, 2], [1, 1]]]));
  expect(head).toEqual({ initial: [0, 0], counts: { first: [4, 4], last: [3, 2] }, states: 3, candidates: 3, writes: 4 });
  expect([...numbers]).toEqual([1, 1, 1, 2, 0, 2, 1, 1, 0xffff, 1, 0, 2, 0, 0xffff]);
});

describe('a row', () => {
  const head = { initial: [0, 0], counts: { first: [], last: [] }, states: 1000, candidates: 10_000, writes: 25_000 };
  const run = (cpuMicroseconds: number, found = 1000, digest = 7): StoreRun => ({ found, digest, cpuMicroseconds, repackingMicroseconds: 3000, bytes: 20_000, peakBytes: 50_000 + found, shape: '2 words' });
  const rows = (tree: readonly StoreRun[]): unknown => rowsOf('m', 's', head, new Map([['packed', [run(3000), run(9000), run(4000)]], ['tree', tree], ['nothing', [run(1000, 1, 0)]]]));

  test('has medians, less what reading the stream costs', () => {
    expect(rows([run(6000)])).toMatchObject([{ store: 'packed', candidateNs: 300, bytesPerState: 20, peakPerState: 0.999, repackingMs: 3 }, { store: 'tree', candidateNs: 500 }]);
  });

  test.each([[[run(1, 999)]], [[run(1), run(1, 1000, 8)]], [[]]])('there is none for a store that gives other numbers, or was not run', (...tree) => {
    expect(() => rows(tree.flat())).toThrow('m: tree found');
  });
});

test('takes other options than the whole benchmark, and names the nearest', async () => {
  expect(await runBench('storage', '--tools', 'quiesce')).toEqual({ code: 2, stdout: '', stderr: 'bench: there is no option --tools; the nearest is --models\n' });
});
