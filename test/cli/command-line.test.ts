/** Commands that do what they were asked to: what they print and how they end. */
import { describe, expect, test } from 'vitest';
import { semanticsOf } from '../../src/index.ts';
import { replay } from '../../src/trace/trace.ts';
import { disk } from './fixtures/disk-machines.ts';
import { quiesce, withoutTimes } from './run-quiesce.ts';

const trace = replay(semanticsOf(disk(['node1', 'node2'], 1)), '0.3').id;

describe('exit codes', () => {
  test.each([
    ['check shared-disk', 0],
    ['check shared-disk --scope tiny', 4],
    ['check defect:grants-to-all', 0],
    ['check quiet-disk', 4],
    ['check', 4],
    ['check disk.ts', 1],
    ['check disk.ts --property one-mount', 0],
    ['check shared-disk --states-max 5', 3],
    ['check shared-disk --states-max 5 --allow-incomplete', 0],
    ['check shared-disk quiet-disk --states-max 5', 3],
    ['check counter.ts --states-max 100', 3],
    ['check counter.ts --states-max 100 --allow-incomplete', 0],
    ['check disk.ts --property one-mount --workers 2', 0],
    ['check disk.ts quiet-disk', 1],
    ['check missing-guard.ts', 5],
    ['check missing-guard.ts disk.ts', 5],
    ['check predicate-throws.ts', 5],
    [`replay shared-disk ${trace}`, 0],
    ['walk shared-disk --runs 50 --seed 1', 0],
    ['walk disk.ts --runs 50 --seed 1', 1],
    ['walk quiet-disk --runs 50 --seed 1', 0],
    ['list', 0],
    ['--help', 0],
    ['help check', 0],
    ['check --help', 0],
    ['--version', 0],
    ['', 0],
  ])('quiesce %s ends with %i', async (line, code) => {
    expect((await quiesce(line.split(' ').filter((word) => word !== ''))).code).toBe(code);
  });

  test('an interruption outranks every verdict, and what was decided is still told', async () => {
    const interruptedBy = 130;
    const { code, stdout } = await quiesce(['check', 'disk.ts', '--trace=none'], { interruptedBy });
    expect(code).toBe(130);
    expect(stdout).toContain('✗ violated');
    expect(stdout).toMatch(/interrupted \(exit 130\)\n$/);
  });
});

test('a user file without expectations is checked with the same output as a suite', async () => {
  const { stdout, stderr } = await quiesce(['check', './disk.ts', '--trace', 'none', '--keep-going']);
  expect(withoutTimes(stdout)).toBe(`disk-of-2  scope default: 2 nodes, 1 disk; crashes ≤ 1

  VERDICT      PROPERTY                   KIND       TESTED  NOTE
  ✓ holds      one-mount                  always         14  LUN-1, NTFS-1
  ✗ violated   a-crash-is-never-forgiven  always          4  expected: holds; 2
                                                             steps
  ✓ witnessed  a-node-mounts              reachable       -  1 step; LUN-1
  ✓ holds      no-deadlock                built-in       14
  ✓ holds      no-swallowed-event         built-in       34
  ✓ holds      no-machine-error           built-in       14

  complete: all 14 distinct states of scope default
    depth 3, 26 transitions (8 stutters), TIME
  covered: modes 6/6, transitions 10/11, stimuli 8/8
  never taken: 1 transition
    node  asking CRASH  event never sent

✗ a-crash-is-never-forgiven
  While a node is down, no node is mounted.
  shortest counterexample: 2 steps

  replay   quiesce replay ./disk.ts ${trace}

1 violated, 4 hold, 1 witnessed; a verdict is not the expected one (exit 1)
`);
  expect(stderr).toBe(`quiesce: 00:00 VIOLATED a-crash-is-never-forgiven suite=disk-of-2 depth=2 replay="quiesce replay ./disk.ts ${trace}"
next: quiesce replay ./disk.ts ${trace} --live   plays it on live XState actors
`);
});

test('on a terminal a violation is told when it is found, with what the check goes on with', async () => {
  const found = async (...options: readonly string[]) => withoutTimes((await quiesce(['check', './disk.ts', ...options], { isTerminal: true })).stderr);
  expect(await found('--keep-going', '--no-color')).toContain('✗ a-crash-is-never-forgiven violated after 2 steps, shortest possible (disk-of-2, 00:00); goes on with 4 properties\n');
  expect(await found('--no-color')).toContain('✗ a-crash-is-never-forgiven violated after 2 steps, shortest possible (disk-of-2, 00:00)\n');
});

