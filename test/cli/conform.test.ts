/**
 * `quiesce conform qmp`: what it prints, and what it refuses.
 *
 * Longer than 250 lines because pages and messages are asserted whole.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { quiesce, root, type Ended, type World } from './run-quiesce.ts';

const data = join(root, 'test/conform/data');
const scratch = mkdtempSync(join(tmpdir(), 'quiesce-conform-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Runs it on a file of this content. */
function conforming(content: string | Uint8Array, options: readonly string[] = [], world: World = {}): Promise<Ended> {
  writeFileSync(join(scratch, 'a.log'), content);
  return quiesce(['conform', 'qmp', 'a.log', ...options], { ...world, cwd: scratch });
}

const log = (name: string): string => gunzipSync(readFileSync(join(data, `${name}.log.gz`))).toString('utf8');
const stopped = log('Stop_Copy_4T-run-1');
const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n');
const upTo = (text: string, line: number): string => linesOf(text).slice(0, line).join('\n');

test('an accepted migration is told with the figures predicted and seen, and what was compared', async () => {
  expect(await conforming(log('Precopy_Convergent-run-1'))).toEqual({
    code: 0,
    stderr: '',
    stdout: `qmp  a.log: 184 lines, 89 answers about a migration

  ✓ accepted  every line is allowed by the model: some run of it looks just so

  seen     completed, dirty-sync-count 8, that is 6 passes and the last, 17.7 s
           in all, 2.26 GiB sent
  checked  lines 1 to 184

  FIGURE           PREDICTED      SEEN  OFF BY
  total               17.7 s    17.7 s   0.0 %  ✓  from the bytes and the rate
  last pass       ≤ 38.8 MiB  32.3 MiB          ✓  by the stop rule
  blackout          ≤ 300 ms     13 ms          ✓  by the stop rule
  total      at least 14.6 s    17.7 s          ✓  whatever the guest writes
  passes                   6         6             from the curve
  total               17.9 s    17.7 s  +1.1 %     from the curve

  figures   all that must agree with the calculator do
  curve     44.6 MiB × t^0.68 dirtied in t seconds, fitted to 3 passes of this
            very run
  model     qemu-migration: 2 nodes, 1 CSV, 1 VM of 1 page, passes without a cap
  compared  the order of phases, commands, STOP and RESUME, and how passes are
            numbered, with the model (at most 819 states at a line); counters
            and sums; the stop rule, with a downtime limit of 300 ms
  left out  the target, events that are not in the log, and rates that QEMU
            computes of other figures
`,
  });
});

test('the first line that is not allowed is told with what was, and the exit code is 1', async () => {
  expect(await conforming(log('Postcopy_4T-run-1'))).toEqual({ code: 1, stderr: '', stdout: `qmp  a.log: 28 lines, 1 answer about a migration

  ✗ refused  line 12: status postcopy-active, dirty-sync-count 2

  why      the model has no post-copy: its target runs only when it has the
           whole memory
  allowed  active, dirty-sync-count 1 or more · pre-switchover, 2 or more ·
           device, 2 or more · completed, 3 or more · failed, 1 or more
  checked  lines 1 to 11

  figures   none, as the log was not read to its end
  model     qemu-migration: 2 nodes, 1 CSV, 1 VM of 1 page, passes without a cap
  compared  the order of phases, commands, STOP and RESUME, and how passes are
            numbered, with the model (at most 514 states at a line); counters
            and sums; the stop rule, with a downtime limit of 300 ms
  left out  the target, events that are not in the log, and rates that QEMU
            computes of other figures
` });
});

