/** The pure parts of the command line: options, hosts, exports, exit codes. */
import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { always, defineSuite, defineSystem } from '../../src/index.ts';
import { mostSevere } from '../../src/cli/exit-code.ts';
import { suitesOf } from '../../src/cli/exports-of-file.ts';
import { isContinuousIntegration, pageFor, type Output } from '../../src/cli/host.ts';
import { nodeProblem } from '../../src/cli/node-version.ts';
import { bytesOf, countFrom, millisecondsOf, seedOf } from '../../src/cli/option-values.ts';
import { ProgressDisplay } from '../../src/cli/progress-display.ts';
import { programOf } from '../../src/cli/run-process.ts';
import { UsageError } from '../../src/report/usage-fault.ts';

test('an old Node is told which one is needed', () => {
  expect(['20.19.1', '22.17.9', '22.18.0', '24.0.0'].map((version) => nodeProblem(version) === null)).toEqual([false, false, true, true]);
  expect(nodeProblem('20.19.1')).toBe('error[node-version]: quiesce needs Node 22.18 or later; this is Node 20.19.1.\n');
});

test('sizes, times, counts and seeds take the units people write', () => {
  expect(['2GB', '512MiB', '1.5g', '1000', '3 kB'].map((text) => bytesOf('--memory-max', text))).toEqual([2e9, 512 * 2 ** 20, 1.5e9, 1000, 3000]);
  expect(['30s', '5m', '1.5h', '250', '250ms', '2min'].map((text) => millisecondsOf('--time-max', text))).toEqual([30_000, 300_000, 5_400_000, 250, 250, 120_000]);
  expect(['1', '1_000_000'].map((text) => countFrom('--runs', text))).toEqual([1, 1_000_000]);
  expect(['42', '-7', '0x5eed1234', '0xffffffff'].map((text) => seedOf('--seed', text))).toEqual([42, -7, 0x5e_ed_12_34, -1]);
  for (const text of ['0', '-1', '1e6', '_1', '']) expect(() => countFrom('--runs', text)).toThrow(UsageError);
  for (const text of ['0GB', 'GB', '1toString', '1 2']) expect(() => bytesOf('--memory-max', text)).toThrow(UsageError);
});

describe('a page', () => {
  const output = (isTerminal: boolean, width: number | null = null): Output => ({ write: () => {}, isTerminal, width: () => width });
  const asks = { colour: 'auto', ascii: false } as const;
  const isColoured = (env: Readonly<Record<string, string>>, isTerminal: boolean, colour: 'auto' | 'always' | 'never' = 'auto'): boolean => pageFor(output(isTerminal), env, { colour, ascii: false }).colour;

  test('has colour on a terminal unless somebody objects, and elsewhere only if somebody insists', () => {
    expect([isColoured({}, true), isColoured({}, false)]).toEqual([true, false]);
    expect([isColoured({ NO_COLOR: '1' }, true), isColoured({ NO_COLOR: '' }, true), isColoured({ TERM: 'dumb' }, true)]).toEqual([false, true, false]);
    expect([isColoured({ FORCE_COLOR: '1' }, false), isColoured({ FORCE_COLOR: '0' }, true), isColoured({ FORCE_COLOR: '1', NO_COLOR: '1' }, false)]).toEqual([true, false, true]);
    expect([isColoured({ NO_COLOR: '1' }, false, 'always'), isColoured({ FORCE_COLOR: '1' }, true, 'never')]).toEqual([true, false]);
  });

  test('is ASCII where the locale is not UTF-8, the first variable that is set deciding', () => {
    const isAscii = (env: Readonly<Record<string, string>>): boolean => pageFor(output(false), env, asks).ascii;
    expect([isAscii({ LANG: 'C.UTF-8' }), isAscii({ LANG: 'de_DE.utf8' }), isAscii({ LANG: 'C' }), isAscii({}), isAscii({ LC_ALL: 'C', LANG: 'C.UTF-8' }), isAscii({ LC_ALL: '', LANG: 'C.UTF-8' })]).toEqual([false, false, true, true, true, false]);
    expect(pageFor(output(false), { LANG: 'C.UTF-8' }, { colour: 'auto', ascii: true }).ascii).toBe(true);
  });

  test('is as wide as the terminal, 80 where nobody knows, and never less than 40', () => {
    expect([120, null, 10].map((width) => pageFor(output(true, width), {}, asks).width)).toEqual([120, 80, 40]);
  });
});

