/** Checks that a limit ends, and limits that the machine has: what is said of them. */
import { expect, test } from 'vitest';
import { quiesce, withoutTimes } from './run-quiesce.ts';

test('a machine that grows is named with the field, in the text and in the JSON', async () => {
  const { stdout } = await quiesce(['check', 'counter.ts', '--states-max', '100']);
  expect(withoutTimes(stdout)).toContain(`
  incomplete: stopped at 100 states (--states-max)
    101 distinct states so far, depth 9, 124 transitions (0 stutters), TIME
  growing when it stopped, at depth 9:
    counter (machine counter): context.count took 101 values, from 1 to 256,
      the last new one at depth 9
  If nothing ends that, no limit is large enough. Bound it in the machine, by
  a guard or a modulus, or check a smaller scope.
  covered: modes 1/1, transitions 2/2, stimuli 2/2
`);
  const json = await quiesce(['check', 'counter.ts', '--states-max', '100', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({
    run: { exitCode: 3 },
    suites: [{ stopped: { kind: 'states', max: 100 }, growth: { depth: 9, fields: [{ actor: 'counter', machine: 'counter', path: 'context.count', measure: 'number', values: 101, least: 1, greatest: 256, lastNewDepth: 9 }] } }],
  });
});

test('what is more than the machine has is cut, and that is said', async () => {
  const small = { threads: 2, memoryBytes: 8e9, memoryInUse: () => 80e6 };
  const run = (line: string) => quiesce(line.split(' '), { machine: small });
  expect((await run('check shared-disk --workers 64')).stderr).toContain('warning: this machine runs 2 threads at once; --workers 64 is cut to 2.\n');
  expect((await run('check shared-disk --memory-max 100GB')).stderr).toContain('warning: this machine has 8.0 GB of memory; --memory-max 100.0 GB is cut to 7.2 GB.\n');
  expect((await run('check shared-disk --workers 2 --memory-max 4GB')).stderr).not.toContain('warning');
});
