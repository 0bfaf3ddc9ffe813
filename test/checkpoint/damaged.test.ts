/** A checkpoint of which any byte is another, or missing, is refused and says where. */
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CheckpointFault } from '../../src/checkpoint/checkpoint-error.ts';
import { manifestBytes, readManifest, type Manifest } from '../../src/checkpoint/manifest.ts';
import { twoPhaseCommit } from '../known-answers/two-phase-commit.ts';
import { explored, named, refusalOf, scratchDirectory, searchedAt } from './on-disk.ts';
import { said, type Case } from './resumption.ts';

const commit: Case = { build: () => twoPhaseCommit(2), properties: [], options: { keepGoing: true } };
const whole = join(scratchDirectory(), 'checkpoint');
const copy = join(scratchDirectory(), 'copy');
const manifestName = 'manifest.quiesce';

beforeAll(async () => {
  expect((await searchedAt({ path: whole, how: 'begin', saves: (round) => round % 10 === 0 }, { ...commit, options: { statesMax: 40 } })).kind).toBe('explored');
});

/** Resumes a copy to which something was done. */
async function refusalAfter(change: (path: string) => void): Promise<CheckpointFault> {
  rmSync(copy, { recursive: true, force: true });
  cpSync(whole, copy, { recursive: true });
  change(copy);
  return refusalOf(copy, commit);
}

function changed(file: string, change: (bytes: Buffer) => Buffer): (path: string) => void {
  return (path) => writeFileSync(join(path, file), change(readFileSync(join(path, file))));
}

/** Of what counts; a file may hold more. */
const sizeOf = (file: string): number => readFileSync(join(whole, file)).length;

function flipped(bytes: Buffer, at: number, by: number): Buffer {
  bytes.writeUInt8((bytes[at] ?? 0) ^ by, at);
  return bytes;
}

const files = (): readonly string[] => readdirSync(whole).toSorted();
const parts = ['components', 'events', 'parents', 'progress', 'states', 'steps'];

test('as it is, it is resumed', async () => {
  expect(files().map((file) => file.split('.')[0])).toEqual(['components', 'events', 'manifest', 'parents', 'progress', 'states', 'steps']);
  rmSync(copy, { recursive: true, force: true });
  cpSync(whole, copy, { recursive: true });
  expect(await searchedAt({ path: copy, how: 'resume' }, commit)).toEqual(explored(await said(commit)));
});

describe('a bit that flips', () => {
  test('anywhere in the manifest is refused', async () => {
    const size = sizeOf(manifestName);
    expect(size).toBeGreaterThan(1_000);
    for (let at = 0; at < size; at += 1) {
      const fault = await refusalAfter(changed(manifestName, (bytes) => flipped(bytes, at, 1 << (at % 8))));
      // Another digit after `quiesce-checkpoint/` is what another format looks like.
      if (fault.code !== 'checkpoint-format') expect({ at, fault }).toMatchObject({ fault: { code: 'checkpoint-damaged', directory: named, file: manifestName } });
    }
  });

  test.each(parts)('anywhere in the %s is refused with both digests', async (part) => {
    const file = files().find((name) => name.startsWith(`${part}.`)) ?? '';
    await fc.assert(
      fc.asyncProperty(fc.nat(sizeOf(file) - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const fault = await refusalAfter(changed(file, (bytes) => flipped(bytes, at, by)));
        const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
        expect(fault).toEqual({ code: 'checkpoint-damaged', directory: named, file, damage: { kind: 'digest', expected: digest, found: digest } });
      }),
      { numRuns: 40 },
    );
  });
});

describe('a file that is cut short', () => {
  test('is refused at every length of the manifest', async () => {
    for (let length = 0; length < sizeOf(manifestName); length += 1) {
      const fault = await refusalAfter((path) => truncateSync(join(path, manifestName), length));
      expect({ length, fault }).toMatchObject({ fault: { code: 'checkpoint-damaged', file: manifestName } });
    }
  });

  test.each(parts)('is refused with both lengths when it is the %s', async (part) => {
    const file = files().find((name) => name.startsWith(`${part}.`)) ?? '';
    const expected = sizeOf(file);
    for (const found of [0, 1, Math.floor(expected / 2), expected - 1]) {
      const fault = await refusalAfter((path) => truncateSync(join(path, file), found));
      expect(fault).toEqual({ code: 'checkpoint-damaged', directory: named, file, damage: { kind: 'too-short', expected, found } });
    }
  });
});

