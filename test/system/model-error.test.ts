/**
 * Each fault a model can have, produced by a small machine and asserted whole, with the steps that lead to it.
 *
 * Longer than 250 lines because the faults are one list, and a test of one reads by its neighbours.
 */
import { describe, expect, test } from 'vitest';
import { assign, createMachine as createStrictly, emit, raise, sendParent, sendTo, setup, spawnChild, stopChild, type AnyActorRef } from 'xstate';
import { defineSystem, type Actors } from '../../src/system/define-system.ts';
import type { ModelError, ModelFault } from '../../src/system/model-error.ts';
import { labelKey } from '../../src/system/step-label.ts';
import { semanticsOf } from '../../src/system/step.ts';
import { createMachine, modelErrorOf, systemOf, to } from './drive.ts';

/** The error of the last of these events, or of the start. Its steps are those of the last take; explore adds the rest. */
function errorOf(actors: Actors, ...events: readonly string[]): ModelError {
  return modelErrorOf(() => {
    const semantics = semanticsOf(systemOf(actors, ['GO', 'READY']));
    let { state } = semantics.start();
    for (const event of events) {
      const label = semantics.enabled(state).find((candidate) => candidate.event.type === event) ?? expect.fail(`${event} is not enabled`);
      state = semantics.take(state, label).after;
    }
  });
}

const place = { actor: 'one', machine: 'm', mode: 'a', event: 'GO' };
const atStart = { ...place, mode: '(start)', event: 'xstate.init' };
/** A machine that answers GO like this, in mode `a`. */
const answering = (GO: unknown, more: object = {}): Actors => ({ one: { machine: createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO } } }, ...more }) } });
const starting = (entry: unknown, more: object = {}): Actors => ({ one: { machine: createMachine({ id: 'm', initial: 'a', states: { a: { entry } }, ...more }) } });

function expectFault(error: ModelError, fault: ModelFault, steps: readonly string[]): void {
  expect(error.fault).toEqual(fault);
  expect(error.steps.map((label) => (label.kind === 'stimulus' ? `${label.to} ${label.event.type}` : labelKey(label)))).toEqual(steps);
}

interface Args {
  readonly context: Record<string, unknown>;
  readonly event: { readonly type: string };
  readonly self: AnyActorRef;
  readonly system: { readonly get: (name: string) => AnyActorRef };
}

describe('what a machine may not have', () => {
  test('an invoked actor is refused before anything runs', () => {
    const machine = createMachine({ id: 'm', initial: 'a', states: { a: { invoke: { src: 'fetching', id: 'x' } } } });
    expectFault(modelErrorOf(() => systemOf({ one: { machine } }, [])), { code: 'invoke-refused', actor: 'one', machine: 'm', mode: 'a', source: 'fetching' }, []);
  });

  const child = createStrictly({});
  test('spawning a child is refused, in assign, as an action, at the start and in the initial context', () => {
    const fault: ModelFault = { code: 'spawn-refused', place };
    expectFault(errorOf(answering({ actions: assign({ child: ({ spawn }) => spawn(child as never) }) }, { context: {} }), 'GO'), fault, ['one GO']);
    expectFault(errorOf(answering({ actions: spawnChild(child as never, { id: 'x' }) }), 'GO'), fault, ['one GO']);
    expectFault(errorOf(answering({ actions: stopChild('x') }), 'GO'), fault, ['one GO']);
    expectFault(errorOf(starting(spawnChild(child as never))), { code: 'spawn-refused', place: atStart }, []);
    expectFault(errorOf(starting([], { context: ({ spawn }: { readonly spawn: (logic: unknown) => unknown }) => ({ child: spawn(child) }) })), { code: 'spawn-refused', place: atStart }, []);
  });
});

