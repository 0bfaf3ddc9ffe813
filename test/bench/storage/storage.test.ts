/** The benchmark of the visited sets runs, and its streams and rows say what they mean. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replay } from './replay.ts';
import { storeRowOf, type StoreRow } from './rows.ts';
import type { StoreRun } from './run.ts';
import { storeNames, storeOf } from './state-store.ts';
import { endOfBatch, endOfState, Reader, readHead, record } from './stream.ts';
import { hosts, network, views } from './synthetic.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quiesce-storage-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const kept = storeNames.filter((name) => name !== 'none');

describe('a stream', () => {
  test('names what a candidate differs in, leaves out one that differs in nothing, and ends a batch where no state is left', () => {
    const path = join(folder, 'named');
    const steps: readonly (readonly number[])[][] = [[[0, 1], [0, 0], [2, 1]], [[0, 1]], [[0, 1]]];
    const key = (fields: Int32Array): number => (fields[0] === 2 ? 2 : (fields[1] ?? 0));
    const head = record({ initial: [0, 0], firstCounts: [4, 4], expand: (fields, visit) => steps[key(fields)]?.forEach((after) => visit(Int32Array.from(after))) }, Infinity, path);
    expect(head).toEqual({ initial: [0, 0], counts: { first: [4, 4], last: [3, 2] }, states: 3, expanded: 3, candidates: 3, writes: 4 });
    expect(readHead(path)).toEqual(head);
    const reader = new Reader(path);
    expect(Array.from({ length: 13 }, () => reader.next())).toEqual([1, 1, 1, 2, 0, 2, 1, 1, endOfBatch, endOfState, 1, 0, 0]);
    expect(reader.next()).toBe(endOfBatch);
    reader.close();
  });

  test('refuses a value that does not fit', () => {
    expect(() => record({ initial: [0], firstCounts: [4], expand: (_, visit) => visit(Int32Array.of(65_536)) }, Infinity, join(folder, 'large'))).toThrow(new RangeError('65536 does not fit 16 bits'));
  });

  test('that is cut short is no shorter search, but an error', () => {
    const path = join(folder, 'short');
    const head = record(hosts(4, 2, 1), Infinity, path);
    writeFileSync(path, readFileSync(path).subarray(0, 200));
    expect(() => replay(new Reader(path), head, storeOf('tree', head.counts).states)).toThrow('the stream ends before its states do');
  });
});

test('a packed store tells how often and how many states were packed anew; one told the values beforehand never is', () => {
  const path = join(folder, 'moved');
  const chain = { initial: [0], firstCounts: [4], expand: (fields: Int32Array, visit: (after: Int32Array) => void) => visit(Int32Array.of(Math.min(99, (fields[0] ?? 0) + 1))) };
  const head = record(chain, Infinity, path);
  const packedAnew = (name: 'packed' | 'packed-fit') => {
    const store = storeOf(name, head.counts);
    replay(new Reader(path), head, store.states);
    return store.kind === 'packed' ? [store.states.repackings, store.states.repackedStates] : [];
  };
  // 4 outgrows two bits, 16 four, 64 six.
  expect(packedAnew('packed')).toEqual([3, 4 + 16 + 64]);
  expect(packedAnew('packed-fit')).toEqual([0, 0]);
});

test('hosts, views and networks differ in what a step writes and in how wide they are', () => {
  const headOf = (space: Parameters<typeof record>[0], statesMax = Infinity) => record(space, statesMax, join(folder, 'wide'));
  // Two items with three statuses on five hosts; a host's values are none, and each of both items in each status.
  expect(headOf(hosts(5, 2, 3))).toMatchObject({ states: 15 ** 2, counts: { last: Array.from({ length: 5 }, () => 16) } });
  // Twelve watchers of four switches in a ring of eight: a switch is seen by six.
  expect(headOf(views(8, 12, 4))).toMatchObject({ states: 2 ** 8, candidates: 8 * 2 ** 8, writes: 7 * 8 * 2 ** 8 });
  const cut = headOf(network(8, 4), 300);
  expect(cut.states).toBeGreaterThanOrEqual(300);
  expect(cut.expanded).toBeLessThan(cut.states);
});

describe('a row', () => {
  const run = (cpuMicroseconds: number): StoreRun => ({ found: 300_000, cpuMicroseconds, readMicroseconds: 60_000, readAtRandomMicroseconds: 90_000, readSum: 7, bytes: 6_000_000, peakRssBytes: 59_000_000, detail: { kind: 'packed', words: 2, repackings: 1, repackedStates: 40, repackingMicroseconds: cpuMicroseconds / 100 } });
  const empty: StoreRun = { ...run(100_000), readMicroseconds: 30_000, readAtRandomMicroseconds: 30_000, peakRssBytes: 50_000_000, detail: { kind: 'none' } };
  const head = { initial: [0, 0, 0], counts: { first: [], last: [] }, states: 300_000, expanded: 300_000, candidates: 1_000_000, writes: 2_500_000 };
  const place = { model: 'm', scope: 's', store: 'packed' } as const;
  const rowOf = (runs: readonly StoreRun[], states = 300_000) => storeRowOf(place, { ...head, states }, runs, [empty, empty, empty], 7);

  test('has medians, less what reading the stream costs', () => {
    expect(rowOf([run(300_000), run(900_000), run(400_000)])).toEqual({
      ...place,
      fields: 3,
      states: 300_000,
      candidates: 1_000_000,
      writesPerCandidate: 2.5,
      candidateNs: 300,
      candidateNsOfRuns: [200, 800, 300],
      readNs: 100,
      readAtRandomNs: 200,
      bytesPerState: 20,
      peakBytesPerState: 30,
      growth: { kind: 'packed', words: 2, repackings: 1, repackedStates: 40, ms: 4 },
    });
    const tree: StoreRun = { ...run(300_000), detail: { kind: 'tree', innerPairs: 9, rebuildingMicroseconds: 5000 } };
    expect(rowOf([tree])).toMatchObject({ growth: { kind: 'tree', innerPairs: 9, ms: 5 } });
  });

  test('has no time and no peak where too few states tell', () => {
    expect(rowOf([{ ...run(300_000), found: 9_999 }], 9_999)).toMatchObject({ candidateNs: null, readNs: null, readAtRandomNs: null, peakBytesPerState: null });
  });

  test('is an error when a store finds another number of states, reads others, or was not run', () => {
    expect(rowOf([run(1), { ...run(1), found: 299_999 }])).toEqual({ ...place, error: 'it found 299999 states, not 300000' });
    expect(rowOf([run(1), { ...run(1), readSum: 8 }])).toEqual({ ...place, error: 'it reads other states than were put in' });
    expect(rowOf([])).toEqual({ ...place, error: 'it was not run' });
  });
});

describe('npm run bench -- storage', () => {
  const bench = (...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, [join(import.meta.dirname, '../main.ts'), 'storage', ...args], (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }));
    });

  test('prints one document, with a row for each model and store', async () => {
    const { code, stdout } = await bench('--quick', '--json', '--models', 'philosophers,hosts-24');
    const { rows } = JSON.parse(stdout) as { readonly rows: readonly StoreRow[] };
    expect(code).toBe(0);
    const expected = [['philosophers', 152], ['hosts-24', 216]] as const;
    expect(rows).toMatchObject(expected.flatMap(([model, states]) => kept.map((store) => ({ model, store, states }))));
    for (const row of rows) expect(row.bytesPerState).toBeGreaterThan(0);
  });

  test('prints a table without --json', async () => {
    const { code, stdout } = await bench('--quick', '--models', 'small-two-phase-commit', '--repeat', '2');
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => !line.startsWith('|--')).map((line) => line.split('|').slice(1, 5).map((cell) => cell.trim()).join(' '))).toEqual(['model fields states store', ...kept.map((store) => `small-two-phase-commit 4 56 ${store}`), '']);
  });

  test.each([
    [['--modles', 'views'], 'bench: there is no option --modles; the nearest is --models'],
    [['--tools', 'quiesce'], 'bench: there is no option --tools; the nearest is --models'],
    [['--models', 'hosts'], 'bench: there is no model "hosts"; the nearest is hosts-12'],
  ])('%j is refused in one line that names the nearest, with exit code 2', async (args, line) => {
    expect(await bench(...args)).toEqual({ code: 2, stdout: '', stderr: `${line}\n` });
  });
});
