/**
 * Steps that are remembered by what they depended on are the steps that XState answers, and it is asked for few of them.
 */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { and, assign, enqueueActions, not, or, raise, stateIn, type AnyStateMachine, type EventObject } from 'xstate';
import { localMachine } from '../../src/system/local-step.ts';
import { eventKeyOf } from '../../src/system/run-to-completion.ts';
import { grid, regions } from '../bench/single-machines.ts';
import { createMachine, modelErrorOf } from './drive.ts';
import { agreeOnRandomMachines } from './random-steps.ts';
import { agreeOnSteps } from './remembered-steps.ts';

const given = (...types: readonly string[]): readonly EventObject[] => types.map((type) => ({ type }));

interface Args {
  readonly context: Readonly<Record<string, number>>;
}

/** Two counters to `max`, with whatever is added to the machine. */
function counters(max: number, on: object, more: object = {}): AnyStateMachine {
  const up = (key: string) => ({ guard: ({ context }: Args) => (context[key] ?? 0) < max, actions: assign({ [key]: ({ context }: Args) => (context[key] ?? 0) + 1 }) });
  return createMachine({ id: 'm', context: { x: 0, y: 0 }, on: { X: up('x'), Y: up('y'), ...on }, ...more });
}

type Changes = Readonly<Record<string, { readonly on?: object; readonly [key: string]: unknown }>>;

/** Regions `r0`, `r1`, ... of modes `a`, `b`, `c` that go round on an event of their own, `T0`, `T1`, ...; with changes to some. */
function rings(count: number, changes: Changes): object {
  const ring = (region: string, turn: string): object => {
    const mode = (name: string, next: string): object => ({ ...changes[`${region}.${name}`], on: { [turn]: next, ...changes[`${region}.${name}`]?.on } });
    return { id: region, initial: 'a', states: { a: mode('a', 'b'), b: mode('b', 'c'), c: mode('c', 'a') }, ...changes[region] };
  };
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`r${i}`, ring(`r${i}`, `T${i}`)]));
}

const dials = (changes: Changes, root: object = {}): AnyStateMachine => createMachine({ id: 'm', type: 'parallel', states: rings(3, changes), ...root });
const turns = ['T0', 'T1', 'T2'];

test('what is remembered of random machines is what XState answers', () => {
  const { calls, callsForNew } = agreeOnRandomMachines(60);
  expect(callsForNew).toBeLessThan(0.9 * calls);
});

describe('XState is asked once for all states that agree in what a step depends on', () => {
  test('a robot on a grid is asked about each row and each column', () => {
    const { machine, input } = grid(20).actors['robot'] ?? expect.fail();
    const { states, steps, callsForNew } = agreeOnSteps(machine, input, given('EAST', 'WEST', 'NORTH', 'SOUTH'), Infinity);
    expect([states, steps]).toEqual([400, 1600]);
    // Four events in twenty rows or columns; two calls for a question, two for the first use of a rule, two for its sixteenth.
    expect(callsForNew).toBe(4 * 20 * 6);
  });

  test('dials in regions of their own are asked about each mode', () => {
    const { machine } = regions(3, 4).actors['dials'] ?? expect.fail();
    const { states, callsForNew } = agreeOnSteps(machine, undefined, given('TURN0', 'TURN1', 'TURN2'), Infinity);
    expect([states, callsForNew]).toEqual([64, 3 * 4 * 4]);
  });

  test('a step that reads nothing is asked about once', () => {
    const { states, callsForNew } = agreeOnSteps(counters(9, { CLEAR: { actions: assign({ x: 0, y: 0 }) } }), undefined, given('X', 'Y', 'CLEAR'), Infinity);
    expect([states, callsForNew]).toEqual([100, 2 * 10 * 4 + 6]);
  });

  test('a step that reads all there is is asked about for every state', () => {
    const spread = { actions: assign(({ context }) => ({ ...context })) };
    const { states, callsForNew } = agreeOnSteps(counters(9, { ALL: spread }), undefined, given('ALL', 'X', 'Y'), Infinity);
    expect([states, callsForNew]).toEqual([100, 2 * 100 + 2 * 10 * 4]);
  });
});

