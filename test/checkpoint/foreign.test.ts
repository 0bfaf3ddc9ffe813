/** A checkpoint of another system, other claims, other options or another quiesce is refused, and says what differs. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { assign, sendTo, setup, type AnyActorRef, type AnyStateMachine } from 'xstate';
import type { Difference } from '../../src/checkpoint/identity.ts';
import { manifestBytes, readManifest, type Manifest } from '../../src/checkpoint/manifest.ts';
import { always, defineSystem, eachStep, reachable, type StateView, type System } from '../../src/index.ts';
import { builtIns } from '../../src/property/built-in.ts';
import { twoPhaseCommit } from '../known-answers/two-phase-commit.ts';
import { explored, named, refusalOf, scratchDirectory, searchedAt } from './on-disk.ts';
import { said, type Case } from './resumption.ts';

interface Functions {
  readonly isFull: (count: number) => boolean;
  readonly added: (count: number) => number;
  readonly target: string;
  readonly payload: (count: number) => object;
  readonly first: number;
  readonly opening: string;
  readonly delayMs: number;
}

const functions: Functions = { isFull: (count) => count >= 5, added: (count) => count + 1, target: 'bell', payload: () => ({}), first: 0, opening: 'bell', delayMs: 100 };

/** A tank that rings a bell when it is full, and is emptied by a timer or by hand. The structure of its machine is always the same. */
function tank({ isFull, added, target, payload, first, opening, delayMs }: Functions): AnyStateMachine {
  return setup({
    types: { context: {} as { readonly count: number }, events: {} as { readonly type: 'FILL' | 'EMPTY' } },
    guards: { isFull: ({ context }) => isFull(context.count) },
    actions: {
      add: assign({ count: ({ context }) => added(context.count) }),
      clear: assign({ count: 0 }),
      ring: sendTo(({ system }) => system.get(target) as AnyActorRef, ({ context }) => ({ type: 'RING', ...payload(context.count) })),
      greet: sendTo(({ system }) => system.get(opening) as AnyActorRef, { type: 'RING' }),
    },
    delays: { rest: delayMs },
  }).createMachine({
    id: 'tank',
    context: { count: first },
    entry: 'greet',
    initial: 'open',
    states: {
      open: { on: { FILL: [{ guard: 'isFull', target: 'full', actions: 'ring' }, { actions: 'add' }], EMPTY: {} } },
      full: { on: { EMPTY: { target: 'open', actions: 'clear' }, FILL: {} }, after: { rest: { target: 'open', actions: 'clear' } } },
    },
  });
}

const bell = setup({ types: { events: {} as { readonly type: 'RING' | 'HUSH' } } }).createMachine({ id: 'bell', initial: 'still', states: { still: { on: { RING: 'rings', HUSH: {} } }, rings: { on: { RING: {}, HUSH: 'still' } } } });

function systemWith(changes: Partial<Functions> = {}, id = 'tank', final = (): boolean => false): System {
  const machine = tank({ ...functions, ...changes });
  return defineSystem({
    id,
    actors: { bell: { machine: bell }, gong: { machine: bell }, tank: { machine } },
    stimuli: [{ to: 'tank', event: { type: 'FILL' } }, { to: 'tank', event: { type: 'EMPTY' } }, { to: 'bell', event: { type: 'HUSH' } }],
    final,
  });
}

const one = always({ id: 'one', statement: 's', holds: () => true });
const two = reachable({ id: 'two', statement: 's', holds: ({ actors }) => actors['tank']?.value === 'full' });
const three = eachStep({ id: 'three', statement: 's', when: () => true, holds: () => true });
const properties = [one, two, three];

const tried: Case = { build: () => systemWith(), properties, options: {} };
const whole = join(scratchDirectory(), 'checkpoint');
const copy = join(scratchDirectory(), 'copy');

beforeAll(async () => {
  expect((await searchedAt({ path: whole, how: 'begin' }, { ...tried, options: { statesMax: 20 } })).kind).toBe('explored');
});