test('continuous integration is what sets CI to anything but a no', () => {
  expect([{}, { CI: '' }, { CI: 'false' }, { CI: '0' }, { CI: '1' }, { CI: 'true' }].map(isContinuousIntegration)).toEqual([false, false, false, false, true, true]);
});

test('of several exit codes the gravest counts', () => {
  expect([[], [0, 3], [3, 4], [4, 1], [1, 5], [5, 2], [2, 130], [130, 70]].map(mostSevere)).toEqual([0, 3, 4, 1, 5, 2, 130, 70]);
});

test('commands are suggested the way quiesce was called', () => {
  expect(programOf('/repo/src/cli/main.ts', { npm_lifecycle_event: 'start' }, '/repo')).toBe('npm run -s quiesce --');
  expect(programOf('/repo/src/cli/main.ts', {}, '/repo')).toBe('node src/cli/main.ts');
  expect(programOf('/project/node_modules/.bin/quiesce', {}, '/project')).toBe('npx quiesce');
  expect(programOf('/usr/bin/quiesce', {}, '/project')).toBe('quiesce');
});

describe('a file means', () => {
  const machine = setup({}).createMachine({ id: 'm' });
  const system = (id: string) => defineSystem({ id, actors: { a: { machine } }, stimuli: [] });
  const claim = always({ id: 'claim', statement: 'Holds.', holds: () => true });
  const suite = (id: string) => defineSuite({ id, scopes: { tiny: () => system(id) }, properties: [claim] });
  const idsOf = (exported: Readonly<Record<string, unknown>>): readonly string[] => suitesOf('file.ts', exported).map(({ id }) => id);
  const faultOf = (exported: Readonly<Record<string, unknown>>): unknown => {
    try {
      return suitesOf('file.ts', exported);
    } catch (error) {
      return error instanceof UsageError ? error.fault : error;
    }
  };

  test('the suites it exports, under whatever names, each once', () => {
    const [one, two] = [suite('one'), suite('two')];
    expect(idsOf({ suites: [one, two] })).toEqual(['one', 'two']);
    expect(idsOf({ suite: one })).toEqual(['one']);
    expect(idsOf({ mine: one, other: two, suites: [two] })).toEqual(['one', 'two']);
    expect(idsOf({ default: [one, two] })).toEqual(['one', 'two']);
    expect(idsOf({ default: one })).toEqual(['one']);
    expect(idsOf({ suites: [one], system: system('extra') })).toEqual(['one']);
  });

  test('its systems with its properties and expectations', () => {
    const [only] = suitesOf('file.ts', { system: system('s'), properties: [claim], expect: { claim: 'violated' } });
    expect([only?.id, only?.kind, only?.properties, only?.expect, Object.keys(only?.scopes ?? {}), only?.builtIns.length]).toEqual(['s', 'model', [claim], { claim: 'violated' }, ['default'], 3]);
    expect(suitesOf('file.ts', { default: { system: system('s'), properties: [claim] } })[0]?.properties).toEqual([claim]);
    expect(idsOf({ system: system('s') })).toEqual(['s']);
    expect(idsOf({ default: system('s') })).toEqual(['s']);
    expect(idsOf({ one: system('a'), two: system('b') })).toEqual(['a', 'b']);
    expect(idsOf({ one: system('same'), two: system('same') })).toEqual(['one', 'two']);
  });

  test('nothing when it has neither, or properties that are none', () => {
    expect(faultOf({ machine, count: 1, build: () => null })).toEqual({ code: 'file-without-system', path: 'file.ts', exported: ['machine (a machine)', 'count (number)', 'build (a function)'] });
    expect(faultOf({ system: system('s'), properties: 'claim' })).toMatchObject({ code: 'bad-export', name: 'properties' });
    expect(faultOf({ system: system('s'), properties: [claim, {}] })).toMatchObject({ code: 'bad-export', name: 'properties[1]' });
    expect(faultOf({ system: system('s'), properties: [claim, claim] })).toMatchObject({ code: 'bad-export', problem: 'do not make a suite: suite s has two properties with the id claim' });
    expect(faultOf({ system: system('s'), expect: { claim: 'perhaps' } })).toMatchObject({ code: 'bad-export', name: "expect['claim']" });
  });
});