test('a model error is told with the run that leads to it', async () => {
  const { code, stdout } = await quiesce(['check', 'missing-guard.ts']);
  expect(code).toBe(5);
  expect(stdout).toBe(`lift  scope default: 1 actor

error[threw]: machine lift threw.

  actor   lift
  mode    moving
  event   STOP
  thrown  the brake is gone

  the run that leads there: 2 steps

   #  lift  event  what changed
   0   │    start  lift still
   1   ●    GO     lift  still → moving
✗  2 lift STOP

A guard or an action fails on this context and event. Then run \`quiesce check
missing-guard.ts\` again.

1 refused; a model cannot be checked (exit 5)
`);
});

test('a predicate that throws is named with its place, and is no defect of quiesce', async () => {
  const { code, stdout } = await quiesce(['check', 'predicate-throws.ts']);
  expect(code).toBe(5);
  expect(stdout).toMatch(/error\[property-threw\]: the predicate of looks-too-far threw\.\n\n {2}thrown {2}TypeError: .*\n {2}at {6}.*predicate-throws\.ts:\d+\n {2}state {3}lift still\n/);
});

test('a replay shows the violation again, and live actors agree', async () => {
  const { stdout } = await quiesce(['replay', 'shared-disk', trace, '--live', '--trace=events']);
  expect(stdout).toBe(`shared-disk  scope small: 2 nodes, 1 disk; crashes ≤ 1
  Two nodes and one disk; the disk, not a node, decides who mounts it.

   # node1 node2  disk   event
   0   │     │     │     start
   1   ●     │     │     MOUNT
       ├──────────▶│     RESERVE node=node1
       │◀──────────┤     GRANTED
✗  2   │     ●     │     CRASH

  ✗ violated in step 2: a-crash-is-never-forgiven
    While a node is down, no node is mounted.
  ✓ witnessed after step 1: a-node-mounts
    A node can mount the disk.
  ✓ live: createActor agreed at the start and after every one of 2 steps
`);
});

test('a trace finds the suite and the scope it was recorded on', async () => {
  const { stdout } = await quiesce(['check', 'shared-disk', '--scope', 'review', '--trace=none']);
  const [, command = ''] = /replay {3}quiesce (.*)/.exec(stdout) ?? [];
  expect(command).toMatch(/^replay shared-disk \S+ --scope review$/);
  const [, , text = ''] = command.split(' ');
  for (const line of [command, `replay shared-disk ${text}`, `replay suites.ts ${text}`]) {
    const replayed = await quiesce(line.split(' '));
    expect(replayed.stdout).toContain('shared-disk  scope review: 3 nodes, 1 disk');
    expect(replayed.stdout).toContain('✗ violated in step 2: a-crash-is-never-forgiven');
  }
});

test('every replay command that a check prints shows the same violation', async () => {
  const { stdout } = await quiesce(['check', 'suites.ts', '--trace=none']);
  const commands = [...stdout.matchAll(/replay {3}quiesce (.*)/g)].map(([, command = '']) => command);
  expect(commands).toHaveLength(2);
  for (const command of commands) expect((await quiesce(command.split(' '))).stdout).toMatch(/✗ violated in step 2: (one-mount|a-crash-is-never-forgiven)/);
});

test('the seed of a walk is printed, and gives the same walk again', async () => {
  const first = await quiesce(['walk', 'shared-disk', '--runs', '40']);
  expect(first.stdout).toMatch(/--seed 77 walks the same\s+runs again/);
  const again = await quiesce(['walk', 'shared-disk', '--runs', '40', '--seed', '77']);
  expect(withoutTimes(again.stdout)).toBe(withoutTimes(first.stdout));
});

test('what a walk expected and did not find is told and is no failure', async () => {
  const { code, stdout } = await quiesce(['walk', 'shared-disk', '--scope', 'tiny', '--runs', '20', '--property', 'one-mount', '--property', 'a-crash-is-never-forgiven']);
  expect({ code, vacuous: stdout.includes('∅ vacuous') }).toEqual({ code: 0, vacuous: true });
});

test('list names every suite, as text and as JSON', async () => {
  expect((await quiesce(['list'])).stdout).toBe(`Models
  shared-disk  6 properties; scopes tiny, small, review
      Two nodes and one disk; the disk, not a node, decides who mounts it.
  quiet-disk   2 properties; scopes tiny, small

Defects, each bound to the properties that must reject it
  defect:grants-to-all  1 property; scopes tiny
      The disk forgets that it is held.

check one: quiesce check shared-disk
`);
  const listed: unknown = JSON.parse((await quiesce(['list', '--json'])).stdout);
  expect(listed).toMatchObject({
    suites: [
      { id: 'shared-disk', kind: 'model', systems: ['disk-of-2', 'disk-of-3'], scopes: ['tiny', 'small', 'review'], properties: ['one-mount', 'a-crash-is-never-forgiven', 'a-node-mounts', 'no-deadlock', 'no-swallowed-event', 'no-machine-error'] },
      { id: 'quiet-disk', kind: 'model', systems: ['disk-of-2'] },
      { id: 'defect:grants-to-all', kind: 'defect', properties: ['one-mount'] },
    ],
  });
});