describe('what is no function of state and event', () => {
  const luck = (): number => Math.random();
  const thisYear = new Date().getFullYear();
  let calls = 0;
  const counted = (): number => {
    calls += 1;
    return calls;
  };

  test.each<[string, unknown]>([
    ['Math.random in assign', { actions: assign({ n: luck }) }],
    ['Date.now in assign', { actions: assign({ n: () => Date.now() }) }],
    ['new Date in assign', { actions: assign({ n: () => new Date().getTime() }) }],
    ['Date called as a function', { actions: assign({ n: () => Date() }) }],
    ['a counter in a closure', { actions: assign({ n: counted }) }],
    ['Math.random in a guard, even one that is nearly always true', { guard: () => luck() < 0.999, actions: assign({ n: 1 }) }],
    ['the clock in a guard', { guard: () => new Date().getFullYear() === thisYear, actions: assign({ n: 1 }) }],
    ['Math.random in a sent event', { actions: sendTo(({ self }) => self, () => ({ type: 'X', n: luck() })) }],
    ['Math.random in a delay', { actions: raise({ type: 'X' }, { delay: luck }) }],
    ['Math.random in an emitted event', { actions: emit(() => ({ type: 'X', n: luck() })) }],
  ])('%s is refused', (_, transition) => {
    const error = errorOf(answering(transition, { context: { n: 0 } }), 'GO');
    expect(error.fault).toMatchObject({ code: 'impure-machine', place });
    expect(error.steps).toHaveLength(1);
  });

  test('both answers are told', () => {
    const error = errorOf(answering({ actions: assign({ n: luck }) }, { context: { n: 0 } }), 'GO');
    expect(error.fault).toEqual({ code: 'impure-machine', place, first: '|"a"|{"n":0}||||', second: '|"a"|{"n":0.9999999999999998}||||' });
  });

  test('the world is the old one again afterwards', () => {
    const { random } = Math;
    const RealDate = Date;
    errorOf(answering({ actions: assign({ n: luck }) }, { context: { n: 0 } }), 'GO');
    expect([Math.random === random, Date === RealDate]).toEqual([true, true]);
  });

  test.each<[string, unknown, string]>([
    ['an object', ({ context }: Args) => { context['n'] = 1; }, "Cannot assign to read only property 'n' of object '#<Object>'"],
    ['an array', ({ context }: Args) => { (context['list'] as number[]).push(1); }, 'Cannot add property 0, object is not extensible'],
    ['a Map', ({ context }: Args) => { (context['map'] as Map<string, number>).set('n', 1); }, 'a Map or Set in the context was changed in place'],
    ['a Map, again and again', ({ context }: Args) => { const map = context['map'] as Map<string, number>; map.set(`n${map.size}`, 1); }, 'a Map or Set in the context was changed in place'],
    ['a Set', ({ context }: Args) => { (context['set'] as Set<number>).add(1); }, 'a Map or Set in the context was changed in place'],
  ])('%s in the context changed in place by an action is refused', (_, action, problem) => {
    const context = { n: 0, list: [], map: new Map(), set: new Set() };
    expectFault(errorOf(answering({ actions: action }, { context }), 'GO'), { code: 'context-mutated', place, problem }, ['one GO']);
  });

  test('a Map that assign changes in place and hands back is refused', () => {
    const actions = assign({ map: ({ context }) => (context['map'] as Map<string, number>).set('n', 1) });
    expectFault(errorOf(answering({ actions }, { context: { map: new Map() } }), 'GO'), { code: 'context-mutated', place, problem: 'a Map or Set in the context was changed in place' }, ['one GO']);
  });

  test('a context changed in place by a guard is refused', () => {
    const error = errorOf(answering({ guard: ({ context }: Args) => { context['n'] = 1; return true; }, actions: () => {} }, { context: { n: 0 } }), 'GO');
    expect(error.fault).toMatchObject({ code: 'context-mutated', place, problem: expect.stringContaining("Cannot assign to read only property 'n'") });
  });

  test('a context changed in place before anything happened is refused', () => {
    expectFault(errorOf(starting(({ context }: Args) => { context['n'] = 1; }, { context: { n: 0 } })), { code: 'context-mutated', place: atStart, problem: 'the initial context was changed in place' }, []);
  });

  test('an event changed in place is refused', () => {
    const error = errorOf({ one: { machine: createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO: { actions: ({ event }: { readonly event: { n: number } }) => { event.n = 1; } } } } } }) } }, 'GO');
    expect(error.fault).toMatchObject({ code: 'context-mutated', place });
  });

  test.each<[string, unknown, string, string]>([
    ["another actor's snapshot", ({ system }: Args) => system.get('two').getSnapshot(), 'two', 'getSnapshot'],
    ['its own snapshot', ({ self }: Args) => self.getSnapshot(), 'one', 'getSnapshot'],
    ["another actor's events", ({ system }: Args) => system.get('two').subscribe(() => {}), 'two', 'subscribe'],
    ['a way around sendTo', ({ system }: Args) => system.get('two').send({ type: 'X' }), 'two', 'send'],
  ])('%s in a custom action is refused', (_, action, target, method) => {
    const two = createMachine({});
    expectFault(errorOf({ ...answering({ actions: action }), two: { machine: two } }, 'GO'), { code: 'reads-other-actor', place, target, method }, ['one GO']);
  });

  test("another actor's snapshot in assign is refused", () => {
    const actions = assign({ n: ({ system }) => (system.get('one') as AnyActorRef).getSnapshot() as unknown });
    expectFault(errorOf(answering({ actions }, { context: {} }), 'GO'), { code: 'reads-other-actor', place, target: 'one', method: 'getSnapshot' }, ['one GO']);
  });
});

