/** Commands that cannot be carried out: what is said, whole, and exit code 2. */
import { describe, expect, test } from 'vitest';
import { semanticsOf } from '../../src/index.ts';
import { replay } from '../../src/trace/trace.ts';
import { disk } from './fixtures/disk-machines.ts';
import { quiesce } from './run-quiesce.ts';

const [, present = '', end = ''] = /@(.{8})(.{4})$/.exec(replay(semanticsOf(disk(['node1', 'node2'], 1)), '0.3').id) ?? [];

describe('a slip is told in one line that names the nearest', () => {
  test.each([
    ['chekc', 'error[unknown-command]: there is no command chekc; the nearest is check.'],
    ['--vers', 'error[unknown-option]: quiesce has no option --vers; the nearest is --help.'],
    ['check --stats-max 4', 'error[unknown-option]: check has no option --stats-max; the nearest is --states-max.'],
    ['list --live', 'error[unknown-option]: list has no option --live; the nearest is --json.'],
    ['check -x', 'error[unknown-option]: check has no option -x; the nearest is --json.'],
    ['check shard-disk', 'error[unknown-suite]: there is no suite shard-disk; the nearest is shared-disk.'],
    ['check defect:grants', 'error[unknown-suite]: there is no suite defect:grants; the nearest is defect:grants-to-all.'],
    ['check suites.ts#quiet', 'error[unknown-suite]: there is no suite suites.ts#quiet; the nearest is suites.ts#quiet-disk.'],
    ['check shared-disk --scope smal', 'error[unknown-scope]: suite shared-disk has no scope smal; the nearest is small.'],
    ['check quiet-disk --scope review', 'error[unknown-scope]: suite quiet-disk has no scope review; the nearest is tiny.'],
    ['check --property one-mout', 'error[unknown-property]: 2 suites have no property one-mout; the nearest is one-mount.'],
    ['check quiet-disk --property no-deadlok', 'error[unknown-property]: suite quiet-disk has no property no-deadlok; the nearest is one-mount.'],
    ['check --trace=dif', 'error[bad-value]: --trace takes diff, full, events, none, not dif; the nearest is diff.'],
    ['diagram --format mermade', 'error[bad-value]: --format takes mermaid, dot, not mermade; the nearest is mermaid.'],
    ['check --states-max many', 'error[bad-value]: --states-max takes a whole number of at least 1, not many.'],
    ['check --states-max 0', 'error[bad-value]: --states-max takes a whole number of at least 1, not 0.'],
    ['check --memory-max 2XB', 'error[bad-value]: --memory-max takes a size such as 2GB, 512MiB or a number of bytes, not 2XB.'],
    ['check --memory-max 50MB', 'error[bad-value]: --memory-max takes at least 100 MB here, because quiesce itself holds 80 MB, not 50 MB.'],
    ['check --workers 0', 'error[bad-value]: --workers takes a whole number of at least 1, not 0.'],
    ['check --workers -2', 'error[bad-value]: --workers takes a whole number of at least 1, not -2.'],
    ['check --workers 1.5', 'error[bad-value]: --workers takes a whole number of at least 1, not 1.5.'],
    ['check --workers=all', 'error[bad-value]: --workers takes a whole number of at least 1, not all.'],
    ['check --workers', 'error[missing-value]: --workers needs a value: --workers N.'],
    ['check --workers 2 --engine reference', 'error[conflicting-options]: --workers does not go with --engine reference: the reference explorer has one thread.'],
    ['walk --workers 2', 'error[unknown-option]: walk has no option --workers; the nearest is --runs.'],
    ['check --time-max soon', 'error[bad-value]: --time-max takes a time such as 30s, 5m or a number of milliseconds, not soon.'],
    ['walk --seed 1.5', 'error[bad-value]: --seed takes a whole number of 32 bits, not 1.5.'],
    ['check --memory-max', 'error[missing-value]: --memory-max needs a value: --memory-max SIZE.'],
    ['check --scope --json', 'error[missing-value]: --scope needs a value: --scope NAME.'],
    ['check --json=1', 'error[unexpected-value]: --json takes no value, but was given 1.'],
    ['replay shared-disk', 'error[missing-argument]: replay needs a trace: quiesce replay SUITE|FILE TRACE'],
    ['replay', 'error[missing-argument]: replay needs a suite and a trace: quiesce replay SUITE|FILE TRACE'],
    ['replay shared-disk 0 1', 'error[unexpected-argument]: replay has no use for 1: quiesce replay SUITE|FILE TRACE'],
    ['check dsk.ts', 'error[file-not-found]: there is no file dsk.ts; the nearest is disk.ts.'],
    ['check ./nowhere/at.ts', 'error[file-not-found]: there is no file ./nowhere/at.ts.'],
    ['diagram nod', 'error[unknown-subject]: there is no machine, system or suite nod; the nearest is node.'],
    ['diagram quiet-disk#dsk', 'error[unknown-subject]: there is no machine, system or suite quiet-disk#dsk; the nearest is quiet-disk#disk.'],
    ['diagram quite-disk#disk', 'error[unknown-suite]: there is no suite quite-disk; the nearest is quiet-disk.'],
    ['replay shared-disk 0,3', 'error[trace-malformed]: 0,3 is not a trace; a trace is like 0.2.6.3@c41e77b09a3f, or 0.2.6.3 alone.'],
  ])('quiesce %s', async (line, message) => {
    expect(await quiesce(line.split(' '))).toEqual({ code: 2, stdout: '', stderr: `${message}\n` });
  });
});

describe('a trace that does not replay', () => {
  const replaying = async (text: string): Promise<string> => {
    const { code, stdout, stderr } = await quiesce(['replay', 'shared-disk', text]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr;
  };

  test('says so when it is of another version of the system', async () => {
    expect(await replaying('0.3@00000000b436')).toBe(`error[trace-of-another-system]: trace 0.3@00000000b436 was recorded on another
version of the system.

  recorded on  00000000
  this is      ${present}

The actors, modes, transitions, stimuli or budgets have changed since, or the
trace belongs to another suite or scope. Run \`quiesce check shared-disk\` for a
fresh one.
`);
  });

  test('tells where it leaves the system, and what is enabled there', async () => {
    expect(await replaying('0.9')).toBe(`error[trace-diverged]: trace 0.9 stops replaying at step 2: there is no enabled
step 9 there.

  state    node1 mounted · node2 idle · disk {}
  enabled  0 node1 UNMOUNT · 1 node1 CRASH · 2 node2 MOUNT · 3 node2 CRASH

The system has changed since this trace was recorded. Run \`quiesce check
shared-disk\` for a fresh one.
`);
  });

  test('says so when it ends in another state', async () => {
    expect(await replaying(`0.3@${present}0000`)).toBe(`error[trace-ends-elsewhere]: trace 0.3@${present}0000 replays, but ends in another
state than the one it was recorded in.

  recorded  0000
  reached   ${end}

A guard or an action has changed since this trace was recorded. Run \`quiesce
check shared-disk\` for a fresh one.
`);
  });
});

test('a defect of quiesce itself asks for a report, with the stack', async () => {
  const { code, stdout, stderr } = await quiesce(['check', 'shared-disk'], { breaks: new Error('the ledger lost a page') });
  expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
  expect(stderr.replace(/Node \S+/, 'Node N').replace(/(\n {4}at .*)+/, '\n    at ...')).toBe(`error[internal]: quiesce itself is at fault, not the model.

  version  quiesce 1.2.3, Node N
  command  quiesce check shared-disk

Please report this, with the lines that follow.

Error: the ledger lost a page
    at ...
`);
});