test('diagrams go to stdout, one machine by its name', async () => {
  expect((await quiesce(['diagram', 'disk'])).stdout).toMatch(/^stateDiagram-v2\n/);
  expect((await quiesce(['diagram', 'shared-disk', '--format', 'dot'])).stdout).toMatch(/^\/\/ node \(disk-of-2\.node1, disk-of-2\.node2\)\ndigraph /);
});

test('machines of one name are all drawn, and a suite before the name picks one', async () => {
  const drawn = async (...args: readonly string[]) => (await quiesce(['diagram', ...args], { suites: 'two-disks.ts' })).stdout.split('\n').filter((line) => /^(%%|stateDiagram|state "disk" as m|  state)/.test(line));
  expect(await drawn('disk')).toEqual(['%% disk (disk-of-2.disk)', 'stateDiagram-v2', 'state "disk" as m', '%% disk (one-disk.disk)', 'stateDiagram-v2', 'state "disk" as m {', '  state "spinning" as m_spinning', '  state "stopped" as m_stopped']);
  expect(await drawn('spinning-disk#disk')).toEqual(['stateDiagram-v2', 'state "disk" as m {', '  state "spinning" as m_spinning', '  state "stopped" as m_stopped']);
});

test('the version and the help of every command fit on 80 columns', async () => {
  expect((await quiesce(['--version'])).stdout).toBe('1.2.3\n');
  for (const command of ['', 'list', 'check', 'walk', 'replay', 'diagram']) {
    const { stdout } = await quiesce([...(command === '' ? [] : [command]), '--help']);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  }
});

test('a walk and a replay are JSON too, and nothing else is on stdout', async () => {
  const walked = await quiesce(['walk', 'shared-disk', '--runs', '40', '--json']);
  expect(JSON.parse(walked.stdout)).toMatchObject({
    schema: 'quiesce-report/1',
    run: { seed: 77, exitCode: 0 },
    suites: [{ id: 'shared-disk', complete: false, runs: 40, seed: 77, properties: [{ verdict: 'sampled' }, { verdict: 'violated', expected: 'violated', found: { shrunk: 2 }, trace: { steps: [{}, {}] } }, { verdict: 'witnessed' }, {}, {}, {}] }],
  });
  const replayed = await quiesce(['replay', 'shared-disk', trace, '--live', '--json']);
  expect(JSON.parse(replayed.stdout)).toMatchObject({
    schema: 'quiesce-trace/1',
    suite: { id: 'shared-disk', scope: 'small' },
    trace: { id: trace, choices: [0, 3], initial: { node1: 'idle', 'disk.holder': 'null' }, steps: [{ to: 'node1' }, { to: 'node2' }] },
    findings: [{ id: 'a-crash-is-never-forgiven', verdict: 'violated', step: 2 }, { id: 'a-node-mounts', verdict: 'witnessed', step: 1 }],
    liveAgrees: true,
  });
});

test('a model error is in the JSON with its fault and the run up to it', async () => {
  const { code, stdout } = await quiesce(['check', 'missing-guard.ts', '--json']);
  expect(code).toBe(5);
  expect(JSON.parse(stdout)).toMatchObject({ run: { exitCode: 5 }, suites: [{ id: 'lift', complete: false, error: { code: 'threw', message: 'machine lift threw.', fault: { message: 'the brake is gone' }, steps: [{ event: { type: 'GO' } }, { event: { type: 'STOP' } }], trace: { steps: [{ step: 1 }] } }, properties: [] }] });
});

test('what to do next is told once, and is never what was done already', async () => {
  const next = async (line: string, env: Readonly<Record<string, string>> = { LANG: 'C.UTF-8' }): Promise<string> => /^next: (.*)$/m.exec((await quiesce(line.split(' '), { env })).stderr)?.[1] ?? '';
  expect(await next('check disk.ts')).toBe('quiesce check disk.ts --keep-going   decides the other properties too');
  expect(await next('check disk.ts --keep-going')).toBe(`quiesce replay disk.ts ${trace} --live   plays it on live XState actors`);
  expect(await next('check disk.ts', { LANG: 'C.UTF-8', CI: '1' })).toBe(`quiesce replay disk.ts ${trace} --live   plays it on live XState actors`);
  expect(await next('check shared-disk --states-max 5')).toBe('quiesce check shared-disk --states-max 50');
  expect(await next('check counter.ts --states-max 100')).toBe('quiesce diagram counter.ts   shows what each machine does on which event');
  expect(await next('check quiet-disk')).toBe('quiesce diagram quiet-disk   shows what leads to the condition');
  expect(await next('check disk.ts --property one-mount')).toBe('quiesce diagram disk.ts   draws its machines');
  expect(await next('check shared-disk --property one-mount')).toBe('quiesce check shared-disk --scope review   a larger scope than these 14 states');
});