/** What differs when it is resumed as something else. */
async function differenceTo(changes: Partial<Case>, version?: string): Promise<Difference> {
  rmSync(copy, { recursive: true, force: true });
  cpSync(whole, copy, { recursive: true });
  const fault = await refusalOf(copy, { ...tried, ...changes }, version);
  if (fault.code !== 'checkpoint-foreign') throw new Error(JSON.stringify(fault));
  expect(fault.directory).toBe(named);
  // Nothing was done to it: it still is what it was.
  expect(await searchedAt({ path: copy, how: 'resume' }, tried)).toEqual(explored(await said(tried)));
  return fault.difference;
}

test('another quiesce', async () => {
  expect(await differenceTo({}, '1.2.4')).toEqual({ part: 'version', saved: '1.2.3', present: '1.2.4' });
});

describe('another system', () => {
  test('by its name', async () => {
    expect(await differenceTo({ build: () => systemWith({}, 'vat') })).toEqual({ part: 'system', saved: 'tank', present: 'vat' });
  });

  test('by its structure', async () => {
    const build = (): System => defineSystem({ id: 'tank', actors: { bell: { machine: bell } }, stimuli: [] });
    expect(await differenceTo({ build })).toEqual({ part: 'structure', saved: expect.stringMatching(/^[0-9a-f]{8}$/), present: expect.stringMatching(/^[0-9a-f]{8}$/) });
  });

  test('by its final states', async () => {
    expect(await differenceTo({ build: () => systemWith({}, 'tank', () => true) })).toEqual({ part: 'final' });
  });
});

describe('a function of a machine that has changed is told by actor, mode and event', () => {
  test.each<[string, Partial<Functions>, Omit<Extract<Difference, { part: 'machine' }>, 'part'>]>([
    ['a guard', { isFull: (count) => count >= 2 }, { actor: 'tank', mode: 'open', event: 'FILL' }],
    ['a guard that throws', { isFull: (count) => { if (count === 3) throw new Error('burst'); return count >= 5; } }, { actor: 'tank', mode: 'open', event: 'FILL' }],
    ['an assignment', { added: (count) => count + 2 }, { actor: 'tank', mode: 'open', event: 'FILL' }],
    ['the target of a message', { target: 'gong' }, { actor: 'tank', mode: 'open', event: 'FILL' }],
    ['the content of a message', { payload: (count) => ({ count }) }, { actor: 'tank', mode: 'open', event: 'FILL' }],
    ['a delay', { delayMs: 200 }, { actor: 'tank', mode: 'open', event: 'FILL' }],
    ['the initial context', { first: 1 }, { actor: 'tank', mode: '(start)', event: 'xstate.init' }],
  ])('%s', async (_, changes, where) => {
    expect(await differenceTo({ build: () => systemWith(changes) })).toEqual({ part: 'machine', ...where });
  });

  test('what is sent at the start', async () => {
    expect(await differenceTo({ build: () => systemWith({ opening: 'gong' }) })).toEqual({ part: 'machine', actor: 'bell', mode: '(start)', event: 'xstate.init' });
  });
});

