/** A run that is killed at any moment, also within a write, is resumed from its last whole checkpoint. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { setup } from 'xstate';
import { always, defineSystem, reachable } from '../../src/index.ts';
import { philosophers } from '../known-answers/philosophers.ts';
import { singleMounter } from '../known-answers/single-mounter.ts';
import { twoPhaseCommit } from '../known-answers/two-phase-commit.ts';
import { explored, leftBy, scratchDirectory, searchedAt } from './on-disk.ts';
import { said, type Case } from './resumption.ts';
import type { WatchedDisk } from './watched-disk.ts';

const disk = vi.hoisted((): { watched: WatchedDisk | null } => ({ watched: null }));

vi.mock('node:fs/promises', async (load) => {
  const { WatchedDisk: Disk } = await import('./watched-disk.ts');
  disk.watched = new Disk();
  return disk.watched.watching(await load<typeof import('node:fs/promises')>());
});

const claims: Case['properties'] = [
  always({ id: 'few', statement: 'At most two have aborted.', holds: ({ actors }) => Object.values(actors).filter((actor) => actor.value === 'aborted').length <= 2 }),
  reachable({ id: 'all', statement: 'All can commit.', holds: ({ actors }) => Object.values(actors).filter((actor) => actor.value === 'committed').length >= 2 }),
];

const commit: Case = { build: () => twoPhaseCommit(2), properties: claims, options: { keepGoing: true } };

test('killed, or cut off from power, at any operation on a file or in the middle of a write, a run is resumed from a whole checkpoint', async () => {
  const { watched } = disk;
  if (watched === null) throw new Error('the disk is not watched');
  const whole = explored(await said(commit));
  const path = join(scratchDirectory(), 'checkpoint');
  const killed: string[] = [];
  const cutOff: string[] = [];
  watched.onMoment = () => {
    const left = watched.afterKill(path);
    if (left !== null) killed.push(left);
    cutOff.push(...watched.afterPowerCut());
  };
  expect(await searchedAt({ path, how: 'begin', saves: (round) => round % 10 === 0 }, commit)).toEqual(whole);
  watched.onMoment = () => {};
  for (const moments of [killed, cutOff]) {
    const ends = { begun: 0, resumed: 0 };
    for (const left of moments) {
      const isWhole = readdirSync(left).includes('manifest.quiesce');
      ends[isWhole ? 'resumed' : 'begun'] += 1;
      expect(await searchedAt({ path: left, how: isWhole ? 'resume' : 'begin', saves: (round) => round === 9 }, commit)).toEqual(whole);
    }
    expect({ begun: ends.begun > 10, resumed: ends.resumed > 25 }).toEqual({ begun: true, resumed: true });
  }
});

describe('killed after any of its saves, and after any save of the run that was resumed', () => {
  test.each<[string, Case]>([
    ['two-phase commit', { ...commit, build: () => twoPhaseCommit(3) }],
    ['philosophers', { build: () => philosophers('eating', 5), properties: [], options: {} }],
    ['single mounter', { build: () => singleMounter({ nodes: 2, luns: 1, vms: 1 }), properties: [], options: {} }],
  ])('%s gives the same', async (_, tried) => {
    const whole = explored(await said(tried));
    for (const dies of [1, 2, 5]) {
      let path = join(scratchDirectory(), 'checkpoint');
      let how: 'begin' | 'resume' = 'begin';
      for (;;) {
        const ended = await searchedAt({ path, how, saves: (round) => round % 11 === 0, dies }, tried);
        if (ended.kind === 'explored') {
          expect(ended).toEqual(whole);
          break;
        }
        expect(ended.kind).toBe('killed');
        path = leftBy(path);
        how = 'resume';
      }
    }
  });
});

test('a run that came to its end is resumed at its end', async () => {
  const path = join(scratchDirectory(), 'checkpoint');
  const first = await searchedAt({ path, how: 'begin' }, commit);
  expect(first).toEqual(explored(await said(commit)));
  expect(await searchedAt({ path, how: 'resume' }, commit)).toEqual(first);
});

test('states that outgrow their words are written anew, and the files of the old layout go', async () => {
  const counter = setup({}).createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO: 'b' } }, b: { on: { GO: 'c' } }, c: { on: { GO: 'd' } }, d: { on: { GO: 'e' } }, e: { on: { GO: 'f' } }, f: { on: { GO: 'a' } } } });
  const tried: Case = { build: () => defineSystem({ id: 'six', actors: { one: { machine: counter }, two: { machine: counter } }, stimuli: [{ to: 'one', event: { type: 'GO' } }, { to: 'two', event: { type: 'GO' } }] }), properties: [], options: {} };
  const path = join(scratchDirectory(), 'checkpoint');
  const seen = new Set<string>();
  await searchedAt({ path, how: 'begin', saves: () => readdirSync(path).forEach((file) => seen.add(file)) === undefined }, tried);
  expect([...seen].filter((file) => file.startsWith('states'))).toEqual(expect.arrayContaining(['states.0.quiesce', 'states.1.quiesce', 'states.2.quiesce']));
  expect(readdirSync(path).toSorted()).toEqual(['components.0.quiesce', 'events.0.quiesce', 'manifest.quiesce', 'parents.0.quiesce', expect.stringMatching(/^progress[.][0-9]+[.]quiesce$/), 'states.2.quiesce', 'steps.0.quiesce']);
  expect(await searchedAt({ path, how: 'resume' }, tried)).toMatchObject({ exploration: { distinct: 36, stopped: null } });
});
