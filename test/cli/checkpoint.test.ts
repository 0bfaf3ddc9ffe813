/** `--checkpoint` and `--resume`: runs in parts say what one run says, and every refusal its reason. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { commit, scratchDirectory, survived, timeless } from './kill.ts';
import { fixtures, quiesce, root, spawnQuiesce, withoutTimes } from './run-quiesce.ts';

const scratch = scratchDirectory();
afterAll(scratch.done);

let directories = 0;
function fresh(): string {
  directories += 1;
  return join(scratch.path, `run${directories}`);
}

const lines = (text: string): readonly string[] => text.split('\n');
const saying = (line: string): string => line.replaceAll(scratch.path, 'AT');
/** A message on one line, as paths are of any length. */
const message = (stderr: string): string => stderr.replaceAll(scratch.path, 'AT').replaceAll(/\s+/g, ' ').trim();
/** A Ctrl-C that comes when the signal has been asked so often. */
function abortedAfter(questions: number): AbortSignal {
  let asked = 0;
  return {
    get aborted() {
      asked += 1;
      return asked > questions;
    },
  } as AbortSignal;
}

describe('a run that is cut short', () => {
  test('by an interruption says how to go on, and then says what it would have said', async () => {
    const at = fresh();
    const first = await quiesce(['check', 'commit.ts', '--trace=none', '--checkpoint', at], { signal: abortedAfter(40), interruptedBy: 130 });
    expect(first.code).toBe(130);
    expect(first.stdout).toMatch(/incomplete: stopped when interrupted\n {4}\d+ distinct states so far,/);
    expect(saying(first.stderr)).toBe('next: quiesce check commit.ts --trace=none --resume AT/run1\n');
    const atOnce = await quiesce(['check', '--resume', at], { signal: AbortSignal.abort(), interruptedBy: 130 });
    expect(saying(atOnce.stderr)).toBe('next: quiesce check --resume AT/run1\n');
    const second = await quiesce(['check', 'commit.ts', '--trace=none', '--resume', at]);
    const whole = await quiesce(['check', 'commit.ts', '--trace=none']);
    expect(second.code).toBe(whole.code);
    const [told, ...others] = lines(withoutTimes(second.stdout)).filter((line) => line.includes('resumed'));
    expect({ told, others }).toEqual({ told: expect.stringMatching(/^ {4}resumed at \d+ distinct states, after TIME; TIME in all$/), others: [] });
    expect(lines(withoutTimes(second.stdout)).filter((line) => line !== told)).toEqual(lines(withoutTimes(whole.stdout)));
  });

  test('by a limit goes on with a larger one, again and again', async () => {
    const at = fresh();
    const first = await quiesce(['check', 'commit.ts', `--checkpoint=${at}`, '--states-max', '20', '--trace', 'none', '--checkpoint-every', '5m']);
    expect(first.code).toBe(3);
    expect(lines(saying(first.stderr)).at(-2)).toBe(`next: quiesce check commit.ts --trace none --checkpoint-every 5m --resume AT/run${directories} --states-max 200`);
    const second = await quiesce(['check', '--resume', at, '--states-max=200', '--trace=none']);
    expect(second.code).toBe(3);
    expect(withoutTimes(second.stdout)).toMatch(/resumed at 2\d distinct states, after TIME; TIME in all/);
    expect(lines(saying(second.stderr)).at(-2)).toBe(`next: quiesce check --trace=none --resume AT/run${directories} --states-max 2000`);
    const third = await quiesce(['check', '--resume', at, '--json']);
    const whole = await quiesce(['check', 'commit.ts', '--json']);
    expect(third.code).toBe(whole.code);
    expect(timeless(third.stdout)).toEqual(timeless(whole.stdout));
    expect(JSON.parse(third.stdout)).toMatchObject({ checkpoint: { directory: at, distinct: 288, resume: null }, suites: [{ resumed: { parts: 2, distinct: expect.any(Number) } }] });
  });

  test('by time needs no other limit', async () => {
    const at = fresh();
    const { code, stdout } = await quiesce(['check', 'commit.ts', '--checkpoint', at, '--time-max', '0.001ms', '--json']);
    expect({ code, ...(JSON.parse(stdout) as object) }).toMatchObject({ code: 3, checkpoint: { directory: at, distinct: 1, resume: `quiesce check commit.ts --time-max 0.001ms --json --resume ${at}` } });
  });

  test('by a violation goes on after it, which continuous integration does anyway', async () => {
    const at = fresh();
    const violated = await quiesce(['check', 'disk.ts', '--trace=none', '--checkpoint', at]);
    expect(violated.code).toBe(1);
    expect(lines(saying(violated.stderr)).at(-2)).toBe(`next: quiesce check disk.ts --trace=none --resume AT/run${directories} --keep-going`);
    const { stdout, stderr } = await quiesce(['check', 'disk.ts', '--trace=none', '--resume', at, '--keep-going', '--states-max', '13']);
    expect(stdout).toContain('✗ violated      a-crash-is-never-forgiven');
    expect(saying(stderr)).toMatch(/VIOLATED a-crash-is-never-forgiven .*\nnext: quiesce check disk.ts --trace=none --resume \S+ --states-max 130 --keep-going\n$/);
    const inCi = await quiesce(['check', 'disk.ts', '--trace=none', '--resume', at, '--states-max', '13'], { env: { CI: '1', LANG: 'C.UTF-8' } });
    expect(lines(saying(inCi.stderr)).at(-2)).toBe(`next: quiesce check disk.ts --trace=none --resume AT/run${directories} --states-max 130 --keep-going`);
  });

  test('is of the suite, the scope and the properties that it was begun with', async () => {
    const at = fresh();
    await quiesce(['check', 'shared-disk', '--scope', 'review', '--property', 'one-mount', '--property', 'no-deadlock', '--states-max', '10', '--checkpoint', at]);
    const { stdout } = await quiesce(['check', '--resume', at, '--json']);
    const whole = await quiesce(['check', 'shared-disk', '--scope', 'review', '--property', 'one-mount', '--property', 'no-deadlock', '--json']);
    expect(timeless(stdout)).toEqual(timeless(whole.stdout));
  });
});

