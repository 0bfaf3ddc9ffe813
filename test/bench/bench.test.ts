/** What the benchmark makes of its options, of runs and of their figures; bench.long.test.ts runs it. */
import { expect, test } from 'vitest';
import { parseCommand } from './command.ts';
import { measure } from './measure.ts';
import { models, tools, type Contender } from './models.ts';
import { ratiosOf } from './ratios.ts';
import { rowOf, type Row } from './rows.ts';
import { runBench } from './run-bench.ts';
import { readSpin } from './spin-verifier.ts';

test('a tool that finds another number of states than is known has no figure', async () => {
  const grid = models.find(({ id }) => id === 'grid') ?? expect.fail();
  const wrong = { ...grid, sizes: { ...grid.sizes, quick: { ...grid.sizes.quick, states: 143 } } };
  const lines: string[] = [];
  const measured = await measure(wrong, ['quiesce'], { size: 'quick', repeat: 2, warmUps: 1, folder: '', tell: (line) => lines.push(line) });
  expect([...measured]).toEqual([['quiesce', { kind: 'error', problem: 'it found 144 states, not 143' }]]);
  expect(lines).toEqual(['grid quiesce warm-up: it found 144 states, not 143']);
});

test.each([
  [['--modles', 'grid'], 'bench: there is no option --modles; the nearest is --models'],
  [['--models', 'philosopher'], 'bench: there is no model "philosopher"; the nearest is philosophers'],
])('%j is refused in one line that names the nearest, with exit code 2', async (args, line) => {
  expect(await runBench(...args)).toEqual({ code: 2, stdout: '', stderr: `${line}\n` });
});

test.each([
  [['--tools=spin'], 'there is no tool "spin"; the nearest is spin-dfs'],
  [['quik'], '"quik" is no option; the nearest is --quick'],
  [['--repeat', '0'], '--repeat needs a whole number from 1 to 1000, but got "0"'],
  [['--repeat'], '--repeat needs a value'],
  [['--tools', '--json'], '--tools needs a value'],
  [['--json=yes'], '--json takes no value, but got "yes"'],
])('%j is refused', (args, problem) => {
  expect(parseCommand(args)).toEqual({ kind: 'refused', problem });
});

test('without options everything is run five times', () => {
  expect(parseCommand([])).toEqual({ kind: 'run', command: { output: 'table', size: 'full', models: models.map(({ id }) => id), tools, repeat: 5 } });
});

const timed = (wallMs: number) => ({ distinct: 100_000, steps: 200_000, peakRssBytes: 30e6, wallMs });
const row = (tool: Contender, ...wallMs: readonly number[]): Row => rowOf({ model: 'm', scope: 's', tool }, { kind: 'timed', runs: wallMs.map(timed) }, 28e6);

test('a row has medians, rates from them, and the bytes that a state added', () => {
  expect(row('quiesce', 900, 100, 200)).toMatchObject({ wallMs: 200, statesPerSecond: 500_000, stepsPerSecond: 1_000_000, bytesPerState: 20 });
});

test('a model too small for its memory to show has no bytes a state', () => {
  expect(rowOf({ model: 'm', scope: 's', tool: 'quiesce' }, { kind: 'timed', runs: [{ ...timed(100), distinct: 152 }] }, 28e6)).toMatchObject({ distinct: 152, bytesPerState: null });
});

test('runs that took different numbers of steps give no figure', () => {
  expect(rowOf({ model: 'm', scope: 's', tool: 'quiesce' }, { kind: 'timed', runs: [timed(100), { ...timed(100), steps: 1 }] }, 28e6)).toMatchObject({ error: 'its runs took different numbers of steps' });
});

test('the bar is the faster of two searches of Spin, and none is set by one alone', () => {
  expect(ratiosOf([row('quiesce', 200), row('spin-dfs', 400), row('spin-bfs', 100)])).toMatchObject([{ against: 'spin-bfs', value: 2, bar: { met: false } }]);
  expect(ratiosOf([row('quiesce', 200), row('spin-dfs', 400)])).toEqual([]);
  expect(ratiosOf([row('quiesce', 100), row('xstate-graph', 30_000)])).toMatchObject([{ kind: 'times as fast as', value: 300, bar: { met: true } }]);
});

test('two threads are held against one', () => {
  expect(ratiosOf([row('quiesce', 320), row('quiesce-2', 200)])).toMatchObject([{ kind: 'on two threads, times as fast as', value: 1.6, bar: { met: true } }]);
});

test('a verifier that did not search to the end, or found another number of errors, gives no figure', () => {
  const said = 'errors: 0\n 152 states, stored\n 461 transitions (= stored+matched)\nVmHWM:\t  2048 kB\n';
  const text = { path: '', defines: {}, errors: 0 };
  expect(readSpin(said, text)).toEqual({ distinct: 152, steps: 460, peakRssBytes: 2 ** 21 });
  expect(() => readSpin(said, { ...text, errors: 1 })).toThrow('Spin found 0 errors, not 1');
  expect(() => readSpin(`error: max search depth too small\n${said}`, text)).toThrow('Spin did not search to the end');
});
