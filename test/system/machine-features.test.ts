/** What one machine may do in a macrostep, and what counts as its state. */
import { describe, expect, test } from 'vitest';
import { assign, emit, enqueueActions, raise, setup, type AnyStateMachine, type EventObject } from 'xstate';
import { regionOrderMatters } from '../../src/system/transition-index.ts';
import { createMachine, drive } from './drive.ts';

interface Args {
  readonly context: Readonly<Record<string, unknown>>;
  readonly event: EventObject;
}

const log = (what: string) => assign(({ context }) => ({ log: [...(context['log'] as readonly string[]), what] }));
const logOf = (driven: ReturnType<typeof drive>): unknown => (driven.context('one') as { readonly log: unknown }).log;

describe('a macrostep', () => {
  test('raised events are handled before anything else, in order', () => {
    const machine = createMachine({ context: { log: [] }, on: { GO: { actions: [raise({ type: 'R' }), log('GO'), raise({ type: 'Q' })] }, R: { actions: [log('R'), raise({ type: 'P' })] }, Q: { actions: log('Q') }, P: { actions: log('P') } } });
    const driven = drive({ one: { machine } }, ['GO']).give('one', 'GO');
    expect([logOf(driven), driven.heard]).toEqual([['GO', 'R', 'Q', 'P'], ['environment → one GO']]);
  });

  test('always transitions are taken as soon as their guard is true, before raised events', () => {
    const machine = createMachine({
      context: { n: 0, log: [] },
      initial: 'a',
      states: { a: { on: { UP: { actions: [assign(({ context }) => ({ n: Number(context['n']) + 1 })), raise({ type: 'R' })] } }, always: { guard: ({ context }: Args) => context['n'] === 2, target: 'b', actions: log('always') } }, b: { on: { R: { actions: log('R') } } } },
    });
    const driven = drive({ one: { machine } }, ['UP']).give('one', 'UP').give('one', 'UP');
    expect([driven.mode('one'), logOf(driven)]).toEqual(['b', ['always', 'R']]);
  });

  test('an event that no transition takes, but after which an always guard over events is true, counts as taken', () => {
    const machine = createMachine({ initial: 'a', states: { a: { always: { guard: ({ event }: Args) => event.type === 'POKE', target: 'b' } }, b: {} } });
    const driven = drive({ one: { machine } }, ['POKE']);
    expect(driven.enabled).toEqual(['one POKE']);
    expect(driven.give('one', 'POKE').mode('one')).toBe('b');
  });

  test('enqueueActions does what it collects, in order, by guards over the context it sees', () => {
    const machine = createMachine({
      context: { n: 1, log: [] },
      on: {
        GO: {
          actions: enqueueActions(({ context, enqueue, check }) => {
            enqueue.assign({ n: 5 });
            if (check(({ context: now }) => now['n'] === 1)) enqueue(log(`saw ${String(context['n'])}`));
            enqueue.raise({ type: 'R' });
            enqueue.emit({ type: 'SAID' });
            enqueue.sendTo(({ self }) => self, { type: 'M' });
            enqueue.raise({ type: 'LATER' }, { id: 'x', delay: 5 });
          }),
        },
        R: { actions: log('R') },
        M: { actions: enqueueActions(({ enqueue }) => enqueue.cancel('x')) },
      },
    });
    const driven = drive({ one: { machine } }, ['GO']).give('one', 'GO');
    expect([driven.context('one'), driven.emitted, driven.timers]).toEqual([{ n: 5, log: ['saw 1', 'R'] }, [{ type: 'SAID' }], []]);
  });

  test('guards and actions with params are given them', () => {
    const machine = setup({
      types: { context: {} as { readonly n: number }, events: {} as { readonly type: 'ADD'; readonly by: number } },
      guards: { below: ({ context }, { limit }: { readonly limit: number }) => context.n < limit },
      actions: { add: assign(({ context }, { by }: { readonly by: number }) => ({ n: context.n + by })) },
    }).createMachine({ context: { n: 0 }, on: { ADD: { guard: { type: 'below', params: { limit: 4 } }, actions: { type: 'add', params: ({ event }) => ({ by: event.by }) } } } });
    const driven = drive({ one: { machine } }, [{ type: 'ADD', by: 3 } as { type: string }]).give('one', 'ADD').give('one', 'ADD');
    expect([driven.context('one'), driven.enabled]).toEqual([{ n: 6 }, []]);
  });

  test('a final child raises onDone with its output', () => {
    const machine = createMachine({
      initial: 'work',
      context: { result: null },
      states: { work: { initial: 'going', states: { going: { on: { END: 'over' } }, over: { type: 'final', output: { n: 3 } } }, onDone: { target: 'rest', actions: assign({ result: ({ event }) => event['output'] }) } }, rest: {} },
    });
    const driven = drive({ one: { machine } }, ['END']).give('one', 'END');
    expect([driven.mode('one'), driven.context('one')]).toEqual(['rest', { result: { n: 3 } }]);
  });

  test('a wildcard takes what nothing else does, a partial one its family only', () => {
    const machine = createMachine({ context: { log: [] }, on: { A: { actions: log('A') }, 'net.*': { actions: log('net') }, '*': { actions: log('any') } } });
    const driven = drive({ one: { machine } }, ['A', 'net.up', 'B']).give('one', 'A').give('one', 'net.up').give('one', 'B');
    expect(logOf(driven)).toEqual(['A', 'net', 'any']);
  });
});

