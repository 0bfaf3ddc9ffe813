/** What a user sees of interchangeable actors. */
import { expect, test } from 'vitest';
import { semanticsOf } from '../../src/index.ts';
import { replay } from '../../src/trace/trace.ts';
import { disk } from './fixtures/disk-machines.ts';
import { quiesce, withoutTimes } from './run-quiesce.ts';

// The trace of a system that declares nothing: its hash leaves the declaration out.
const trace = replay(semanticsOf(disk(['node1', 'node2'], 1)), '0.3').id;

test('counts up to symmetry are called so, and traces are concrete', async () => {
  const { stdout } = await quiesce(['check', 'alike.ts', '--keep-going']);
  expect(withoutTimes(stdout)).toBe(`disk-of-2  scope default: 2 nodes, 1 disk; crashes ≤ 1; node1, node2
  interchangeable

  VERDICT      PROPERTY                   KIND       TESTED  NOTE
  ✓ holds      one-mount                  always          8  LUN-1, NTFS-1
  ✗ violated   a-crash-is-never-forgiven  always          3  expected: holds; 2
                                                             steps
  ✓ witnessed  a-node-mounts              reachable       -  1 step; LUN-1
  ✓ holds      no-deadlock                built-in        8
  ✓ holds      no-swallowed-event         built-in       20
  ✓ holds      no-machine-error           built-in        8

  complete: all 8 distinct states of scope default, up to symmetry of node1,
    node2
    depth 3, 16 transitions (4 stutters), TIME
  covered: modes 6/6, transitions 10/11, stimuli 8/8
  never taken: 1 transition
    node  asking CRASH  event never sent

✗ a-crash-is-never-forgiven
  While a node is down, no node is mounted.
  shortest counterexample: 2 steps

   # node1 node2  disk   event               what changed
   0   │     │     │     start               node1 idle · node2 idle
   1   ●     │     │     MOUNT               node1  idle → mounted
       ├──────────▶│     RESERVE node=node1  disk.holder  null → node1
       │◀──────────┤     GRANTED
✗  2   │     ●     │     CRASH               node2  idle → down
       │     │     │                         budget crashes  1 → 0

  replay   quiesce replay alike.ts ${trace}

1 violated, 4 hold, 1 witnessed; a verdict is not the expected one (exit 1)
`);
});

test('without symmetry every state is counted', async () => {
  const { stdout } = await quiesce(['check', 'alike.ts', '--no-symmetry', '--keep-going']);
  expect(stdout).toContain('complete: all 14 distinct states of scope default\n');
  expect(stdout).toMatch(/^disk-of-2 {2}scope default: 2 nodes, 1 disk; crashes ≤ 1; node1, node2\n {2}interchangeable\n/);
});

test('the JSON says what was counted', async () => {
  const symmetryOf = async (...options: readonly string[]): Promise<unknown> => JSON.parse((await quiesce(['check', 'alike.ts', '--json', '--keep-going', ...options])).stdout);
  expect(await symmetryOf()).toMatchObject({ suites: [{ distinct: 8, symmetry: { groups: [['node1', 'node2']], proved: true } }] });
  expect(await symmetryOf('--no-symmetry')).toMatchObject({ suites: [{ distinct: 14, symmetry: null }] });
});

test('a claim that names one is told with the run and the permutation, and nothing is said to hold', async () => {
  const { code, stdout } = await quiesce(['check', 'names-one.ts']);
  expect(code).toBe(5);
  expect(stdout).toBe(`disk-of-2  scope default: 2 nodes, 1 disk; crashes ≤ 1; node1, node2
  interchangeable

error[asymmetric-claim]: node2-never-mounts tells actors apart that are declared
interchangeable.

  interchangeable  node1 · node2
  says             true
  permuted         node1 → node2, node2 → node1
  then says        false

  the run that leads there: 1 step

   # node1  disk   event               what changed
   0   │     │     start               node1 idle · node2 idle
   1   ●     │     MOUNT               node1  idle → mounted
       ├────▶│     RESERVE node=node1  disk.holder  null → node1
       │◀────┤     GRANTED

State it of every one of these actors, take them out of \`interchangeable\`, or
check with --no-symmetry. Then run \`quiesce check names-one.ts\` again.

1 refused; a model cannot be checked (exit 5)
`);
});

test('its claim can be checked without symmetry', async () => {
  const { code, stdout } = await quiesce(['check', 'names-one.ts', '--no-symmetry', '--trace=none']);
  expect({ code, violated: /✗ violated +node2-never-mounts/.test(stdout) }).toEqual({ code: 1, violated: true });
});

test('a limit and a declaration that is not proved are told with what was counted', async () => {
  const { stdout } = await quiesce(['check', 'five-alike.ts', '--states-max', '5', '--allow-incomplete', '--trace=none']);
  expect(stdout).toMatch(/incomplete: stopped at 5 states \(--states-max\)\n {4}5 distinct states so far, up to symmetry of node1, node2, node3, node4,\n {4}node5; depth 2, /);
  expect(stdout).toContain('  symmetry not proved: machines and claims were held to it under some\n    permutations, as there are too many to try all (docs/limits.md)\n');
});

test('the option is in the help', async () => {
  expect((await quiesce(['check', '--help'])).stdout).toContain('--no-symmetry');
});

test('threads that are asked for are told to have no effect, and without symmetry they have one', async () => {
  const warning = /warning: disk-of-2 has interchangeable actors, and then one thread does the search; --workers 2 has no effect\. With --no-symmetry it has\.\n/;
  expect((await quiesce(['check', 'alike.ts', '--workers', '2', '--keep-going'])).stderr).toMatch(warning);
  expect((await quiesce(['check', 'alike.ts', '--workers', '2', '--no-symmetry', '--keep-going'])).stderr).not.toContain('interchangeable');
});