describe('progress', () => {
  const progressAt = (elapsedMs: number, neverTested: readonly string[] = []): Parameters<ProgressDisplay['show']>[0] => ({ depth: 3, distinct: 1000, transitions: 2000, frontier: 10, elapsedMs, memoryBytes: 5e7, neverTested });
  const shown = (isTerminal: boolean, env: Readonly<Record<string, string>>, timesMs: readonly number[], width = 80, neverTested: readonly string[] = []): string => {
    let said = '';
    const stderr: Output = { write: (text) => (said += text), isTerminal, width: () => width };
    const display = new ProgressDisplay({ stderr, env }, { width, colour: false, ascii: env['ASCII'] !== undefined }, { suite: 's', claims: 2, model: 'c41e77b0', distinctBefore: 0, limits: { statesMax: 4000 } });
    for (const ms of timesMs) display.show(progressAt(ms, neverTested));
    display.clear();
    return said;
  };
  const everySecond = Array.from({ length: 200 }, (_, i) => (i + 1) * 1000);

  test('is a line at 1, 2, 5, 10, 20, 30 s and then once a minute in a log', () => {
    expect(shown(false, {}, everySecond).match(/\d\d:\d\d/g)).toEqual(['00:01', '00:02', '00:05', '00:10', '00:20', '00:30', '01:00', '02:00', '03:00']);
    expect(shown(false, {}, [1000])).toBe('quiesce: 00:01 s depth=3 distinct=1000 transitions=2000 rate=1000/s frontier=10 rss=50MB open=2 violated=0\n');
  });

  test('is a line once a minute in continuous integration, even on a terminal', () => {
    expect(shown(true, { CI: '1' }, everySecond).match(/\d\d:\d\d/g)).toEqual(['01:00', '02:00', '03:00']);
  });

  const clear = '\r\u001b[2A\u001b[J';

  test('is two lines drawn over at most four times a second on a terminal, and none for what is done at once', () => {
    expect(shown(true, {}, [100, 200, 300, 400])).toBe('');
    expect(shown(true, {}, [600, 700, 800, 900])).toBe(
      `breadth first, 2 properties, at most 4,000 states, model c41e77b0
⠋ 00:00  depth 3  distinct 1,000  1,667/s  frontier 10  50 MB  25 % of states
  ✗ 0 violated  ✓ 0 so far  2 open  s  ^C stops and keeps the results
${clear}⠙ 00:00  depth 3  distinct 1,000  0/s ↓  frontier 10  ██  50 MB  25 % of states
  ✗ 0 violated  ✓ 0 so far  2 open  s  ^C stops and keeps the results
${clear}`,
    );
  });

  test('has room for everything on a wide terminal, and keeps what matters most on a narrow one', () => {
    const [, first, second] = shown(true, {}, [600], 120, ['evicted-node-idle']).split('\n');
    expect(first).toBe('⠋ 00:00  depth 3  distinct 1,000  transitions 2,000  1,667/s  frontier 10  █  50 MB  25 % of states');
    expect(second).toBe('  ✗ 0 violated  ✓ 0 so far  2 open  never tested yet: evicted-node-idle  s  ^C stops and keeps the results');
    expect(shown(true, {}, [600], 40, ['evicted-node-idle']).split('\n').slice(0, 3)).toEqual(['breadth first, at most 4,000 states', '⠋ 00:00  depth 3  distinct 1,000  50 MB', '  ✗ 0 violated  ✓ 0 so far  2 open']);
  });

  test('names the properties that were never tested so far, as many as there is room for', () => {
    const untested = (ids: readonly string[]): string => /never tested yet: .*?(?= {2}|$)/m.exec(shown(true, {}, [600], 100, ids))?.[0] ?? '';
    expect(untested([])).toBe('');
    expect(untested(['one', 'two'])).toBe('never tested yet: one, two');
    expect(untested(['one-of-many-claims', 'another-of-them', 'and-one-more'])).toBe('never tested yet: one-of-many-claims and 2 more');
    expect(untested(['a-property-with-a-name-that-has-no-room-here', 'another'])).toBe('never tested yet: 2 properties');
  });

  test('is plain ASCII on an ASCII page', () => {
    expect(shown(true, { ASCII: '1' }, [600, 900]).replaceAll('\u001b', '')).toMatch(/^[\x20-\x7e\n\r]*$/);
  });
});
