/** Timers as XState keeps them: by sender and id, where a later one of the same id makes an orphan of the earlier. */
import { describe, expect, test } from 'vitest';
import { assign, cancel, raise, sendTo } from 'xstate';
import { noTimers, schedule, timersUnder } from '../../src/system/timers.ts';
import { createMachine, drive, to } from './drive.ts';

const count = assign(({ context }) => ({ heard: Number(context['heard']) + 1 }));
const heard = (driven: ReturnType<typeof drive>, name = 'one'): unknown => (driven.context(name) as { readonly heard: number }).heard;

describe('setting and cancelling', () => {
  const machine = createMachine({
    context: { heard: 0 },
    on: {
      SET: { actions: raise({ type: 'T' }, { id: 'x', delay: 10 }) },
      CANCEL: { actions: cancel('x') },
      SET_NAMELESS: { actions: raise({ type: 'T' }, { delay: 10 }) },
      CANCEL_OTHER: { actions: cancel('y') },
      SET_AND_CANCEL: { actions: [raise({ type: 'T' }, { id: 'x', delay: 10 }), cancel('x')] },
      CANCEL_AND_SET: { actions: [cancel('x'), raise({ type: 'T' }, { id: 'x', delay: 10 })] },
      T: { actions: count },
    },
  });
  const events = ['SET', 'CANCEL', 'SET_NAMELESS', 'CANCEL_OTHER', 'SET_AND_CANCEL', 'CANCEL_AND_SET'];
  const fresh = (): ReturnType<typeof drive> => drive({ one: { machine } }, events);

  test('a delayed raise is pending until it expires, once', () => {
    const driven = fresh().give('one', 'SET');
    expect(driven.timers).toEqual(['one→one T as x']);
    driven.expire('T');
    expect([driven.timers, heard(driven)]).toEqual([[], 1]);
  });

  test('a cancelled timer does not fire', () => {
    expect(fresh().give('one', 'SET').give('one', 'CANCEL').timers).toEqual([]);
  });

  test('cancelling another id, or one that is not pending, does nothing', () => {
    const driven = fresh().give('one', 'CANCEL').give('one', 'SET').give('one', 'CANCEL_OTHER');
    expect(driven.timers).toEqual(['one→one T as x']);
  });

  test('a timer without id cannot be cancelled', () => {
    const driven = fresh().give('one', 'SET_NAMELESS').give('one', 'CANCEL');
    expect(driven.timers).toEqual(['one→one T']);
  });

  test('two timers without id are both pending and fire one at a time', () => {
    const driven = fresh().give('one', 'SET_NAMELESS').give('one', 'SET_NAMELESS');
    expect(driven.timers).toEqual(['one→one T', 'one→one T']);
    expect(driven.enabled.filter((step) => step === 'one T')).toHaveLength(1);
    driven.expire('T').expire('T');
    expect([driven.timers, heard(driven)]).toEqual([[], 2]);
  });

  test('within one macrostep, set and cancel take effect in order', () => {
    expect(fresh().give('one', 'SET_AND_CANCEL').timers).toEqual([]);
    expect(fresh().give('one', 'SET').give('one', 'CANCEL_AND_SET').timers).toEqual(['one→one T as x']);
  });

  test('an id set twice leaves an orphan, and cancel reaches the later one alone', () => {
    const driven = fresh().give('one', 'SET').give('one', 'SET');
    expect(driven.timers).toEqual(['one→one T as x', 'one→one T as x (orphan)']);
    driven.give('one', 'CANCEL');
    expect(driven.timers).toEqual(['one→one T as x (orphan)']);
    driven.give('one', 'CANCEL');
    expect(driven.timers).toEqual(['one→one T as x (orphan)']);
    expect(heard(driven.expire('T', { orphan: true }))).toBe(1);
  });

  test('when the orphan fires first, the later timer is forgotten too and can no longer be cancelled', () => {
    const driven = fresh().give('one', 'SET').give('one', 'SET').expire('T', { orphan: true });
    expect(driven.timers).toEqual(['one→one T as x (orphan)']);
    driven.give('one', 'CANCEL').expire('T', { orphan: true });
    expect([driven.timers, heard(driven)]).toEqual([[], 2]);
  });

  test('when the later one fires first, the orphan stays', () => {
    const driven = fresh().give('one', 'SET').give('one', 'SET').expire('T');
    expect(driven.timers).toEqual(['one→one T as x (orphan)']);
    driven.give('one', 'SET');
    expect(driven.timers).toEqual(['one→one T as x', 'one→one T as x (orphan)']);
    driven.expire('T', { orphan: true }).expire('T', { orphan: true });
    expect(heard(driven)).toBe(3);
  });

  test('an id set three times leaves two orphans', () => {
    const driven = fresh().give('one', 'SET').give('one', 'SET').give('one', 'SET');
    expect(driven.timers).toEqual(['one→one T as x', 'one→one T as x (orphan)', 'one→one T as x (orphan)']);
    driven.expire('T', { orphan: true }).give('one', 'CANCEL');
    expect(driven.timers).toEqual(['one→one T as x (orphan)', 'one→one T as x (orphan)']);
  });
});