describe('targets', () => {
  test.each<[string, unknown, string]>([
    ['a name that no actor has', sendTo(to('nobody'), { type: 'X' }), 'nobody'],
    ['a string, which means a child', sendTo('two', { type: 'X' }), 'two'],
    ['the parent', sendParent({ type: 'X' }), '#_parent'],
  ])('%s is refused', (_, action, target) => {
    const two = createMachine({});
    expectFault(errorOf({ ...answering({ actions: action }), two: { machine: two } }, 'GO'), { code: 'unknown-target', place, target, known: ['one', 'two'] }, ['one GO']);
  });

  test('an actor that has not started has no name for entry actions of the first step', () => {
    const two = createMachine({});
    expectFault(errorOf({ ...starting(sendTo(to('two'), { type: 'X' })), two: { machine: two } }), { code: 'unborn-target', place: atStart, target: 'two' }, []);
  });

  test('an actor that was final at once has no name for those that start after it', () => {
    const zero = createMachine({ initial: 'z', states: { z: { type: 'final' } } });
    expectFault(errorOf({ zero: { machine: zero }, ...starting(sendTo(to('zero'), { type: 'X' })) }), { code: 'stopped-target', place: atStart, target: 'zero' }, []);
  });

  test.each<[string, unknown]>([
    ['sending to', sendTo(to('two'), { type: 'X' })],
    ['setting a timer for', sendTo(to('two'), { type: 'X' }, { delay: 10 })],
  ])('%s an actor that has stopped is refused', (_, action) => {
    const two = createMachine({ initial: 'a', states: { a: { on: { READY: 'z' } }, z: { type: 'final' } } });
    expectFault(errorOf({ ...answering({ actions: action }), two: { machine: two } }, 'READY', 'GO'), { code: 'stopped-target', place, target: 'two' }, ['one GO']);
  });
});

