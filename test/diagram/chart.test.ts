/** What a chart says of a machine, one kind of mode or transition at a time. */
import { describe, expect, test } from 'vitest';
import { createMachine, fromPromise, setup, type AnyStateMachine } from 'xstate';
import { chartOf, withDescendants, type Mode, type Transition } from '../../src/diagram/chart.ts';
import { transitionIndexOf } from '../../src/system/transition-index.ts';
import { disk } from './disk.ts';

const modeIn = (machine: AnyStateMachine, id: string): Mode => withDescendants(chartOf(machine).root).find((mode) => mode.id === id) ?? expect.fail(`no mode ${id}`);
const transitionIn = (machine: AnyStateMachine, id: string): Transition => chartOf(machine).transitions.find((transition) => transition.id === id) ?? expect.fail(`no transition ${id}`);

describe('modes', () => {
  test('a mode is known by its path and named by its key, the root by the id of the machine', () => {
    expect(withDescendants(chartOf(disk).root).map(({ id, name, kind }) => `${id} | ${name} | ${kind}`)).toEqual([
      '(root) | disk | compound',
      'idle | idle | atomic',
      'online | online | parallel',
      'online.io | io | compound',
      'online.io.reading | reading | atomic',
      'online.io.writing | writing | final',
      'online.lease | lease | compound',
      'online.lease.fresh | fresh | atomic',
      'online.lease.stale | stale | final',
      'online.past | past | history',
      'retired | retired | final',
    ]);
  });

  test('a compound mode starts in its initial mode, with the actions of that step', () => {
    const machine = createMachine({ initial: 'a', states: { a: { initial: { target: 'b', actions: 'greet' }, states: { b: {} } } } });
    expect(chartOf(machine).root).toMatchObject({ initial: { target: 'a', actions: [] } });
    expect(modeIn(machine, 'a')).toMatchObject({ initial: { target: 'a.b', actions: ['greet'] } });
  });

  test('a history mode is shallow unless it says deep, and leads where its target says', () => {
    const machine = createMachine({
      initial: 'a',
      states: { a: { initial: 'b', states: { b: { initial: 'c', states: { c: { id: 'c' } } }, h1: { history: true }, h2: { type: 'history', history: 'deep', target: 'b.c' }, h3: { type: 'history', target: '#c' } } } },
    });
    expect(['a.h1', 'a.h2', 'a.h3'].map((id) => modeIn(machine, id))).toMatchObject([
      { kind: 'history', depth: 'shallow', defaults: [] },
      { kind: 'history', depth: 'deep', defaults: ['a.b.c'] },
      { kind: 'history', depth: 'shallow', defaults: ['a.b.c'] },
    ]);
  });

  test('entry and exit are what the user wrote, without the timers that after is compiled to', () => {
    const machine = createMachine({ initial: 'a', states: { a: { entry: 'in', exit: ['out', () => undefined], after: { 500: 'a', later: 'a' } } } });
    expect(machine.root.states['a']?.entry).toHaveLength(3);
    expect(modeIn(machine, 'a')).toMatchObject({ entry: ['in'], exit: ['out', '(inline)'] });
  });

  test('an invoked actor is named by its id, else by its source; inline logic without an id has no name', () => {
    const machine = setup({ actors: { fetchDisk: fromPromise(() => Promise.resolve()) } }).createMachine({
      invoke: [{ src: 'fetchDisk' }, { src: 'fetchDisk', id: 'second' }, { src: fromPromise(() => Promise.resolve()) }],
    });
    expect(chartOf(machine).root.invokes).toEqual(['fetchDisk', 'second', '(inline)']);
  });

  test('a mode whose path reads like that of another gets a suffix', () => {
    const machine = createMachine({ type: 'parallel', states: { a: { type: 'parallel', states: { b: { on: { GO: '#x' } } } }, 'a.b': { id: 'x', on: { GO: {} } } } });
    expect(withDescendants(chartOf(machine).root).map(({ id }) => id)).toEqual(['(root)', 'a', 'a.b', 'a.b~2']);
    expect(chartOf(machine).transitions.map(({ id, source }) => [id, source])).toEqual([
      ['a.b GO #0', 'a.b'],
      ['a.b GO #0~2', 'a.b~2'],
    ]);
  });
});

describe('transitions', () => {
  test('the ids of transitions are those that coverage counts', () => {
    expect(chartOf(disk).transitions.map(({ id }) => id)).toEqual([...transitionIndexOf(disk).values()].map(({ id }) => id));
    expect(chartOf(disk).transitions.map(({ id }) => id).slice(0, 7)).toEqual(['(root) RESET #0', '(root) PING #0', '(root) NOISE #0', 'idle MOUNT #0', 'idle MOUNT #1', 'idle RECOVER #0', 'idle RESUME #0']);
  });

  test('a forbidden event stays in the chart', () => {
    expect(transitionIn(disk, '(root) NOISE #0').effect).toEqual({ kind: 'forbidden' });
  });

  test('a transition without a target is internal', () => {
    expect(transitionIn(disk, '(root) PING #0')).toMatchObject({ actions: ['greet'], effect: { kind: 'internal' } });
  });

  test('a transition into several regions keeps all its targets', () => {
    expect(transitionIn(disk, 'idle RECOVER #0').effect).toEqual({ kind: 'targets', targets: ['online.io.writing', 'online.lease.stale'], reenter: false });
  });

  test('a self transition that reenters is told from one that does not', () => {
    const machine = createMachine({ initial: 'a', states: { a: { on: { STAY: 'a', AGAIN: { target: 'a', reenter: true } } } } });
    expect(chartOf(machine).transitions.map(({ effect }) => effect)).toEqual([
      { kind: 'targets', targets: ['a'], reenter: false },
      { kind: 'targets', targets: ['a'], reenter: true },
    ]);
  });

  test('each kind of trigger is told apart', () => {
    const machine = setup({ actors: { job: fromPromise(() => Promise.resolve()) }, delays: { soon: 1 } }).createMachine({
      initial: 'a',
      states: {
        a: {
          initial: 'z',
          states: { z: { type: 'final' } },
          invoke: { src: 'job', onDone: 'b', onError: 'b', onSnapshot: 'b' },
          on: { GO: 'b', '*': 'b', 'job.*': 'b', always: 'b' },
          after: { 500: 'b', soon: 'b', Infinity: 'b' },
          always: { guard: () => false, target: 'b' },
          onDone: 'b',
        },
        b: {},
      },
    });
    expect(chartOf(machine).transitions.map(({ trigger }) => trigger)).toEqual([
      { kind: 'event', descriptor: 'GO' },
      { kind: 'event', descriptor: '*' },
      { kind: 'event', descriptor: 'job.*' },
      { kind: 'event', descriptor: 'always' },
      { kind: 'done' },
      { kind: 'invoke', outcome: 'done', invoked: 'job' },
      { kind: 'invoke', outcome: 'error', invoked: 'job' },
      { kind: 'invoke', outcome: 'snapshot', invoked: 'job' },
      { kind: 'after', milliseconds: 500 },
      { kind: 'after-named', delay: 'soon' },
      { kind: 'after-named', delay: 'Infinity' },
      { kind: 'always' },
    ]);
  });

  test('a guard that is null is not the guard named null', () => {
    const machine = createMachine({ on: { A: { actions: 'x' }, B: { guard: 'null', actions: 'x' } } });
    expect(chartOf(machine).transitions.map(({ guard }) => guard)).toEqual([null, 'null']);
  });
});