test('a page of 60 columns, in ASCII', async () => {
  expect(await conforming(log('Postcopy_4T-run-1'), ['--ascii'], { width: 60 })).toEqual({ code: 1, stderr: '', stdout: `qmp  a.log: 28 lines, 1 answer about a migration

  FAIL refused  line 12: status postcopy-active,
                dirty-sync-count 2

  why      the model has no post-copy: its target runs only
           when it has the whole memory
  allowed  active, dirty-sync-count 1 or more ;
           pre-switchover, 2 or more ; device, 2 or more ;
           completed, 3 or more ; failed, 1 or more
  checked  lines 1 to 11

  figures   none, as the log was not read to its end
  model     qemu-migration: 2 nodes, 1 CSV, 1 VM of 1 page,
            passes without a cap
  compared  the order of phases, commands, STOP and RESUME,
            and how passes are numbered, with the model (at
            most 514 states at a line); counters and sums;
            the stop rule, with a downtime limit of 300 ms
  left out  the target, events that are not in the log, and
            rates that QEMU computes of other figures
` });
});

test('colour goes to terminals only, and NO_COLOR keeps it away', async () => {
  const short = upTo(stopped, 20);
  expect((await conforming(short)).stdout).not.toContain('\u001b');
  expect((await conforming(short, [], { isTerminal: true })).stdout).toContain('\u001b[33m? inconclusive');
  expect((await conforming(short, [], { isTerminal: true, env: { LANG: 'C.UTF-8', NO_COLOR: '1' } })).stdout).not.toContain('\u001b');
});

test('a log with a line cut off, a field that nobody knows and a gap is inconclusive, with each line', async () => {
  const lines = linesOf(stopped);
  const broken = [...lines.slice(0, 11), lines[11]?.slice(0, 100) ?? '', ...lines.slice(12, 20), ...lines.slice(24, -1), (lines.at(-1) ?? '').replace("'downtime'", "'blackout': 17, 'downtime'")];
  expect(await conforming(broken.join('\n'))).toEqual({ code: 3, stderr: '', stdout: `qmp  a.log: 146 lines, 68 answers about a migration

  ? inconclusive  what could be read is allowed by the model, but not all could

  seen     completed, dirty-sync-count 3, that is 1 pass and the last, 14.1 s in
           all, 1.79 GiB sent
  damage   line 12 is cut off at column 101, where the closing ' was to come
  note     line 14 comes 402 ms after the answer before, and they usually come
           every 201 ms: some may be missing
  note     line 22 comes 603 ms after the answer before, and they usually come
           every 201 ms: some may be missing
  note     line 146 has blackout, which QMP does not document; not compared
  checked  lines 1 to 146, but those that could not be read

  FIGURE  PREDICTED    SEEN  OFF BY
  total      14.2 s  14.1 s  +0.8 %  ✓  from the bytes and the rate

  figures   all that must agree with the calculator do
  curve     none, as the VM was stopped before
  model     qemu-migration: 2 nodes, 1 CSV, 1 VM of 1 page, passes without a cap
  compared  the order of phases, commands, STOP and RESUME, and how passes are
            numbered, with the model (at most 168 states at a line); counters
            and sums; the stop rule, with a downtime limit of 300 ms
  left out  the target, events that are not in the log, and rates that QEMU
            computes of other figures
` });
});

test('a counter that falls is refused at its line, with the line that it is compared with', async () => {
  const { code, stdout } = await conforming(stopped.replace("'total-time': 1005", "'total-time': 803"));
  expect({ code, stdout: stdout.slice(0, stdout.indexOf('\n\n  figures')) }).toEqual({
    code: 1,
    stdout: `qmp  a.log: 150 lines, 4 answers about a migration

  ✗ refused  line 18: total-time is 803

  why      it only counts up, and was 804 at line 16
  allowed  804 or more
  checked  lines 1 to 17`,
  });
});

test('--json has the whole report under a schema of its own', async () => {
  const { code, stdout } = await conforming(log('Postcopy_4T-run-2'), ['--json']);
  const document: unknown = JSON.parse(stdout);
  expect(code).toBe(1);
  expect(document).toMatchObject({
    schema: 'quiesce-conform/1',
    run: { tool: 'quiesce', version: '1.2.3', command: 'quiesce conform qmp a.log --json', seed: null, exitCode: 1 },
    file: 'a.log',
    format: 'qmp',
    lines: 28,
    verdict: { kind: 'refused', refusal: { line: 12, kind: 'no-run', seen: { status: 'postcopy-active' } } },
    model: { id: 'qemu-migration' },
    damages: [],
    comparison: { kind: 'none', because: 'refused' },
  });
});