describe('what cannot be written down', () => {
  class Disk {
    readonly size = 1;
  }
  const loop: Record<string, unknown> = {};
  loop['again'] = loop;

  test.each<[string, unknown, string, string]>([
    ['a function', function size() {}, 'context.deep[0].value', 'the function size'],
    ['a class instance', new Disk(), 'context.deep[0].value', 'an instance of Disk'],
    ['a Date', new Date(0), 'context.deep[0].value', 'an instance of Date'],
    ['a symbol', Symbol('x'), 'context.deep[0].value', 'a symbol'],
    ['a cycle', loop, 'context.deep[0].value.again', 'a cycle'],
    ['a function in a Map', new Map([['k', () => 1]]), 'context.deep[0].value.get("k")', 'the function (anonymous)'],
  ])('%s in the context is refused by path', (_, value, path, found) => {
    const actions = assign({ deep: () => [{ value }] });
    expectFault(errorOf(answering({ actions }, { context: {} }), 'GO'), { code: 'unserialisable', place, path, found }, ['one GO']);
  });

  test('an actor reference in the context is refused by path', () => {
    expectFault(errorOf(answering({ actions: assign({ peer: ({ self }) => self }) }, { context: {} }), 'GO'), { code: 'unserialisable', place, path: 'context.peer', found: 'an instance of ActorName' }, ['one GO']);
  });

  test('a function in a sent, a delayed and an emitted event is refused by path', () => {
    const event = { type: 'X', reply: { to: function answer() {} } };
    const fault: ModelFault = { code: 'unserialisable', place, path: 'event.reply.to', found: 'the function answer' };
    expectFault(errorOf(answering({ actions: sendTo(({ self }) => self, event) }), 'GO'), fault, ['one GO']);
    expectFault(errorOf(answering({ actions: raise(event, { delay: 1 }) }), 'GO'), fault, ['one GO']);
    expectFault(errorOf(answering({ actions: emit(event) }), 'GO'), fault, ['one GO']);
  });

  test('an output that is not plain is refused by path', () => {
    const machine = createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO: 'z' } }, z: { type: 'final' } }, output: () => ({ disk: new Disk() }) });
    expectFault(errorOf({ one: { machine } }, 'GO'), { code: 'unserialisable', place, path: 'output.disk', found: 'an instance of Disk' }, ['one GO']);
  });

  test('a context that is not plain from the start is refused with no step', () => {
    expectFault(errorOf(starting([], { context: { disk: new Disk() } })), { code: 'unserialisable', place: atStart, path: 'context.disk', found: 'an instance of Disk' }, []);
  });
});

describe('what throws', () => {
  const throwing = (): never => {
    throw new RangeError('no such disk');
  };

  test('in a guard', () => {
    const error = errorOf(answering({ guard: throwing, actions: () => {} }), 'GO');
    expectFault(error, { code: 'threw', place, message: "Unable to evaluate guard in transition for event 'GO' in state node 'm.a':\nno such disk" }, ['one GO']);
  });

  test.each<[string, unknown]>([
    ['an action', throwing],
    ['assign', assign({ n: throwing })],
    ['the making of a sent event', sendTo(({ self }) => self, throwing)],
  ])('in %s', (_, actions) => {
    expectFault(errorOf(answering({ actions }, { context: {} }), 'GO'), { code: 'threw', place, message: 'no such disk' }, ['one GO']);
  });

  test.each<[string, unknown]>([
    ['an action', throwing],
    ['assign', assign({ n: throwing })],
  ])('in %s of the first step', (_, entry) => {
    expectFault(errorOf(starting(entry, { context: {} })), { code: 'threw', place: atStart, message: 'no such disk' }, []);
  });

  test('a guard or action that is named and not there', () => {
    expectFault(errorOf(answering({ guard: 'isThere', actions: () => {} }), 'GO'), { code: 'threw', place, message: "Unable to evaluate guard 'isThere' in transition for event 'GO' in state node 'm.a':\nGuard 'isThere' is not implemented.'." }, ['one GO']);
  });
});