describe('enabled', () => {
  const machine = createMachine({ initial: 'a', on: { EVENT: { actions: emit({ type: 'SAID' }) } }, states: { a: { on: { NEXT: 'b', IGNORED: {} } }, b: { on: { EVENT: {} } } } });

  test("a stimulus that meets XState's explicit nothing is not enabled, even if an outer mode would take it", () => {
    const driven = drive({ one: { machine } }, ['EVENT', 'NEXT', 'IGNORED', 'UNKNOWN']);
    expect(driven.enabled).toEqual(['one EVENT', 'one NEXT']);
    expect(driven.give('one', 'NEXT').enabled).toEqual([]);
  });
});

describe('history', () => {
  const machineWith = (history: 'shallow' | 'deep'): AnyStateMachine =>
    createMachine({
      initial: 'on',
      states: {
        on: { initial: 'a', states: { a: { on: { NEXT: 'b' } }, b: { initial: 'x', states: { x: { on: { NEXT: 'y' } }, y: {} } }, h: { type: 'history', history } }, on: { OFF: 'off' } },
        off: { on: { ON: 'on.h', RESET: 'on' } },
      },
    });
  const events = ['NEXT', 'OFF', 'ON', 'RESET'];

  test('shallow history remembers the child, deep history all the way down', () => {
    const after = (history: 'shallow' | 'deep'): string => drive({ one: { machine: machineWith(history) } }, events).give('one', 'NEXT').give('one', 'NEXT').give('one', 'OFF').give('one', 'ON').mode('one');
    expect([after('shallow'), after('deep')]).toEqual(['on.b.x', 'on.b.y']);
  });

  test('a remembered mode is part of the state', () => {
    const fresh = drive({ one: { machine: machineWith('shallow') } }, events).give('one', 'OFF');
    const moved = drive({ one: { machine: machineWith('shallow') } }, events).give('one', 'NEXT').give('one', 'OFF');
    expect(fresh.mode('one')).toBe(moved.mode('one'));
    expect(fresh.give('one', 'ON').mode('one')).not.toBe(moved.give('one', 'ON').mode('one'));
  });

  test('the order in which regions came to where history remembers them is not', () => {
    const machine = createMachine({
      initial: 'on',
      states: {
        on: { type: 'parallel', states: { p: { initial: 'a', states: { a: { on: { P: 'b' } }, b: {} } }, q: { initial: 'a', states: { a: { on: { Q: 'b' } }, b: {} } }, h: { type: 'history', history: 'deep' } }, on: { OFF: 'off' } },
        off: { on: { ON: 'on.h' } },
      },
    });
    const system = { one: { machine } };
    const oneWay = drive(system, ['P', 'Q', 'OFF', 'ON']).give('one', 'P').give('one', 'Q').give('one', 'OFF');
    const otherWay = drive(system, ['P', 'Q', 'OFF', 'ON']).give('one', 'Q').give('one', 'P').give('one', 'OFF');
    expect(oneWay.state.locals[0]?.key).toBe(otherWay.state.locals[0]?.key);
    expect(oneWay.give('one', 'ON').mode('one')).toBe('on.{p: b, q: b}');
  });
});