test('a log that is packed with gzip is unpacked', async () => {
  const packed = await conforming(gzipSync(stopped));
  expect(packed).toEqual(await conforming(stopped));
  expect(packed.code).toBe(0);
});

describe('what is no log is an error', () => {
  test.each([
    ['an empty file', '', 'error[not-a-qmp-log]: a.log is empty, so nothing in it conforms to anything.\n'],
    [
      'prose',
      'Lorem ipsum\ndolor sit amet\n',
      `error[not-a-qmp-log]: a.log is no QMP log: of its 2 lines none is a message of
QMP.

  line 1  Lorem ipsum

A log has one message a line: as JSON, as it is on the wire, or like \`QMP reply
[src1] query-migrate: {...}\`.
`,
    ],
    [
      'JSON of something else',
      '{"schema": "quiesce-report/1", "suites": []}',
      `error[not-a-qmp-log]: a.log is no QMP log: its only line is no message of QMP.

  line 1  {"schema": "quiesce-report/1", "suites": []}

A log has one message a line: as JSON, as it is on the wire, or like \`QMP reply
[src1] query-migrate: {...}\`.
`,
    ],
    [
      'bytes that are no text',
      Buffer.from([0xff, 0xfe, 0, 10]),
      `error[not-a-qmp-log]: a.log is no QMP log: its only line is no message of QMP.

  line 1  no text

A log has one message a line: as JSON, as it is on the wire, or like \`QMP reply
[src1] query-migrate: {...}\`.
`,
    ],
    [
      'one huge line',
      'x'.repeat(2_000_000),
      `error[not-a-qmp-log]: a.log is no QMP log: its only line is no message of QMP.

  line 1  no text

A log has one message a line: as JSON, as it is on the wire, or like \`QMP reply
[src1] query-migrate: {...}\`.
`,
    ],
    [
      'a monitor without a migration',
      '{"execute": "query-status"}\n{"return": {"running": true}}\n',
      `error[not-a-qmp-log]: a.log has 2 messages of QMP, and no migration among them.

Log the monitor of the source: \`migrate\`, and \`query-migrate\` every so often
until it has ended.
`,
    ],
    ['what gzip did not pack', Buffer.from([0x1f, 0x8b, 8, 0xff]), 'error[cannot-read]: cannot read a.log: it begins like a file that gzip has packed, and cannot be unpacked.\n'],
  ])('%s', async (_, content, stderr) => {
    expect(await conforming(content)).toEqual({ code: 2, stdout: '', stderr });
  });

  test.each([
    [['qmp', 'no-such.log'], 'error[file-not-found]: there is no file no-such.log'],
    [['qmp', '.'], 'error[cannot-read]: cannot read .: it is a directory.\n'],
    [['csv', 'a.log'], 'error[unknown-format]: conform knows no logs of kind csv; the nearest is qmp.\n'],
    [['qmp'], 'error[missing-argument]: conform needs a file: quiesce conform qmp FILE\n'],
    [[], 'error[missing-argument]: conform needs a kind of log and a file: quiesce conform qmp FILE\n'],
    [['qmp', 'a.log', 'b.log'], 'error[unexpected-argument]: conform has no use for b.log: quiesce conform qmp FILE\n'],
    [['qmp', 'a.log', '--scope', 'tiny'], 'error[unknown-option]: conform has no option --scope; the nearest is --json.\n'],
  ])('%j', async (args, stderr) => {
    const ended = await quiesce(['conform', ...args]);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: '' });
    expect(ended.stderr.slice(0, stderr.length)).toBe(stderr);
  });
});