test.runIf(existsSync('/dev/full'))('a run whose end cannot be kept says what it found, and that', async () => {
  const at = fresh();
  // The second thing that is asked of the signal is whether to stop; by then the directory is there.
  const signal = {
    get aborted() {
      if (existsSync(at) && !existsSync(join(at, 'progress.1.quiesce'))) symlinkSync('/dev/full', join(at, 'progress.1.quiesce'));
      return false;
    },
  } as AbortSignal;
  const { code, stdout, stderr } = await quiesce(['check', 'shared-disk', '--checkpoint', at], { signal });
  expect(code).toBe(0);
  expect(stdout).toContain('complete: all 14 distinct states');
  expect(message(stderr)).toMatch(/^next: .* error\[checkpoint-unwritable\]: cannot write the checkpoint in \S+ no space is left on the device\.$/);
  const json = await quiesce(['check', 'shared-disk', '--checkpoint', `${at}2`, '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ checkpoint: { failure: null } });
});

describe('a command line that cannot be', () => {
  test.each([
    ['check --checkpoint at', 'error[one-suite]: --checkpoint is for one suite, and 2 are named: shared-disk, quiet-disk. Name one of them.'],
    ['check disk.ts shared-disk --checkpoint at', 'error[one-suite]: --checkpoint is for one suite, and 2 are named: disk.ts, shared-disk. Name one of them.'],
    ['check suites.ts --checkpoint at', 'error[one-suite]: --checkpoint is for one suite, and 3 are named: suites.ts#shared-disk, suites.ts#quiet-disk, suites.ts#defect:grants-to-all. Name one of them.'],
    ['check disk.ts --checkpoint at --resume at', 'error[options-exclude]: --resume goes on writing to its own directory; leave out --checkpoint.'],
    ['check disk.ts --checkpoint-every 5s', 'error[option-alone]: --checkpoint-every has no use without --checkpoint DIR or --resume DIR.'],
    ['check disk.ts --checkpoint at --checkpoint-every often', 'error[bad-value]: --checkpoint-every takes a time such as 30s, 5m or a number of milliseconds, not often.'],
    ['check disk.ts --checkpoint at --engine reference', 'error[checkpoint-of-reference]: the reference explorer keeps no checkpoint; leave out --engine reference.'],
    ['check disk.ts --checkpoint', 'error[missing-value]: --checkpoint needs a value: --checkpoint DIR.'],
    ['check disk.ts --resume nowhere', 'error[checkpoint-not-found]: there is no directory nowhere.'],
    ['check disk.ts --resume disk.ts', 'error[not-a-checkpoint]: disk.ts is a file, not the directory of a checkpoint.'],
    ['check disk.ts --resume .', 'error[not-a-checkpoint]: . holds no checkpoint.'],
    ['check dsk.ts --checkpoint at', 'error[file-not-found]: there is no file dsk.ts; the nearest is disk.ts.'],
  ])('quiesce %s', async (line, text) => {
    expect(await quiesce(line.split(' '))).toEqual({ code: 2, stdout: '', stderr: `${text}\n` });
    expect(readdirSync(fixtures)).not.toContain('at');
  });

  test('names a directory that holds a checkpoint, or something else', async () => {
    const at = fresh();
    await quiesce(['check', 'disk.ts', '--keep-going', '--checkpoint', at]);
    const { code, stderr } = await quiesce(['check', 'disk.ts', '--checkpoint', at]);
    expect({ code, said: message(stderr) }).toEqual({ code: 2, said: `error[checkpoint-exists]: there is a checkpoint in AT/run${directories} already. Go on from it with --resume AT/run${directories}, or name another directory.` });
    const other = await quiesce(['check', 'disk.ts', '--checkpoint', '.']);
    expect({ code: other.code, said: message(other.stderr).split(' files ')[0] }).toEqual({ code: 2, said: 'error[directory-not-empty]: . holds other things.' });
  });
});

describe('a checkpoint that cannot be gone on from', () => {
  const kept = async (file: string): Promise<string> => {
    const at = fresh();
    await quiesce(['check', file, '--states-max', '10', '--checkpoint', at, '--trace=none']);
    return at;
  };
  const refused = async (file: string, at: string): Promise<string> => {
    const { code, stderr } = await quiesce(['check', file, '--resume', at]);
    expect(code).toBe(2);
    return message(stderr);
  };
  const own = (claims: string, target = 'on'): string => {
    const path = join(scratch.path, 'own.ts');
    const api = pathToFileURL(join(root, 'src/index.ts')).href;
    writeFileSync(
      path,
      `import { always, defineSystem } from ${JSON.stringify(api)};\nimport { setup } from ${JSON.stringify(import.meta.resolve('xstate'))};\nconst lamp = setup({ guards: { may: ${target} } }).createMachine({ id: 'lamp', initial: 'off', states: { off: { on: { PRESS: [{ guard: 'may', target: 'on' }, { target: 'on', reenter: true }] } }, on: { on: { PRESS: 'off' } } } });\nexport const system = defineSystem({ id: 'lamp', actors: { lamp: { machine: lamp } }, stimuli: [{ to: 'lamp', event: { type: 'PRESS' } }] });\nexport const properties = [${claims}];\n`,
    );
    return path;
  };
  /** As a process, since a module is imported only once in this one. */
  const refusedProcess = async (file: string, at: string): Promise<string> => {
    const { code, stderr } = await spawnQuiesce(['check', file, '--resume', at]);
    expect(code).toBe(2);
    return message(stderr);
  };

  test('because it is damaged, names the file', async () => {
    const at = await kept('commit.ts');
    rmSync(join(at, 'steps.0.quiesce'));
    expect(await refused('commit.ts', at)).toBe(`error[checkpoint-damaged]: the checkpoint in AT/run${directories} is damaged: steps.0.quiesce is missing. Begin again with --checkpoint and another directory.`);
    const parents = join(at, 'parents.0.quiesce');
    rmSync(join(at, 'manifest.quiesce'));
    expect(await refused('commit.ts', at)).toBe(`error[not-a-checkpoint]: AT/run${directories} holds no whole checkpoint. The run was killed before its first checkpoint. Begin again with --checkpoint in its place.`);
    const again = await kept('commit.ts');
    const bytes = readFileSync(parents);
    writeFileSync(join(again, 'parents.0.quiesce'), bytes.subarray(4));
    expect(await refused('commit.ts', again)).toBe(`error[checkpoint-damaged]: the checkpoint in AT/run${directories} is damaged: parents.0.quiesce is too short. expected ${bytes.length} bytes found ${bytes.length - 4} bytes Begin again with --checkpoint and another directory.`);
  });

  test('because it is of another suite or scope', async () => {
    const at = await kept('commit.ts');
    expect(await refused('disk.ts', at)).toBe(`error[checkpoint-foreign]: the checkpoint in AT/run${directories} is of another system. checkpoint two-phase-commit this is disk-of-2 --resume AT/run${directories} alone goes on with the suite that it is of.`);
    const { stderr } = await quiesce(['check', 'commit.ts', '--scope', 'large', '--resume', at]);
    expect(message(stderr)).toMatch(/^error\[checkpoint-foreign\]: the checkpoint in \S+ is of another version of the system\. checkpoint [0-9a-f]{8} this is [0-9a-f]{8} The actors, modes, transitions, stimuli or budgets have changed since, or the checkpoint belongs to another scope\. Begin again with --checkpoint and another directory\.$/);
  });

  test('because a predicate or a guard has changed, though the command line wraps them', async () => {
    const at = fresh();
    const claim = (text: string): string => `always({ id: 'fine', statement: 's', holds: ${text} })`;
    const file = own(claim('() => true'), '() => true');
    expect((await spawnQuiesce(['check', file, '--checkpoint', at])).code).toBe(0);
    expect((await spawnQuiesce(['check', file, '--resume', at])).code).toBe(0);
    own(claim('() => 1 > 0'), '() => true');
    expect(await refusedProcess(file, at)).toBe(`error[checkpoint-foreign]: a function of property fine has changed since the checkpoint in AT/run${directories} was written. What it said of the states until then is not what it would say now. Begin again with --checkpoint and another directory.`);
    own(claim('() => true'), '() => false');
    expect(await refusedProcess(file, at)).toBe(`error[checkpoint-foreign]: actor lamp answers otherwise than when the checkpoint in AT/run${directories} was written. mode off event PRESS A guard, an action or another function of its machine has changed since. Begin again with --checkpoint and another directory.`);
  });
});

describe('a process', () => {
  test('that is interrupted keeps what it has, and prints the command that goes on', async () => {
    const at = fresh();
    const { code, stderr } = await spawnQuiesce(['check', 'counter.ts', '--trace=none', '--checkpoint', at], { onOutput: (child) => setTimeout(() => child.kill('SIGINT'), 400) });
    expect(code).toBe(130);
    const command = /next: (.*)\n$/.exec(stderr)?.[1] ?? '';
    expect(command).toContain(`--resume ${at}`);
    const stdout = execFileSync('sh', ['-c', `${command.replace(/^node /, `${process.execPath} `)} --states-max 5 || true`], { cwd: fixtures, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    expect(stdout).toMatch(/resumed at [\d,]+ distinct states?, after /);
  });

  test('that is terminated does the same, and leaves no lock', async () => {
    const at = fresh();
    const { code, stderr } = await spawnQuiesce(['check', 'counter.ts', '--trace=none', '--checkpoint', at], { onOutput: (child) => setTimeout(() => child.kill('SIGTERM'), 400) });
    expect(code).toBe(143);
    expect(stderr).toContain(`--resume ${at}\n`);
    expect(readdirSync(at)).not.toContain('lock.quiesce');
  });

  test('that is killed several times gives the report of one that was not', async () => {
    const env = { COMMIT_RESOURCES: '5' };
    const whole = await spawnQuiesce(commit, { env });
    const killedAfterMs = [0, 60, 120, 180, 240];
    const { ended, late } = await survived(fresh(), env, killedAfterMs);
    expect(ended.code).toBe(whole.code);
    expect(timeless(ended.stdout)).toEqual(timeless(whole.stdout));
    expect(late).toBeGreaterThan(0);
  });
});