describe('parallel regions', () => {
  const region = (name: string, on: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({ initial: 'a', states: { a: { on: { [name]: 'b', ...on } }, b: { on: { [`${name}_BACK`]: 'a', ...on } } } });
  const parallel = (regions: Readonly<Record<string, unknown>>, more: object = {}): AnyStateMachine => createMachine({ id: 'm', type: 'parallel', context: { log: [] }, states: regions, ...more });

  test('all regions answer an event, in document order whatever the past, which is no part of the state', () => {
    const machine = parallel({ p: region('P', { AGAIN: { target: '#m.p', reenter: true }, TELL: { actions: log('p') } }), q: region('Q', { TELL: { actions: log('q') } }) });
    expect(regionOrderMatters(machine)).toBe(false);
    const driven = drive({ one: { machine } }, ['P', 'P_BACK', 'AGAIN', 'TELL']);
    const before = driven.state.locals[0]?.key;
    expect(driven.give('one', 'P').give('one', 'P_BACK').state.locals[0]?.key).toBe(before);
    expect(driven.give('one', 'P').give('one', 'AGAIN').state.locals[0]?.key).toBe(before);
    expect(logOf(driven.give('one', 'TELL'))).toEqual(['p', 'q']);
  });

  test('an always inside a region and one above it are taken in the order of entry too', () => {
    const machine = parallel(
      { p: { initial: 'a', states: { a: { always: { guard: ({ context }: Args) => (context['log'] as readonly string[]).at(-1) === 'GO', actions: log('inner') }, on: { P: 'b' } }, b: { on: { P_BACK: 'a' } } } }, q: region('Q', {}) },
      { always: { guard: ({ context }: Args) => (context['log'] as readonly string[]).at(-1) === 'GO', actions: log('outer') }, on: { GO: { actions: log('GO') } } },
    );
    expect(regionOrderMatters(machine)).toBe(true);
    expect(logOf(drive({ one: { machine } }, ['GO', 'P', 'P_BACK']).give('one', 'GO'))).toEqual(['GO', 'inner', 'outer']);
    expect(logOf(drive({ one: { machine } }, ['GO', 'P', 'P_BACK']).give('one', 'P').give('one', 'P_BACK').give('one', 'GO'))).toEqual(['GO', 'outer', 'inner']);
  });

  test('two modes active at once, where XState lets one region lead into another, are part of the state though value shows one', () => {
    const machine = createMachine({
      id: 'm',
      type: 'parallel',
      states: { a: { on: { GO: '#m.c.b' } }, c: { initial: 'a', states: { a: { on: { GO: '#m.c.h' } }, b: {}, h: { type: 'history', history: 'deep' } } } },
    });
    const driven = drive({ one: { machine } }, ['GO']);
    const [before, mode] = [driven.state.locals[0]?.key, driven.mode('one')];
    driven.give('one', 'GO');
    expect(driven.snapshot('one')._nodes.map(({ id }) => id)).toEqual(['m', 'm.a', 'm.c', 'm.c.a', 'm.c.b']);
    expect(driven.mode('one')).toBe(mode);
    expect(driven.state.locals[0]?.key).not.toBe(before);
  });

  test('so is a mode that stays active without its parent', () => {
    const machine = createMachine({
      id: 'm',
      type: 'parallel',
      states: { a: {}, b: { initial: 'a', states: { a: { on: { GO: '#m.b.h' } }, h: { type: 'history' } } }, c: { initial: 'a', states: { a: { on: { GO: '#m.a' } } } } },
    });
    const driven = drive({ one: { machine } }, ['GO']).give('one', 'GO');
    expect(driven.snapshot('one')._nodes.map(({ id }) => id)).toEqual(['m', 'm.a', 'm.b.a', 'm.c', 'm.c.a']);
    driven.give('one', 'GO').give('one', 'GO');
  });

  test('a mode with regions is done when all of them are', () => {
    const machine = createMachine({ initial: 'both', states: { both: { type: 'parallel', states: { p: { initial: 'a', states: { a: { on: { P: 'z' } }, z: { type: 'final' } } }, q: { initial: 'a', states: { a: { on: { Q: 'z' } }, z: { type: 'final' } } } }, onDone: 'rest' }, rest: {} } });
    const driven = drive({ one: { machine } }, ['P', 'Q']).give('one', 'P');
    expect(driven.mode('one')).toBe('both.{p: z, q: a}');
    expect(driven.give('one', 'Q').mode('one')).toBe('rest');
  });
});

describe('contexts', () => {
  const toggling = (first: object, second: object): AnyStateMachine => createMachine({ initial: 'a', context: { value: first }, states: { a: { on: { GO: { target: 'b', actions: assign({ value: second }) } } }, b: { on: { BACK: { target: 'a', actions: assign({ value: first }) }, SAME: { target: 'a' } } } } });
  const locals = (first: object, second: object): readonly (string | undefined)[] => {
    const driven = drive({ one: { machine: toggling(first, second) } }, ['GO', 'BACK', 'SAME']);
    return [driven.state.locals[0]?.key, driven.give('one', 'GO').give('one', 'SAME').state.locals[0]?.key];
  };

  test.each<[string, object, object]>([
    ['keys in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['Set members in another order', new Set([1, 2]), new Set([2, 1])],
    ['Map entries in another order', new Map([['a', 1], ['b', 2]]), new Map([['b', 2], ['a', 1]])],
  ])('%s are the same state', (_, first, second) => {
    const [one, other] = locals(first, second);
    expect(one).toBe(other);
  });

  test.each<[string, object, object]>([
    ['array items in another order', [1, 2], [2, 1]],
    ['undefined and a missing key', { a: undefined }, {}],
    ['null and undefined', { a: null }, { a: undefined }],
    ['0 and -0', { a: 0 }, { a: -0 }],
    ['NaN and null', { a: Number.NaN }, { a: null }],
    ['1 and "1"', { a: 1 }, { a: '1' }],
    ['a Set and an array', new Set([1]), [1]],
    ['a Map and an object', new Map([['a', 1]]), { a: 1 }],
    ['Maps that differ in a value', new Map([['a', 1]]), new Map([['a', 2]])],
  ])('%s are different states', (_, first, second) => {
    const [one, other] = locals(first, second);
    expect(one).not.toBe(other);
  });
});
