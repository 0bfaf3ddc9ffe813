/** The order of messages within a step: what XState's actors do, by hand and live. */
import { expect, test } from 'vitest';
import { assign, emit, forwardTo, sendTo, type AnyStateMachine } from 'xstate';
import { createMachine, drive, to } from './drive.ts';

const append = (what: string) => assign(({ context }) => ({ log: [...(context['log'] as readonly string[]), what] }));

/** Logs every event it hears. */
const listener = createMachine({ id: 'listener', context: { log: [] }, on: { '*': { actions: assign(({ context, event }) => ({ log: [...(context['log'] as readonly string[]), event.type] })) } } });

test('a message to a busy actor waits in its mailbox until the actor has sent all it had to send', () => {
  const one = createMachine({ id: 'one', context: { log: [] }, on: { GO: { actions: [sendTo(to('two'), { type: 'ASK' }), sendTo(to('three'), { type: 'TELL' })] }, ANSWER: { actions: [append('ANSWER'), sendTo(to('three'), { type: 'THANKS' })] } } });
  const two = createMachine({ id: 'two', on: { ASK: { actions: sendTo(to('one'), { type: 'ANSWER' }) } } });
  const driven = drive({ one: { machine: one }, two: { machine: two }, three: { machine: listener } }, ['GO']).give('one', 'GO');
  expect(driven.heard).toEqual(['environment → one GO', 'one → two ASK', 'one → three TELL', 'two → one ANSWER', 'one → three THANKS']);
  expect(driven.context('three')).toEqual({ log: ['TELL', 'THANKS'] });
});

test('sends go out after the macrostep, so that the receiver is asked only when the sender has changed', () => {
  const one = createMachine({ id: 'one', context: { n: 0 }, on: { GO: { actions: [sendTo(to('two'), ({ context }) => ({ type: 'N', n: context['n'] })), assign({ n: 7 }), sendTo(to('two'), ({ context }) => ({ type: 'N', n: context['n'] }))] } } });
  const two = createMachine({ id: 'two', context: { heard: [] }, on: { N: { actions: assign(({ context, event }) => ({ heard: [...(context['heard'] as readonly unknown[]), event['n']] })) } } });
  const driven = drive({ one: { machine: one }, two: { machine: two } }, ['GO']).give('one', 'GO');
  expect(driven.context('two')).toEqual({ heard: [0, 7] });
});

test('each message runs to completion before the next one goes out: depth first', () => {
  const relay = (next: string): AnyStateMachine => createMachine({ on: { X: { actions: sendTo(to(next), { type: 'X2' }) } } });
  const one = createMachine({ on: { GO: { actions: [sendTo(to('two'), { type: 'X' }), sendTo(to('three'), { type: 'X' })] } } });
  const driven = drive({ one: { machine: one }, two: { machine: relay('log') }, three: { machine: relay('log') }, log: { machine: listener } }, ['GO']).give('one', 'GO');
  expect(driven.heard).toEqual(['environment → one GO', 'one → two X', 'two → log X2', 'one → three X', 'three → log X2']);
});

test('mail for a busy actor is handled in the order of its arrival, from whomever it came', () => {
  const hub = createMachine({ id: 'hub', context: { log: [] }, on: { GO: { actions: [sendTo(to('left'), { type: 'ASK' }), sendTo(({ self }) => self, { type: 'OWN' }), sendTo(to('right'), { type: 'ASK' })] }, '*': { actions: assign(({ context, event }) => ({ log: [...(context['log'] as readonly string[]), event.type] })) } } });
  const side = (answer: string): AnyStateMachine => createMachine({ on: { ASK: { actions: sendTo(to('hub'), { type: answer }) } } });
  const driven = drive({ hub: { machine: hub }, left: { machine: side('L') }, right: { machine: side('R') } }, ['GO']).give('hub', 'GO');
  expect(driven.context('hub')).toEqual({ log: ['L', 'OWN', 'R'] });
});

test('a message to itself is handled after the macrostep that sent it, and in the same step', () => {
  const machine = createMachine({ initial: 'a', states: { a: { on: { GO: { target: 'b', actions: sendTo(({ self }) => self, { type: 'NEXT' }) } } }, b: { on: { NEXT: 'c' } }, c: {} } });
  const driven = drive({ one: { machine } }, ['GO']).give('one', 'GO');
  expect(driven.mode('one')).toBe('c');
  expect(driven.heard).toEqual(['environment → one GO', 'one → one NEXT']);
});

test('forwardTo passes the very event on', () => {
  const one = createMachine({ on: { ORDER: { actions: forwardTo(to('two')) } } });
  const two = createMachine({ context: { got: null }, on: { ORDER: { actions: assign({ got: ({ event }) => event }) } } });
  const driven = drive({ one: { machine: one }, two: { machine: two } }, [{ type: 'ORDER', n: 3 } as { type: string }]).give('one', 'ORDER');
  expect(driven.context('two')).toEqual({ got: { type: 'ORDER', n: 3 } });
});