describe('other claims', () => {
  test.each<[string, Partial<Case>, Difference]>([
    ['one more', { properties: [...properties, always({ id: 'four', statement: 's', holds: () => true })] }, { part: 'properties', gone: [], added: ['four'] }],
    ['one less', { properties: [one, two] }, { part: 'properties', gone: ['three'], added: [] }],
    ['another name', { properties: [one, two, { ...three, id: 'drei' }] }, { part: 'properties', gone: ['three'], added: ['drei'] }],
    ['another order', { properties: [two, one, three] }, { part: 'properties', gone: [], added: [] }],
    ['another kind', { properties: [{ ...two, id: 'one' }, two, three] }, { part: 'kind', id: 'one', saved: 'always', present: 'reachable' }],
    ['another predicate', { properties: [one, two, { ...three, holds: () => false }] }, { part: 'predicate', id: 'three' }],
    ['another condition', { properties: [{ ...one, when: ({ budgets }: StateView) => budgets['x'] === 1 }, two, three] }, { part: 'predicate', id: 'one' }],
    ['fewer built-in claims', { options: { builtIns: builtIns.slice(1) } }, { part: 'built-ins', gone: ['no-deadlock'], added: [] }],
    ['other expectations', { options: { expectedViolations: new Set(['two']) } }, { part: 'expectations', gone: [], added: ['two'] }],
  ])('%s', async (_, changes, difference) => {
    expect(await differenceTo(changes)).toEqual(difference);
  });

  test('in other words are the same', async () => {
    const reworded = properties.map((property) => ({ ...property, statement: 'In other words.', requirements: ['R-1'] }));
    expect((await searchedAt({ path: copiedWhole(), how: 'resume' }, { ...tried, properties: reworded })).kind).toBe('explored');
  });
});

test('a run that stopped at a violation goes on when told to, and one that went on does not stop', async () => {
  const violated = always({ id: 'never-full', statement: 's', holds: ({ actors }) => actors['tank']?.value !== 'full' });
  const stopping: Case = { build: () => systemWith(), properties: [violated], options: {} };
  const going: Case = { ...stopping, options: { keepGoing: true } };
  const path = join(scratchDirectory(), 'checkpoint');
  expect(await searchedAt({ path, how: 'begin' }, stopping)).toMatchObject({ exploration: { stopped: { kind: 'violation', property: 'never-full' } } });
  expect(await searchedAt({ path, how: 'resume' }, stopping)).toEqual(explored(await said(stopping)));
  expect(await searchedAt({ path, how: 'resume' }, going)).toEqual(explored(await said(going)));
  expect(await refusalOf(path, stopping)).toEqual({ code: 'checkpoint-foreign', directory: named, difference: { part: 'keep-going' } });
});

test('a run that visits one state of each orbit and one that visits every state are two', async () => {
  const alike: Case = { build: () => twoPhaseCommit(2, { interchangeable: true }), properties: [], options: {} };
  const path = join(scratchDirectory(), 'checkpoint');
  expect(await searchedAt({ path, how: 'begin' }, alike)).toMatchObject({ exploration: { distinct: 34 } });
  const group = ['resource0, resource1'];
  expect(await refusalOf(path, { ...alike, options: { symmetry: false } })).toMatchObject({ difference: { part: 'symmetry', saved: group, present: [] } });
  expect(await refusalOf(path, { ...alike, build: () => twoPhaseCommit(2) })).toMatchObject({ difference: { part: 'symmetry', saved: group, present: [] } });
  expect(await searchedAt({ path, how: 'resume' }, alike)).toEqual(explored(await said(alike)));
});

describe('what this process cannot read', () => {
  const withManifest = (change: (manifest: Manifest) => Manifest): string => {
    const path = copiedWhole();
    const read = readManifest(readFileSync(join(path, 'manifest.quiesce')));
    if (read.kind !== 'whole') throw new Error(read.kind);
    writeFileSync(join(path, 'manifest.quiesce'), manifestBytes(change(read.manifest)));
    return path;
  };

  test('another byte order', async () => {
    expect(await refusalOf(withManifest((manifest) => ({ ...manifest, byteOrder: 'XE' })), tried)).toMatchObject({ code: 'checkpoint-foreign', difference: { part: 'byte-order', saved: 'XE' } });
  });

  test('another format', async () => {
    const path = copiedWhole();
    writeFileSync(join(path, 'manifest.quiesce'), 'quiesce-checkpoint/12\nwhatever it holds');
    expect(await refusalOf(path, tried)).toEqual({ code: 'checkpoint-format', directory: named, saved: 12, present: 2 });
  });
});

function copiedWhole(): string {
  const path = join(scratchDirectory(), 'copy');
  cpSync(whole, path, { recursive: true });
  return path;
}
