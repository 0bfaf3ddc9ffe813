/** Actors with one machine and one input share what is known of their steps, but for what depends on their own names. */
import { describe, expect, test, vi } from 'vitest';
import { assign, raise, sendTo, type AnyActorRef, type AnyStateMachine } from 'xstate';
import { defineSystem, type Actors } from '../../src/system/define-system.ts';
import { asksAlways, localMachinesOf, type LocalMachine } from '../../src/system/local-step.ts';
import { eventKeyOf } from '../../src/system/run-to-completion.ts';
import { createMachine, drive, modelErrorOf } from './drive.ts';

interface Args {
  readonly self: AnyActorRef;
  readonly system: { readonly get: (name: string) => AnyActorRef; readonly getAll: () => object };
}

const go = { type: 'GO' };

function tablesOf(actors: Actors): readonly LocalMachine[] {
  return localMachinesOf(defineSystem({ id: 'shared', actors, stimuli: [] }), asksAlways);
}

/** What each of two actors with this machine does on GO, and how often XState was called for both. */
function pair(machine: AnyStateMachine, inputs: readonly [unknown, unknown] = [undefined, undefined]) {
  const transition = vi.spyOn(machine, 'transition');
  const tables = tablesOf({ one: { machine, input: inputs[0] }, two: { machine, input: inputs[1] } });
  const starts = tables.map((table) => table.start());
  const steps = tables.map((table, i) => table.step(starts[i]?.next ?? expect.fail(), go, eventKeyOf(go)));
  return { starts, steps, calls: transition.mock.calls.length, actions: steps.map((step) => step.actions) };
}

const counting = (): AnyStateMachine => createMachine({ context: ({ input }: { readonly input: unknown }) => ({ n: 0, input }), on: { GO: { actions: assign({ n: ({ context }) => Number(context['n']) + 1 }) } } });

test.each<[string, readonly [unknown, unknown], number]>([
  ['equal inputs are asked about once', [{ a: 1, b: [2] }, { b: [2], a: 1 }], 2],
  ['no input are asked about once', [undefined, undefined], 2],
  ['different inputs are asked about for each', [{ a: 1 }, { a: 2 }], 4],
  ['inputs that cannot be written down are asked about for each', [{ a: assign }, { a: assign }], 4],
])('two actors with one machine and %s', (_, inputs, calls) => {
  const machine = createMachine({ on: { GO: { actions: raise({ type: 'GO' }, { delay: 1 }) } } });
  expect(pair(machine, inputs).calls).toBe(calls);
});

test('actors with equal inputs share their local states, others do not', () => {
  const shared = pair(counting(), [1, 1]).steps.map(({ next }) => next);
  expect(shared[0]).toBe(shared[1]);
  const apart = pair(counting(), [1, 2]).steps.map(({ next }) => next);
  expect(apart[0]).not.toBe(apart[1]);
});

test('two machines made of one config are two machines', () => {
  const machines = [createMachine({ on: { GO: {} } }), createMachine({ on: { GO: {} } })];
  const [one, two] = tablesOf({ one: { machine: machines[0] ?? expect.fail() }, two: { machine: machines[1] ?? expect.fail() } });
  expect(one?.start().next).not.toBe(two?.start().next);
});

describe('each actor is named where it names itself', () => {
  test.each<[string, unknown, number]>([
    ['a message to itself', sendTo(({ self }) => self, { type: 'X' }), 2],
    ['a timer of its own', raise({ type: 'X' }, { delay: 10 }), 2],
    ['a delayed message to itself', sendTo(({ self }) => self, { type: 'X' }, { delay: 10 }), 2],
    ['a message to itself by name', sendTo(({ self, system }) => system.get(self.id) as AnyActorRef, { type: 'X' }), 4],
  ])('in %s', (_, actions, calls) => {
    const found = pair(createMachine({ on: { GO: { actions } } }));
    expect(found.actions.map((list) => list.map((action) => ('to' in action ? action.to : null)))).toEqual([['one'], ['two']]);
    expect(found.calls).toBe(calls);
  });

  test.each<[string, (args: Args) => unknown, readonly unknown[]]>([
    ['its id', ({ self }) => self.id, ['one', 'two']],
    ['its session id', ({ self }) => self.sessionId, ['one', 'two']],
    ['whether it is the actor of a name', ({ self, system }) => system.get('one') === self, [true, false]],
    ['its place among all', ({ self, system }) => Object.values(system.getAll()).indexOf(self), [0, 1]],
  ])('in what it makes of %s', (_, look, expected) => {
    const { steps, calls } = pair(createMachine({ context: {}, on: { GO: { actions: assign({ seen: look as never }) } } }));
    expect(steps.map(({ next }) => next.snapshot.context as unknown)).toEqual(expected.map((seen) => ({ seen })));
    expect(calls).toBe(4);
  });

  test('in its first macrostep', () => {
    const { starts } = pair(createMachine({ context: ({ self }: Args) => ({ id: self.id }), entry: raise({ type: 'X' }, { delay: 1 }) }));
    expect(starts.map(({ next }) => next.snapshot.context as unknown)).toEqual([{ id: 'one' }, { id: 'two' }]);
    expect(starts.flatMap(({ actions }) => actions.map((action) => ('to' in action ? action.to : null)))).toEqual(['one', 'two']);
  });

  test('in a refusal', () => {
    const machine = createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO: { actions: ({ system }: Args) => system.get('nobody') } } } } });
    for (const [place, name] of ['one', 'two'].entries()) {
      const table = tablesOf({ one: { machine }, two: { machine } })[place] ?? expect.fail();
      const { next } = table.start();
      expect(modelErrorOf(() => table.step(next, go, eventKeyOf(go))).fault).toEqual({ code: 'unknown-target', place: { actor: name, machine: 'm', mode: 'a', event: 'GO' }, target: 'nobody', known: ['one', 'two'] });
    }
  });
});

test('a reference that a machine writes onto is refused, as what it wrote would be found there the next time', () => {
  const machine = createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO: { actions: ({ self }: Args) => Object.assign(self, { mark: 1 }) } } } } });
  const [table] = tablesOf({ one: { machine } });
  const { next } = table?.start() ?? expect.fail();
  expect(modelErrorOf(() => table?.step(next, go, eventKeyOf(go))).fault).toMatchObject({ code: 'context-mutated', problem: 'Cannot add property mark, object is not extensible' });
});

test('live actors go the same way as actors that share their steps', () => {
  const machine = createMachine({ initial: 'a', states: { a: { after: { 10: 'b' }, on: { GO: { target: 'b', actions: sendTo(({ self }) => self, { type: 'BACK' }) } } }, b: { on: { BACK: 'a' } } } });
  const driven = drive({ one: { machine }, two: { machine } }, ['GO', 'BACK']);
  expect(driven.timers).toEqual(['one→one xstate.after.10.(machine).a as xstate.after.10.(machine).a', 'two→two xstate.after.10.(machine).a as xstate.after.10.(machine).a']);
  driven.give('two', 'GO').expire('xstate.after');
  expect(driven.heard).toEqual(['one → one xstate.after.10.(machine).a']);
});