describe('across actors', () => {
  test('a delayed sendTo goes to the receiver when it expires, and the sender alone can cancel it', () => {
    const one = createMachine({ on: { SET: { actions: sendTo(to('two'), { type: 'T' }, { id: 'x', delay: 10 }) }, CANCEL: { actions: cancel('x') } } });
    const two = createMachine({ context: { heard: 0 }, on: { T: { actions: count }, CANCEL: { actions: cancel('x') } } });
    const driven = drive({ one: { machine: one }, two: { machine: two } }, ['SET', 'CANCEL']).give('one', 'SET').give('two', 'CANCEL');
    expect(driven.timers).toEqual(['one→two T as x']);
    driven.expire('T');
    expect([heard(driven, 'two'), driven.heard]).toEqual([1, ['one → two T']]);
    expect(driven.give('one', 'SET').give('one', 'CANCEL').timers).toEqual([]);
  });

  test('one id of two senders is two timers', () => {
    const machine = createMachine({ on: { SET: { actions: raise({ type: 'T' }, { id: 'x', delay: 10 }) }, CANCEL: { actions: cancel('x') }, T: {} } });
    const driven = drive({ one: { machine }, two: { machine } }, ['SET', 'CANCEL']).give('one', 'SET').give('two', 'SET').give('one', 'CANCEL');
    expect(driven.timers).toEqual(['two→two T as x']);
  });

  test('an actor that stops takes its timers with it, but not its orphans', () => {
    const two = createMachine({ context: { heard: 0 }, on: { T: { actions: count } } });
    const one = createMachine({
      initial: 'a',
      states: { a: { on: { SET: { actions: sendTo(to('two'), { type: 'T' }, { id: 'x', delay: 10 }) }, SET_NAMELESS: { actions: sendTo(to('two'), { type: 'T' }, { delay: 20 }) }, END: 'z' } }, z: { type: 'final' } },
    });
    const driven = drive({ one: { machine: one }, two: { machine: two } }, ['SET', 'SET_NAMELESS', 'END']);
    driven.give('one', 'SET').give('one', 'SET').give('one', 'SET_NAMELESS').give('one', 'END');
    expect(driven.timers).toEqual(['one→two T as x (orphan)']);
    expect(heard(driven.expire('T', { orphan: true }), 'two')).toBe(1);
  });

  test('a timer whose receiver has stopped fires into nothing', () => {
    const one = createMachine({ on: { SET: { actions: sendTo(to('two'), { type: 'T' }, { delay: 10 }) } } });
    const two = createMachine({ initial: 'a', states: { a: { on: { END: 'z' } }, z: { type: 'final' } } });
    const driven = drive({ one: { machine: one }, two: { machine: two } }, ['SET', 'END']).give('one', 'SET').give('two', 'END').expire('T');
    expect(driven.heard).toEqual(['one → two T (stopped)']);
  });

  test('an actor that ends in a step sets no timer that outlives it', () => {
    const machine = createMachine({ initial: 'a', states: { a: { on: { END: { target: 'z', actions: raise({ type: 'T' }, { delay: 10 }) } } }, z: { type: 'final' } } });
    expect(drive({ one: { machine } }, ['END']).give('one', 'END').timers).toEqual([]);
  });
});

describe('after', () => {
  const machine = createMachine({
    initial: 'a',
    context: { open: false },
    states: { a: { after: { 100: { guard: ({ context }: { readonly context: { readonly open: boolean } }) => context.open, target: 'b' } }, on: { OPEN: { actions: assign({ open: true }) }, LEAVE: 'c', AGAIN: { target: 'a', reenter: true } } }, b: {}, c: { on: { BACK: 'a' } } },
  });
  const fresh = (): ReturnType<typeof drive> => drive({ one: { machine } }, ['OPEN', 'LEAVE', 'BACK', 'AGAIN']);

  test('after fires once its mode was entered', () => {
    expect(fresh().give('one', 'OPEN').expire('after').mode('one')).toBe('b');
  });

  test('after with a false guard expires without effect and does not come back', () => {
    const driven = fresh().expire('after');
    expect([driven.mode('one'), driven.timers, driven.heard]).toEqual(['a', [], ['one → one xstate.after.100.(machine).a (swallowed)']]);
  });

  test('leaving the mode cancels after, and coming back sets it anew', () => {
    const driven = fresh().give('one', 'LEAVE');
    expect(driven.timers).toEqual([]);
    expect(driven.give('one', 'BACK').timers).toHaveLength(1);
  });

  test('re-entering the mode leaves one timer and no orphan', () => {
    expect(fresh().give('one', 'AGAIN').timers).toEqual(['one→one xstate.after.100.(machine).a as xstate.after.100.(machine).a']);
  });
});

test('timers under other names are whose, for whom and about whom the names say, in the order of their new keys', () => {
  const about = (name: string): { readonly type: string } => Object.assign({ type: 'T' }, { about: name });
  const request = { from: 'vm1', to: 'lun', sendId: 'vm1', event: about('vm2'), eventKey: '{"about":"vm2","type":"T"}', delayMs: 10, leftMs: 5 };
  const other = { ...request, from: 'vm2', sendId: null };
  const names = new Map([['vm1', 'vm2'], ['vm2', 'vm1']]);
  const expected = schedule(schedule(noTimers, { ...request, from: 'vm2', sendId: 'vm2', event: about('vm1'), eventKey: '{"about":"vm1","type":"T"}' }), { ...other, from: 'vm1', event: about('vm1'), eventKey: '{"about":"vm1","type":"T"}' });
  expect(timersUnder(schedule(schedule(noTimers, request), other), names)).toEqual(expected);
  expect(timersUnder(expected, names)).toEqual(schedule(schedule(noTimers, request), other));
});