test.each(parts)('a missing file is named when it is the %s', async (part) => {
  const file = files().find((name) => name.startsWith(`${part}.`)) ?? '';
  expect(await refusalAfter((path) => rmSync(join(path, file)))).toEqual({ code: 'checkpoint-damaged', directory: named, file, damage: { kind: 'missing' } });
});

test.each(parts)('a directory in the place of the %s is refused', async (part) => {
  const file = files().find((name) => name.startsWith(`${part}.`)) ?? '';
  const fault = await refusalAfter((path) => {
    rmSync(join(path, file));
    mkdirSync(join(path, file));
  });
  expect(fault).toEqual({ code: 'checkpoint-damaged', directory: named, file, damage: { kind: 'unreadable', problem: 'a directory is in the place of a file' } });
});

test('bytes after those that count are of no matter', async () => {
  rmSync(copy, { recursive: true, force: true });
  cpSync(whole, copy, { recursive: true });
  for (const file of files()) if (file !== manifestName && !file.startsWith('progress')) appendFileSync(join(copy, file), 'half a row');
  writeFileSync(join(copy, 'states.9.quiesce'), 'of a save that was killed');
  expect(await searchedAt({ path: copy, how: 'resume', saves: (round) => round === 3 }, commit)).toEqual(explored(await said(commit)));
  expect(readdirSync(copy)).not.toContain('states.9.quiesce');
  expect(await searchedAt({ path: copy, how: 'resume' }, commit)).toEqual(explored(await said(commit)));
});

describe('a manifest that somebody made up, with its digest,', () => {
  const made = (change: (manifest: Manifest) => object): ((path: string) => void) =>
    changed(manifestName, (bytes) => {
      const read = readManifest(bytes);
      if (read.kind !== 'whole') throw new Error(read.kind);
      return Buffer.from(manifestBytes(change(read.manifest) as Manifest));
    });

  test.each<[string, (manifest: Manifest) => object, string]>([
    ['that lacks something', (manifest) => ({ ...manifest, identity: undefined }), manifestName],
    ['that is no object', () => [], manifestName],
    ['that names a file elsewhere', (manifest) => ({ ...manifest, progress: { ...manifest.progress, file: '../progress.1.quiesce' } }), manifestName],
    ['that has no states', (manifest) => ({ ...manifest, columns: manifest.columns.filter(({ name }) => name !== 'states') }), 'states'],
    ['whose states have no bits', (manifest) => ({ ...manifest, columns: manifest.columns.map((column) => (column.name === 'states' ? { ...column, layout: '0,0' } : column)) }), 'states.1.quiesce'],
    ['whose steps have another layout', (manifest) => ({ ...manifest, columns: manifest.columns.map((column) => (column.name === 'steps' ? { ...column, layout: '2' } : column)) }), 'steps.0.quiesce'],
  ])('%s is refused', async (_, change, file) => {
    expect(await refusalAfter(made(change))).toMatchObject({ code: 'checkpoint-damaged', file, damage: { kind: expect.stringMatching(/unreadable|missing/) } });
  });

  test('that has the progress of another search is refused', async () => {
    const other = join(scratchDirectory(), 'other');
    await searchedAt({ path: other, how: 'begin' }, { ...commit, build: () => twoPhaseCommit(1) });
    const foreign = readManifest(readFileSync(join(other, manifestName)));
    if (foreign.kind !== 'whole') throw new Error(foreign.kind);
    const { progress, columns } = foreign.manifest;
    const fault = await refusalAfter((path) => {
      for (const { file } of columns) cpSync(join(other, file), join(path, file));
      cpSync(join(other, progress.file), join(path, progress.file));
      made((manifest) => ({ ...manifest, progress, columns }))(path);
    });
    expect(fault).toEqual({ code: 'checkpoint-foreign', directory: named, difference: { part: 'machine', actor: 'resource1', mode: '(start)', event: 'xstate.init' } });
  });
});