describe('what does not end', () => {
  test('a cycle of always transitions', () => {
    const machine = createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO: 'b' } }, b: { always: 'c' }, c: { always: 'b' } } });
    expectFault(errorOf({ one: { machine } }, 'GO'), { code: 'unbounded-step', place, count: 10_000, unit: 'microsteps' }, ['one GO']);
  });

  test('a cycle of raised events', () => {
    const machine = createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO: { actions: raise({ type: 'R' }) }, R: { actions: raise({ type: 'R' }) } } } } });
    expectFault(errorOf({ one: { machine } }, 'GO'), { code: 'unbounded-step', place, count: 10_000, unit: 'microsteps' }, ['one GO']);
  });

  test('two actors that answer each other for ever', () => {
    const two = createMachine({ id: 'n', on: { PING: { actions: sendTo(to('one'), { type: 'PONG' }) } } });
    const one = createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO: { actions: sendTo(to('two'), { type: 'PING' }) }, PONG: { actions: sendTo(to('two'), { type: 'PING' }) } } } } });
    const { fault, steps } = errorOf({ one: { machine: one }, two: { machine: two } }, 'GO');
    expect(fault).toEqual({ code: 'unbounded-step', place: { ...place, event: 'PONG' }, count: 10_000, unit: 'deliveries' });
    expect(steps).toHaveLength(1);
  });

  test('an actor that writes to itself for ever', () => {
    expectFault(errorOf(answering({ actions: sendTo(({ self }) => self, { type: 'GO' }) }), 'GO'), { code: 'unbounded-step', place, count: 10_000, unit: 'deliveries' }, ['one GO']);
  });
});

describe('a definition that is no system', () => {
  const machine = setup({ types: { events: {} as { readonly type: 'GO' } } }).createMachine({ on: { GO: { actions: () => {} } } });
  const problemOf = (act: () => unknown): readonly string[] => {
    const { fault } = modelErrorOf(act);
    return fault.code === 'invalid-system' ? [fault.system, fault.problem, fault.remedy] : expect.fail(fault.code);
  };

  test('it has no actors', () => {
    expect(problemOf(() => defineSystem({ id: 's', actors: {}, stimuli: [] }))).toEqual(['s', 'it has no actors', 'Name at least one actor and its machine.']);
  });

  test('an actor is no machine', () => {
    expect(problemOf(() => defineSystem({ id: 's', actors: { one: { machine: {} as typeof machine } }, stimuli: [] }))).toEqual(['s', 'actor one has no XState v5 machine', 'Pass the result of setup(...).createMachine(...) or createMachine(...).']);
  });

  test('a stimulus names no actor, no budget, or carries what is not plain', () => {
    expect(problemOf(() => systemWith({ to: 'two' as 'one', event: { type: 'GO' } }))).toEqual(['s', 'stimulus 0 (two GO) is for an actor that does not exist', 'The actors are one.']);
    expect(problemOf(() => systemWith({ to: 'one', event: { type: 'GO' }, budget: 'faults' }))).toEqual(['s', 'stimulus 0 (one GO) draws on budget faults, which is not declared', 'Add it to budgets, e.g. { faults: 1 }.']);
    expect(problemOf(() => systemWith({ to: 'one', event: { type: 'GO', at: new Date(0) } as { readonly type: 'GO' } }))).toEqual(['s', 'stimulus 0 (one GO) is not plain data: event.at is an instance of Date', 'Use objects, arrays, Maps, Sets and primitives only.']);
  });

  test('a budget is no whole number', () => {
    expect(problemOf(() => defineSystem({ id: 's', actors: { one: { machine } }, stimuli: [], budgets: { faults: -1 } }))).toEqual(['s', 'budget faults is -1', 'A budget is a whole number of at least 0.']);
  });

  function systemWith(stimulus: { readonly to: 'one'; readonly event: { readonly type: 'GO' }; readonly budget?: string }): unknown {
    return defineSystem({ id: 's', actors: { one: { machine } }, stimuli: [stimulus] });
  }
});
