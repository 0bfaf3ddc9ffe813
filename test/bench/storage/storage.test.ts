/** The benchmark of the visited sets runs, and its streams and rows say what they mean. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replay, scout } from './replay.ts';
import { problemOf, storeRowOf, type StoreRow } from './rows.ts';
import type { StoreRun } from './run.ts';
import { storeNames, storeOf } from './state-store.ts';
import { Reader, readHead, record } from './stream.ts';
import { hosts, network, views } from './synthetic.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'quiesce-storage-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const kept = storeNames.filter((name) => name !== 'none');

describe('a stream', () => {
  test('names what a candidate differs in, and leaves out one that differs in nothing', () => {
    const path = join(folder, 'named');
    const steps: readonly (readonly number[])[][] = [[[0, 1], [0, 0], [2, 1]], [[0, 1]], [[0, 1]], [[2, 1]]];
    const key = (fields: Int32Array): number => (fields[0] === 2 ? (fields[1] === 1 ? 3 : 2) : (fields[1] ?? 0));
    const head = record({ initial: [0, 0], firstCounts: [4, 4], expand: (fields, visit) => steps[key(fields)]?.forEach((after) => visit(Int32Array.from(after))) }, Infinity, path);
    expect(head).toEqual({ initial: [0, 0], counts: { first: [4, 4], last: [3, 2] }, states: 3, expanded: 3, candidates: 2, writes: 3 });
    expect(readHead(path)).toEqual(head);
    const reader = new Reader(path);
    expect(Array.from({ length: 11 }, () => reader.next())).toEqual([1, 1, 1, 2, 0, 2, 1, 1, 0, 0, 0]);
    reader.close();
  });

  test('refuses a value that does not fit', () => {
    expect(() => record({ initial: [0], firstCounts: [4], expand: (_, visit) => visit(Int32Array.of(65_536)) }, Infinity, join(folder, 'large'))).toThrow(new RangeError('65536 does not fit 16 bits'));
  });

  test('tells when the packed store was packed anew, how many states that moved, and that no other store was', () => {
    const path = join(folder, 'moments');
    const chain = (length: number) => ({ initial: [0], firstCounts: [4], expand: (fields: Int32Array, visit: (after: Int32Array) => void) => visit(Int32Array.of(Math.min(length - 1, (fields[0] ?? 0) + 1))) });
    const head = record(chain(100), Infinity, path);
    const momentsOf = (name: (typeof kept)[number]) => scout(new Reader(path), head, storeOf(name, head.counts));
    // 4 outgrows two bits, 16 four, 64 six; the state met is the next one's.
    expect(momentsOf('packed')).toMatchObject({ repacks: [3, 15, 63], moved: 4 + 16 + 64 });
    for (const name of kept.filter((name) => name !== 'packed')) expect(momentsOf(name)).toMatchObject({ repacks: [], moved: 0 });
  });

  test('a replay finds as many states when it times the moments of growth, and times nothing else', () => {
    const path = join(folder, 'timed');
    const head = record(hosts(6, 4, 1), Infinity, path);
    const moments = scout(new Reader(path), head, storeOf('packed', head.counts));
    const store = storeOf('packed', head.counts);
    expect(replay(new Reader(path), head, store, moments)).toMatchObject({ found: 6 ** 4 });
    // One candidate makes two hosts outgrow their bits.
    expect([moments.repacks.length, store.repackings]).toEqual([5, 6]);
    expect(replay(new Reader(path), head, storeOf('packed', head.counts), { repacks: [], grows: [], moved: 0 })).toEqual({ found: 6 ** 4, repacksMicroseconds: 0, growsMicroseconds: 0 });
  });
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
  const run = (cpuMicroseconds: number): StoreRun => ({ found: 300_000, cpuMicroseconds, repacksMicroseconds: 2000, growsMicroseconds: 3000, readMicroseconds: 60_000, readAtRandomMicroseconds: 90_000, readSum: 7, bytes: 6_000_000, peakRssBytes: 59_000_000, repackings: 1, shape: 2 });
  const empty = { ...run(100_000), found: 1, readMicroseconds: 30_000, readAtRandomMicroseconds: 30_000, bytes: 0, peakRssBytes: 50_000_000, repackings: 0, shape: 0 };
  const head = { initial: [0, 0, 0], counts: { first: [], last: [] }, states: 300_000, expanded: 300_000, candidates: 1_000_000, writes: 2_500_000 };
  const place = { model: 'm', scope: 's', store: 'packed' } as const;
  const moments = { repacks: [5], grows: [6, 7], moved: 40 };

  test('has medians, less what reading the stream costs', () => {
    expect(storeRowOf(place, head, moments, [run(300_000), run(900_000), run(400_000)], [empty, empty, empty])).toEqual({
      ...place,
      fields: 3,
      states: 300_000,
      candidates: 1_000_000,
      writesPerCandidate: 2.5,
      words: 2,
      innerPairs: null,
      candidateNs: 300,
      candidateNsOfRuns: [200, 800, 300],
      readNs: 100,
      readAtRandomNs: 200,
      bytesPerState: 20,
      peakBytesPerState: 30,
      repackings: 1,
      repackedStates: 40,
      repackingMs: 2,
      growths: 2,
      growingMs: 3,
    });
  });

  test('has no time and no peak where too few states tell', () => {
    expect(storeRowOf(place, { ...head, states: 9_999 }, moments, [run(300_000)], [empty])).toMatchObject({ candidateNs: null, readNs: null, readAtRandomNs: null, peakBytesPerState: null });
  });

  test('is an error when a store finds another number of states, or reads others', () => {
    expect(problemOf(300_000, [run(1), { ...run(1), found: 299_999 }], 7)).toBe('it found 299999 states, not 300000');
    expect(problemOf(300_000, [run(1), { ...run(1), readSum: 8 }], 7)).toBe('it reads other states than were put in');
    expect(problemOf(300_000, [run(1)], 7)).toBeNull();
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
    expect(stdout.split('\n').map((line) => line.split('|').slice(1, 4).map((cell) => cell.trim()).join(' '))).toEqual(['model states store', '------------------------ -------: ------------', ...kept.map((store) => `small-two-phase-commit 56 ${store}`), '']);
  });

  test.each([
    [['--modles', 'views'], 'bench: there is no option --modles; the nearest is --models'],
    [['--tools', 'quiesce'], 'bench: there is no option --tools; the nearest is --models'],
    [['--models', 'hosts'], 'bench: there is no model "hosts"; the nearest is hosts-12'],
  ])('%j is refused in one line that names the nearest, with exit code 2', async (args, line) => {
    expect(await bench(...args)).toEqual({ code: 2, stdout: '', stderr: `${line}\n` });
  });
});

test('a stream that is cut short is no shorter search, but an error', () => {
  const path = join(folder, 'short');
  const head = record(hosts(4, 2, 1), Infinity, path);
  writeFileSync(path, readFileSync(path).subarray(0, 200));
  expect(() => replay(new Reader(path), head, storeOf('tree', head.counts), { repacks: [], grows: [], moved: 0 })).toThrow('the stream ends before its states do');
});