describe('a step is told from another by', () => {
  const agree = (machine: AnyStateMachine, ...types: readonly string[]) => agreeOnSteps(machine, undefined, given(...types), Infinity);
  const readsY = ({ context }: { readonly context: Readonly<Record<string, number>> }): boolean => context['y'] === 1;
  const say = (type: string) => assign({ said: type });

  test.each<[string, object]>([
    ['a guard', { guard: readsY, actions: say('yes') }],
    ['guards in and, or and not', { guard: and([or([readsY, readsY]), not(not(readsY))]), actions: say('yes') }],
    ['a guard by name, with params', { guard: { type: 'readsIt', params: ({ context }: { readonly context: Readonly<Record<string, number>> }) => ({ value: context['y'] }) }, actions: say('yes') }],
    ['an action by name, with params', { actions: { type: 'sayIt', params: ({ context }: { readonly context: Readonly<Record<string, number>> }) => ({ value: context['y'] }) } }],
    ['an assign of two keys', { actions: assign({ said: ({ context }) => context['y'] as number, x: 0 }) }],
    ['what an assign before it wrote', { actions: [assign({ y: ({ context }) => Number(context['y']) % 2 }), assign({ said: ({ context }) => context['y'] as number })] }],
    ['a raised event', { actions: raise(({ context }) => ({ type: context['y'] === 1 ? 'X' : 'Y' })) }],
    ['the delay of a raised event', { actions: raise({ type: 'X' }, { delay: ({ context }) => Number(context['y']) }) }],
    ['what it enqueues', { actions: enqueueActions(({ enqueue, check }) => { if (check(readsY)) enqueue.assign({ said: 'yes' }); else enqueue(say('no')); }) }],
    ['which keys there are', { actions: assign(({ context }) => (context['y'] === 2 ? { more: 1 } : {})) }],
  ])('%s', (_, answer) => {
    const machine = counters(3, { GO: answer }).provide({ guards: { readsIt: (_: unknown, { value }: { readonly value: unknown }) => value === 1 } as never, actions: { sayIt: assign({ said: (_: unknown, { value }: { readonly value: unknown }) => value }) as never } });
    const { calls, callsForNew } = agree(machine, 'GO', 'X', 'Y');
    expect(callsForNew).toBeLessThan(0.7 * calls);
  });

  const sayY = { actions: assign({ said: ({ context }) => context['y'] as number }) };
  const modes = (there: object, here: object = {}): object => ({ initial: 'here', states: { here: { on: { GO: 'there' }, ...here }, there: { on: { BACK: 'here' }, ...there } } });

  test.each<[string, object, string]>([
    ['an entry action', modes({ entry: sayY.actions }), 'BACK'],
    ['an exit action', modes({}, { exit: sayY.actions }), 'BACK'],
    ['an action of an initial transition', modes({ initial: { target: 'a', ...sayY }, states: { a: {} } }), 'BACK'],
    ['a transition of a mode that is done', modes({ initial: 'z', states: { z: { type: 'final' } }, onDone: sayY }), 'BACK'],
    ['an always', modes({ always: { guard: readsY, target: 'here' } }), 'BACK'],
    ['an after', modes({ after: { 10: sayY } }), 'xstate.after.10.m.there'],
    ['the output of the machine', { ...modes({ type: 'final' }), output: ({ context }: Args) => context['y'] }, 'BACK'],
  ])('%s', (_, more, event) => {
    const { calls, callsForNew } = agree(counters(3, {}, more), 'GO', 'X', 'Y', event);
    expect(callsForNew).toBeLessThan(0.7 * calls);
  });

  test('a delay by name', () => {
    const machine = counters(3, { GO: { actions: raise({ type: 'X' }, { delay: 'long' as never }) } }).provide({ delays: { long: ({ context }: Args) => context['y'] ?? 0 } as never });
    const { calls, callsForNew } = agree(machine, 'GO', 'X', 'Y');
    expect(callsForNew).toBeLessThan(0.7 * calls);
  });

  const remembering = { initial: 'in', states: { in: { initial: 'a', on: { OUT: 'out' }, states: { a: { on: { T0: 'b' } }, b: { on: { T0: 'a' } }, h: { type: 'history' } } }, out: { on: { IN: 'in.h' } } } };
  const ending = (turn: string): object => ({ initial: 'a', states: { a: { on: { [turn]: 'b' } }, b: { on: { [turn]: 'z' } }, z: { type: 'final' } } });
  const ringsThatEnd = { type: 'parallel', onDone: 'off', states: { r0: ending('T0'), r1: ending('T1'), r2: ending('T2') } };

  test.each<[string, AnyStateMachine, readonly string[]]>([
    ['a mode of another region that a guard asks for', dials({ 'r0.a': { on: { GO: { guard: stateIn('#m.r1.b'), target: 'c' } } } }), ['GO']],
    ['another region that answers as well', dials({ 'r0.a': { on: { GO: 'c' } }, 'r1.b': { on: { GO: 'a' } } }), ['GO']],
    ['another region that answers all', dials({ 'r0.a': { on: { GO: 'c' } }, 'r1.b': { on: { '*': 'a' } } }), ['GO']],
    ['another region that hears what was raised', dials({ 'r0.b': { entry: raise({ type: 'R' }) }, 'r1.a': { on: { R: 'c' } } }), []],
    ['the mode around the regions, which answers when none does', dials({ 'r0.a': { on: { GO: 'c' } } }, { on: { GO: '.r1.c' } }), ['GO']],
    ['an always in another region', dials({ 'r1.b': { always: { guard: ({ context }: Args) => context['x'] === 1, target: 'c' } } }, { context: { x: 0 }, on: { GO: { actions: assign({ x: ({ context }) => 1 - Number(context['x']) }) } } }), ['GO']],
    ['a transition that leads from one region into another', dials({ 'r0.a': { on: { GO: '#r1' } } }), ['GO']],
    ['a region that is entered anew', dials({ r0: { on: { GO: { target: '#r0', reenter: true } } } }), ['GO']],
    ['a region that is entered anew in another mode', dials({ r0: { on: { GO: { target: '.b', reenter: true } } } }), ['GO']],
    ['a history node that leads elsewhere', dials({ r0: { initial: 'a', states: { a: { on: { T0: 'b', GO: 'h' } }, b: { on: { T0: 'a' } }, h: { type: 'history', target: '#m.r1.c' } } } }), ['GO']],
    ['what a history node remembers', dials({ r0: remembering }), ['IN', 'OUT']],
    ['whether the other regions are done', createMachine({ id: 'm', initial: 'on', states: { on: ringsThatEnd, off: { on: { GO: 'on' } } } }), ['GO']],
  ])('%s', (_, machine, more) => {
    const { states, steps, callsForNew, calls } = agree(machine, ...turns, ...more);
    expect(states).toBeGreaterThan(3);
    expect(steps).toBe(states * (3 + more.length));
    expect(callsForNew).toBeLessThanOrEqual(1.5 * calls);
  });
});