test('what an actor emits is recorded with the message that made it emit, in order', () => {
  const machine = createMachine({ context: { n: 1 }, on: { GO: { actions: [emit({ type: 'FIRST' }), assign({ n: 2 }), emit(({ context }) => ({ type: 'SECOND', n: context['n'] }))] } } });
  const driven = drive({ one: { machine } }, ['GO']).give('one', 'GO');
  expect(driven.emitted).toEqual([{ type: 'FIRST' }, { type: 'SECOND', n: 2 }]);
});

test('an actor that reaches its final mode sends what it had to send, then stops and drops its mail', () => {
  const one = createMachine({ initial: 'a', states: { a: { on: { END: 'z' } }, z: { type: 'final', entry: sendTo(to('two'), { type: 'BYE' }) } }, output: { left: 'well' } });
  const two = createMachine({ on: { BYE: { actions: sendTo(to('one'), { type: 'WAIT' }) } } });
  const driven = drive({ one: { machine: one }, two: { machine: two } }, ['END']).give('one', 'END');
  expect(driven.heard).toEqual(['environment → one END', 'one → two BYE', 'two → one WAIT (stopped)']);
  expect(driven.snapshot('one')).toMatchObject({ status: 'done', output: { left: 'well' } });
  expect(driven.enabled).toEqual([]);
});

test('an unanswered error event ends its receiver in status error, and only it', () => {
  const one = createMachine({ id: 'one', on: { GO: { actions: [sendTo(to('two'), { type: 'xstate.error', data: 'boom' })] } } });
  const two = createMachine({ id: 'two', on: { HI: { actions: () => {} } } });
  const driven = drive({ one: { machine: one }, two: { machine: two } }, ['GO', 'HI']);
  expect(driven.enabled).toEqual(['one GO', 'two HI']);
  driven.give('one', 'GO');
  expect(driven.heard).toEqual(['environment → one GO', 'one → two xstate.error.actor.one (swallowed)']);
  expect(driven.snapshot('two')).toMatchObject({ status: 'error', error: 'boom' });
});

test('actors start in the order they are declared, and entry actions may send to earlier ones', () => {
  const later = (name: string): AnyStateMachine => createMachine({ entry: sendTo(to('log'), { type: `FROM_${name}` }) });
  const driven = drive({ log: { machine: listener }, b: { machine: later('B') }, c: { machine: later('C') } }, []);
  expect(driven.context('log')).toEqual({ log: ['FROM_B', 'FROM_C'] });
  expect(driven.heard).toEqual(['environment → log xstate.init', 'environment → b xstate.init', 'b → log FROM_B', 'environment → c xstate.init', 'c → log FROM_C']);
});

test('mail for an actor that has not started waits for its start', () => {
  const log = createMachine({ context: { log: [] }, on: { HELLO: { actions: [append('HELLO'), sendTo(to('c'), { type: 'EARLY' })] } } });
  const b = createMachine({ entry: sendTo(to('log'), { type: 'HELLO' }) });
  const c = createMachine({ initial: 'x', context: { log: [] }, states: { x: { entry: append('entry'), on: { EARLY: { actions: append('EARLY') } } } } });
  const driven = drive({ log: { machine: log }, b: { machine: b }, c: { machine: c } }, []);
  expect(driven.context('c')).toEqual({ log: ['entry', 'EARLY'] });
});

test('an actor that is final at once starts after those that are not, as under XState', () => {
  const b = createMachine({ initial: 'z', states: { z: { type: 'final', entry: sendTo(to('log'), { type: 'FROM_B' }) } } });
  const c = createMachine({ entry: sendTo(to('log'), { type: 'FROM_C' }) });
  const driven = drive({ log: { machine: listener }, b: { machine: b }, c: { machine: c } }, []);
  expect(driven.context('log')).toEqual({ log: ['FROM_C', 'FROM_B'] });
  expect(driven.snapshot('b').status).toBe('done');
});

test('an actor that is final at once can still be answered while it says its last words', () => {
  const log = createMachine({ on: { LAST: { actions: sendTo(to('b'), { type: 'WAIT' }) } } });
  const b = createMachine({ initial: 'z', states: { z: { type: 'final', entry: sendTo(to('log'), { type: 'LAST' }) } } });
  const driven = drive({ log: { machine: log }, b: { machine: b } }, []);
  expect(driven.heard).toEqual(['environment → log xstate.init', 'environment → b xstate.init', 'b → log LAST', 'log → b WAIT (stopped)']);
});
