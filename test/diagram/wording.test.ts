/** Guards and actions in words, and the one style of labels. */
import { expect, test } from 'vitest';
import { and, assign, cancel, emit, enqueueActions, forwardTo, fromPromise, log, not, or, raise, sendParent, sendTo, setup, spawnChild, stateIn, stopChild } from 'xstate';
import { transitionLabel } from '../../src/diagram/labels.ts';
import type { Effect, Transition, Trigger } from '../../src/diagram/chart.ts';
import { actionText, guardText } from '../../src/diagram/wording.ts';

const named = setup({ types: { events: {} as { type: 'BEAT' } }, delays: { heartbeat: 5 } });
const isEven = (): boolean => true;
const circular: { self?: unknown } = {};
circular.self = circular;

test.each<readonly [unknown, string]>([
  ['isFree', 'isFree'],
  ['', '""'],
  ['two\nlines', 'two\\nlines'],
  [{ type: 'isAtLeast', params: { n: 3, unit: 'GB' } }, 'isAtLeast(n: 3, unit: "GB")'],
  [{ type: 'isAtLeast', params: 3 }, 'isAtLeast(3)'],
  [{ type: 'isAtLeast', params: () => 3 }, 'isAtLeast((inline))'],
  [{ type: 'isLike', params: { it: circular } }, 'isLike(it: (inline))'],
  [{ type: 'isFree' }, 'isFree'],
  [() => true, '(inline)'],
  [{ guard: () => true }.guard, '(inline)'],
  [isEven, 'isEven'],
  [not('isFull'), 'not isFull'],
  [not(not('isFull')), 'not not isFull'],
  [and(['a', isEven, () => true]), 'a and isEven and (inline)'],
  [or([and(['a', 'b']), not(or(['c', 'd']))]), '(a and b) or not (c or d)'],
  [and([]), 'and()'],
  [stateIn('online.io'), 'in online.io'],
  [stateIn({ online: 'io' }), 'in {"online":"io"}'],
])('guard %# reads as it is written', (guard, text) => {
  expect(guardText(guard)).toBe(text);
});

test.each<readonly [unknown, string]>([
  ['take', 'take'],
  [{ type: 'take', params: { from: 'lun1' } }, 'take(from: "lun1")'],
  [() => undefined, '(inline)'],
  [isEven, 'isEven'],
  [assign({ holder: null, since: 0 }), 'assign(holder, since)'],
  [assign(() => ({ holder: null })), 'assign'],
  [raise({ type: 'DONE' }), 'raise DONE'],
  [raise(() => ({ type: 'DONE' })), 'raise (inline)'],
  [raise({ type: 'BEAT' }, { delay: 500 }), 'raise BEAT after 500 ms'],
  [named.raise({ type: 'BEAT' }, { delay: 'heartbeat' }), 'raise BEAT after heartbeat'],
  [raise({ type: 'BEAT' }, { delay: () => 5 }), 'raise BEAT after (inline)'],
  [sendTo('lun', { type: 'RESERVE' }), 'send RESERVE to lun'],
  [sendTo(({ system }) => system.get('lun'), { type: 'RESERVE' }, { delay: 2000 }), 'send RESERVE to (inline) after 2 s'],
  [sendParent({ type: 'READY' }), 'send READY to parent'],
  [forwardTo('lun'), 'send (inline) to lun'],
  [cancel('beat'), 'cancel beat'],
  [emit({ type: 'noise' }), 'emit noise'],
  [log('text'), 'log'],
  [log('text', 'label'), 'log label'],
  [spawnChild('worker'), 'spawn worker'],
  [spawnChild(fromPromise(() => Promise.resolve())), 'spawn (inline)'],
  [stopChild('worker'), 'stop worker'],
  [enqueueActions(() => undefined), 'enqueueActions'],
])('action %# is told as far as it is known', (action, text) => {
  expect(actionText(action)).toBe(text);
});

const internal: Effect = { kind: 'internal' };
const transition = (trigger: Trigger, guard: string | null, actions: readonly string[], effect: Effect): Transition => ({ id: 'a GO #0', source: 'a', trigger, guard, actions, effect });

test.each<readonly [Transition, string]>([
  [transition({ kind: 'event', descriptor: 'GO' }, 'isFree', ['take', 'tell'], internal), 'GO [isFree] / take, tell'],
  [transition({ kind: 'event', descriptor: '*' }, null, ['take'], internal), '* / take'],
  [transition({ kind: 'after', milliseconds: 2000 }, null, [], internal), 'after 2 s'],
  [transition({ kind: 'after', milliseconds: 1500 }, null, [], internal), 'after 1500 ms'],
  [transition({ kind: 'after', milliseconds: 0 }, null, [], internal), 'after 0 ms'],
  [transition({ kind: 'after-named', delay: 'heartbeat' }, null, [], internal), 'after heartbeat'],
  [transition({ kind: 'always' }, 'isFree', [], internal), 'always [isFree]'],
  [transition({ kind: 'done' }, null, [], internal), 'onDone'],
  [transition({ kind: 'invoke', outcome: 'error', invoked: 'job' }, null, ['tell'], internal), 'onError job / tell'],
  [transition({ kind: 'event', descriptor: 'GO' }, null, ['take'], { kind: 'targets', targets: ['a'], reenter: true }), 'GO / take (reenter)'],
  [transition({ kind: 'event', descriptor: 'GO' }, null, [], { kind: 'targets', targets: ['a'], reenter: false }), 'GO'],
])('label %# is in the one style', (labelled, text) => {
  expect(transitionLabel(labelled)).toBe(text);
});