describe('a key is read', () => {
  const isOne = (read: (context: object) => unknown): object => ({ guard: ({ context }: Args) => read(context) === 1, actions: assign({ x: 0 }) });

  test.each<[string, (context: object) => unknown]>([
    ['by its descriptor', (context) => Object.getOwnPropertyDescriptor(context, 'y')?.value as unknown],
    ['with Reflect', (context) => Reflect.get(context, 'y')],
    ['among the entries', (context) => Object.entries(context).find(([key]) => key === 'y')?.[1] as unknown],
    ['in a copy', (context) => ({ ...context, z: 0 } as { readonly y?: number }).y],
    ['in JSON', (context) => (JSON.parse(JSON.stringify(context)) as { readonly y?: number }).y],
    ['in a clone', (context) => structuredClone(context as { readonly y?: number }).y],
    ['by inspection', (context) => (inspect(context).includes('y: 1') ? 1 : 0)],
    ['in a loop', (context) => { for (const key in context) if (key === 'y') return Reflect.get(context, key) as unknown; return undefined; }],
    ['by inheritance', (context) => (Object.create(context) as { readonly y?: number }).y],
  ])('%s', (_, read) => {
    const { states } = agreeOnSteps(counters(3, { GO: isOne(read) }), undefined, given('GO', 'X', 'Y'), Infinity);
    expect(states).toBe(16);
  });
});

test('a machine that keeps what it saw in another state is refused when a rule is used first', () => {
  let seen = 0;
  const look = ({ context }: Args): void => {
    seen = context['x'] ?? 0;
  };
  const machine = counters(3, { LOOK: { actions: look }, GO: { actions: assign({ x: () => seen }) } });
  const { start, step, visited } = localMachine('one', machine, undefined, ['one'], { learnAfter: 1 });
  start();
  const events = given('LOOK', 'X', 'Y', 'GO');
  const error = modelErrorOf(() => {
    for (let i = 0; i < visited.length; i += 1) for (const event of events) step(visited[i] ?? expect.fail(), event, eventKeyOf(event));
  });
  expect(error.fault).toEqual({ code: 'impure-machine', place: { actor: 'one', machine: 'm', mode: '{}', event: 'GO' }, first: '|{}|{"x":0,"y":0}|||| taken (root) GO #0', second: '|{}|{"x":1,"y":0}|||| taken (root) GO #0' });
});
