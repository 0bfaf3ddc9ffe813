/**
 * Contexts are compared by what they hold. A machine that also looks at which of its objects are one and the same sees them as
 * live actors do, unless two states that differ in nothing else are met.
 */
import { expect, test } from 'vitest';
import { assign, type AnyStateMachine } from 'xstate';
import { createMachine, drive } from './drive.ts';
import { agreeOnSteps } from './remembered-steps.ts';

type Context = Readonly<Record<string, unknown>>;

const holds = (claim: (context: Context) => boolean): object => ({ guard: ({ context }: { readonly context: Context }) => claim(context), actions: assign({ found: true }) });
const setting = (key: string, make: (context: Context) => unknown): object => ({ actions: assign({ [key]: ({ context }: { readonly context: Context }) => make(context) }) });
const machineOf = (context: object, on: object): AnyStateMachine => createMachine({ context, on });

test('an object that was picked from a list is in that list, though another like it was met before', () => {
  const machine = machineOf({ spare: { n: 2 }, list: [{ n: 1 }, { n: 2 }], current: null }, { PICK: setting('current', ({ list }) => (list as object[])[1]), GO: holds(({ list, current }) => (list as unknown[]).includes(current)) });
  expect(drive({ one: { machine } }, ['PICK', 'GO']).give('one', 'PICK').give('one', 'GO').context('one')).toMatchObject({ found: true });
});

test('two objects that are only alike are two', () => {
  const machine = machineOf({ one: { n: 1 }, two: null }, { COPY: setting('two', () => ({ n: 1 })), SHARE: setting('two', ({ one }) => one), GO: holds(({ one, two }) => one === two) });
  const driven = drive({ one: { machine } }, ['COPY', 'SHARE', 'GO']).give('one', 'COPY');
  expect(driven.enabled).toEqual(['one COPY', 'one SHARE']);
});

const up = (key: string): object => ({ guard: ({ context }: { readonly context: Context }) => Number(context[key]) < 3, actions: assign({ [key]: ({ context }: { readonly context: Context }) => Number(context[key]) + 1 }) });

/** The number of states, and of questions about GO, of a machine that counts `x` and `y` to 3. */
function questionsAbout(GO: object, context: object): readonly [number, number] {
  const counters = (on: object) => agreeOnSteps(machineOf({ x: 0, y: 0, ...context }, { X: up('x'), Y: up('y'), ...on }), undefined, [{ type: 'X' }, { type: 'Y' }, { type: 'GO' }], Infinity);
  const { states, callsForNew } = counters({ GO });
  // X and Y are each asked about four times, and their rules checked at the first use.
  return [states, (callsForNew - 2 * 4 * 4) / 2];
}

test.each<[string, object, object, readonly [number, number]]>([
  ['reads no object', setting('x', () => 0), { items: [{ n: 1 }], current: [{ n: 1 }] }, [16, 2]],
  ['reads one flat object', setting('x', ({ items }) => (items as number[]).length), { items: [1, 2], current: [{ n: 1 }] }, [16, 2]],
  ['reads two flat objects that differ', setting('x', ({ items, current }) => (items === current ? 1 : 0)), { items: [1], current: [] }, [16, 2]],
  ['reads a Map', setting('x', ({ items }) => (items as Map<string, number>).get('a')), { items: new Map([['a', 1]]) }, [16, 2]],
])('a step that %s is asked about once, and once more at the first use of its rule', (_, GO, context, expected) => {
  expect(questionsAbout(GO, context)).toEqual(expected);
});

test.each<[string, object, object]>([
  ['reads objects within objects', setting('x', ({ items, current }) => ((items as unknown[]).includes(current) ? 1 : 0)), { items: [{ n: 1 }], current: null }],
  ['reads two objects that are alike', setting('x', ({ items, current }) => (items === current ? 1 : 0)), { items: [], current: [] }],
  ['writes objects within objects', setting('items', () => [[1]]), { items: [[1]] }],
])('a step that %s is asked about in every state', (_, GO, context) => {
  expect(questionsAbout(GO, context)).toEqual([16, 16]);
});

test('an object that a rule brings along is not taken for one that is like it', () => {
  const on = { FILL: setting('two', () => [1]), CLEAR: setting('two', () => null), COPY: setting('one', () => [1]), GO: { ...holds(({ one, two }) => one === two), target: '.b' } };
  const machine = createMachine({ context: { x: 0, one: null, two: null }, initial: 'a', states: { a: {}, b: {} }, on: { X: up('x'), ...on } });
  agreeOnSteps(machine, undefined, ['X', 'FILL', 'CLEAR', 'COPY', 'GO'].map((type) => ({ type })), Infinity);
});

test('what of a context is no key and value is not lost', () => {
  const mark = Symbol('mark');
  const hasMark = ({ context }: { readonly context: Context }): boolean => Reflect.get(context, mark) === 1;
  const machine = machineOf({ x: 0, y: 0, [mark]: 1 }, { X: up('x'), Y: up('y'), GO: { guard: hasMark, actions: () => {} } });
  const { calls, callsForNew } = agreeOnSteps(machine, undefined, ['X', 'Y', 'GO'].map((type) => ({ type })), Infinity);
  expect(callsForNew).toBe(calls);
});
