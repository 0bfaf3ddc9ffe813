/** The directory of a checkpoint: who may have it, and what happens when it cannot be written. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Checkpoint } from '../../src/checkpoint/checkpoint.ts';
import { CheckpointError, type CheckpointFault } from '../../src/checkpoint/checkpoint-error.ts';
import { twoPhaseCommit } from '../known-answers/two-phase-commit.ts';
import { explored, leftBy, named, scratchDirectory, searchedAt } from './on-disk.ts';
import { said, type Case } from './resumption.ts';

const commit: Case = { build: () => twoPhaseCommit(2), properties: [], options: {} };
const lockName = 'lock.quiesce';

const options = (path: string): Parameters<typeof Checkpoint.resume>[0] => ({ path, named, everyMs: 60_000, version: '1.2.3' });

async function faultOf(act: () => Promise<unknown>): Promise<CheckpointFault | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    return error.fault;
  }
}

const beginFault = (path: string): Promise<CheckpointFault | null> => faultOf(() => Checkpoint.begin(options(path), null));
const resumeFault = (path: string): Promise<CheckpointFault | null> => faultOf(() => Checkpoint.resume(options(path)));

async function checkpointIn(path: string): Promise<string> {
  expect((await searchedAt({ path, how: 'begin' }, { ...commit, options: { statesMax: 20 } })).kind).toBe('explored');
  return path;
}

const fresh = (): string => join(scratchDirectory(), 'checkpoint');

describe('a new checkpoint', () => {
  test('is made in a directory that is not there, however deep, or is empty', async () => {
    for (const path of [join(fresh(), 'a', 'b'), scratchDirectory()]) {
      expect(await searchedAt({ path, how: 'begin' }, commit)).toMatchObject({ kind: 'explored' });
      expect(readdirSync(path)).toContain('manifest.quiesce');
      expect(readdirSync(path)).not.toContain(lockName);
    }
  });

  test('takes the place of what a run left that was killed before its first', async () => {
    const path = fresh();
    await Checkpoint.begin(options(path), null);
    const left = leftBy(path);
    writeFileSync(join(left, 'states.0.quiesce'), 'some');
    writeFileSync(join(left, 'manifest.1.quiesce'), 'some');
    expect(await searchedAt({ path: left, how: 'begin' }, commit)).toEqual(explored(await said(commit)));
  });

  test('is refused where there is one already', async () => {
    expect(await beginFault(await checkpointIn(fresh()))).toEqual({ code: 'checkpoint-exists', directory: named });
  });

  test('is refused beside other files, which stay', async () => {
    const path = scratchDirectory();
    writeFileSync(join(path, 'notes.txt'), 'mine');
    mkdirSync(join(path, 'states'));
    expect(await beginFault(path)).toEqual({ code: 'directory-not-empty', directory: named, files: ['notes.txt', 'states'] });
    expect(readdirSync(path).toSorted()).toEqual(['notes.txt', 'states']);
  });

  test('is refused where a file is in its place or in its way', async () => {
    const file = join(scratchDirectory(), 'file');
    writeFileSync(file, '');
    expect(await beginFault(file)).toEqual({ code: 'checkpoint-unwritable', directory: named, problem: 'a file is in the place of a directory', kept: null });
    expect(await beginFault(join(file, 'below'))).toEqual({ code: 'checkpoint-unwritable', directory: named, problem: 'a part of the path is a file', kept: null });
  });

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('is refused where nothing may be written', async () => {
    const path = scratchDirectory();
    chmodSync(path, 0o500);
    expect(await beginFault(path)).toEqual({ code: 'checkpoint-unwritable', directory: named, problem: 'permission is denied', kept: null });
  });

  test('leaves nothing behind when nothing was saved', async () => {
    const path = fresh();
    await (await Checkpoint.begin(options(path), null)).close();
    expect(existsSync(path)).toBe(false);
    const empty = scratchDirectory();
    await (await Checkpoint.begin(options(empty), null)).close();
    expect(readdirSync(empty)).toEqual([]);
  });
});

describe('to resume', () => {
  test('there has to be a checkpoint', async () => {
    const file = join(scratchDirectory(), 'file');
    writeFileSync(file, '');
    const other = scratchDirectory();
    writeFileSync(join(other, 'notes.txt'), 'mine');
    const unfinished = fresh();
    await Checkpoint.begin(options(unfinished), null);
    expect(await resumeFault(fresh())).toEqual({ code: 'checkpoint-not-found', directory: named });
    expect(await resumeFault(join(file, 'below'))).toEqual({ code: 'checkpoint-not-found', directory: named });
    expect(await resumeFault(file)).toEqual({ code: 'not-a-checkpoint', directory: named, found: 'file' });
    expect(await resumeFault(scratchDirectory())).toEqual({ code: 'not-a-checkpoint', directory: named, found: 'nothing' });
    expect(await resumeFault(other)).toEqual({ code: 'not-a-checkpoint', directory: named, found: 'other-files' });
    expect(await resumeFault(leftBy(unfinished))).toEqual({ code: 'not-a-checkpoint', directory: named, found: 'unfinished' });
    expect(readdirSync(other)).toEqual(['notes.txt']);
  });

  test('files of others stay where they are', async () => {
    const path = await checkpointIn(fresh());
    for (const file of ['notes.1', 'states.7', 'README']) writeFileSync(join(path, file), 'mine');
    await searchedAt({ path, how: 'resume' }, commit);
    expect(readdirSync(path)).toEqual(expect.arrayContaining(['notes.1', 'states.7', 'README']));
  });
});

describe('a lock', () => {
  const lockedBy = async (text: string): Promise<CheckpointFault | null> => {
    const path = await checkpointIn(fresh());
    writeFileSync(join(path, lockName), text);
    const fault = await resumeFault(path);
    // Whoever took it over holds it now; whoever was refused left it alone.
    expect(readFileSync(join(path, lockName), 'utf8') === text).toBe(fault !== null);
    return fault;
  };
  const lock = (pid: number, host = hostname(), started: string | null = null): string => `${JSON.stringify({ pid, host, started })}\n`;

  test('keeps others out while its process runs, also this one', async () => {
    const path = fresh();
    const checkpoint = await Checkpoint.begin(options(path), null);
    const inUse = { code: 'checkpoint-in-use', directory: named, pid: process.pid, host: hostname(), here: true, lock: join(named, lockName) };
    expect(await beginFault(path)).toEqual(inUse);
    await checkpoint.close();
    await checkpointIn(path);
    const resumed = await Checkpoint.resume(options(path));
    expect(await resumeFault(path)).toEqual(inUse);
    await resumed.close();
    expect(await resumeFault(path)).toBe(null);
  });

  test('of a process that runs is respected, of one that has ended taken over', async () => {
    const child = spawn(process.execPath, ['--eval', 'setTimeout(() => {}, 600_000)']);
    const pid = child.pid ?? 0;
    expect(await lockedBy(lock(pid))).toEqual({ code: 'checkpoint-in-use', directory: named, pid, host: hostname(), here: true, lock: join(named, lockName) });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    expect(await lockedBy(lock(pid))).toBe(null);
  });

  test.runIf(existsSync('/proc/self/stat'))('of a process whose number another one has now is taken over', async () => {
    expect(await lockedBy(lock(process.ppid))).toMatchObject({ code: 'checkpoint-in-use' });
    expect(await lockedBy(lock(process.ppid, hostname(), '1'))).toBe(null);
  });

  test('of a process on another host is respected, as nobody here can know', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    expect(await lockedBy(lock(pid, 'elsewhere'))).toEqual({ code: 'checkpoint-in-use', directory: named, pid, host: 'elsewhere', here: false, lock: join(named, lockName) });
  });

  test.each(['', 'nonsense', '7', '{"pid":-1,"host":"h","started":null}', '{"pid":1.5,"host":"h","started":null}', '{"pid":1}'])('that names nobody (%j) is taken over', async (text) => {
    expect(await lockedBy(text)).toBe(null);
  });

  test('that is taken away ends the run before it writes over what is not its own', async () => {
    const path = fresh();
    const before = await checkpointIn(path);
    const kept = readFileSync(join(before, 'manifest.quiesce'), 'utf8');
    const ended = await searchedAt({ path, how: 'resume', saves: (round) => round === 2 && rmSync(join(path, lockName)) === undefined }, commit);
    expect(ended).toEqual({ kind: 'refused', fault: { code: 'checkpoint-unwritable', directory: named, problem: 'its lock is gone: it was removed, or another process has taken it', kept: expect.any(Number) } });
    expect(readFileSync(join(path, 'manifest.quiesce'), 'utf8')).toBe(kept);
  });

  test('is taken over by one of many who try at once', async () => {
    const path = await checkpointIn(fresh());
    writeFileSync(join(path, lockName), lock(spawnSync(process.execPath, ['--version']).pid));
    const faults = await Promise.all(Array.from({ length: 12 }, () => resumeFault(path)));
    expect(faults.filter((fault) => fault === null)).toHaveLength(1);
    expect(faults.every((fault) => fault === null || fault.code === 'checkpoint-in-use')).toBe(true);
  });
});

describe('when a save fails, the run ends and the last checkpoint is whole', () => {
  test.runIf(existsSync('/dev/full'))('for want of space', async () => {
    const path = fresh();
    const fills = (round: number): boolean => {
      if (round === 15) symlinkSync('/dev/full', join(path, 'progress.3.quiesce'));
      return round % 5 === 0;
    };
    const ended = await searchedAt({ path, how: 'begin', saves: fills }, commit);
    expect(ended).toEqual({ kind: 'refused', fault: { code: 'checkpoint-unwritable', directory: named, problem: 'no space is left on the device', kept: expect.any(Number) } });
    expect(ended.kind === 'refused' && ended.fault.code === 'checkpoint-unwritable' && ended.fault.kept).toBeGreaterThan(5);
    expect(await searchedAt({ path, how: 'resume' }, commit)).toEqual(explored(await said(commit)));
  });

  test.runIf(existsSync('/dev/full'))('but when it has ended, what it found is told all the same', async () => {
    const path = fresh();
    const fills = (round: number): boolean => {
      if (round === 25) symlinkSync('/dev/full', join(path, 'progress.2.quiesce'));
      return round === 20;
    };
    const ended = await searchedAt({ path, how: 'begin', saves: fills }, commit);
    expect(ended).toEqual({ kind: 'explored', exploration: await said(commit), failure: { code: 'checkpoint-unwritable', directory: named, problem: 'no space is left on the device', kept: expect.any(Number) } });
    expect(await searchedAt({ path, how: 'resume' }, commit)).toEqual(explored(await said(commit)));
  });

  test('for want of the directory', async () => {
    const path = fresh();
    const ended = await searchedAt({ path, how: 'begin', saves: (round) => round === 3 && rmSync(path, { recursive: true }) === undefined }, commit);
    expect(ended).toEqual({ kind: 'refused', fault: { code: 'checkpoint-unwritable', directory: named, problem: 'the directory is not there', kept: null } });
  });
});
