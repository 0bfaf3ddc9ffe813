/**
 * What XState answered to one call, as numbers and texts: taken at once, before a later call can change any of it.
 *
 * Two answers to one question are compared by what they read as. Numbers and short texts compare fast; the whole text is
 * written only when something differs, because it is the text that decides and that a refusal shows.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { actionsOf, type ActionTo, type Recording } from './actor-scope.ts';
import { canonicalText } from './canonical.ts';
import type { LocalState, LocalStates, StateReading } from './local-states.ts';
import type { Reading } from './value-numbers.ts';

export interface Answer {
  readonly state: StateReading;
  readonly recording: Recording;
  /** Of each action its event; -1 for a cancel, which has none. */
  readonly events: readonly Reading[];
}

/** @throws {NotPlainData} when the snapshot or an event cannot be written down. */
export function readAnswer(states: LocalStates, snapshot: AnyMachineSnapshot, recording: Recording, near: LocalState | undefined): Answer {
  const state = states.read(snapshot, near);
  return { state, recording, events: recording.actions.map((action) => readAction(states, action)) };
}

function readAction(states: LocalStates, action: ActionTo<string | null>): Reading {
  if (action.kind === 'cancel') {
    if (typeof action.sendId !== 'string') canonicalText(action);
    return -1;
  }
  if (action.kind === 'schedule' && action.sendId !== null && typeof action.sendId !== 'string') canonicalText({ sendId: action.sendId });
  return states.values.read(action.event, 'event');
}

/** Whether two answers to one question are the same. */
export function isSameAnswer(states: LocalStates, first: Answer, second: Answer, asker: string): boolean {
  return readsTheSame(first, second) || textOfAnswer(states, first, asker) === textOfAnswer(states, second, asker);
}

/** Whether they do so without a look at the whole texts; two may be the same that differ here. */
export function readsTheSame(first: Answer, second: Answer): boolean {
  const [one, other] = [first.state, second.state];
  return (
    one.modes.frame === other.modes.frame &&
    one.shape === other.shape &&
    areEqual(one.modes.parts, other.modes.parts) &&
    areEqual(one.values, other.values) &&
    areEqual(first.events, second.events) &&
    first.recording.actions.every((action, at) => isSameAction(action, second.recording.actions[at]))
  );
}

function areEqual(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

function isSameAction(one: ActionTo<string | null>, other: ActionTo<string | null> | undefined): boolean {
  switch (one.kind) {
    case 'send':
      return other?.kind === 'send' && one.to === other.to;
    case 'schedule':
      return other?.kind === 'schedule' && one.to === other.to && one.sendId === other.sendId && Object.is(one.delayMs, other.delayMs);
    case 'cancel':
      return other?.kind === 'cancel' && one.sendId === other.sendId;
    case 'emit':
      return other?.kind === 'emit';
  }
}

/** The whole of an answer: the local state, then the actions. */
export function textOfAnswer(states: LocalStates, { state, recording, events }: Answer, asker: string): string {
  const actions = actionsOf(asker, recording.actions).map((action, at) => {
    if (action.kind === 'cancel') return canonicalText(action);
    const { event: _, ...rest } = action;
    return `${canonicalText(rest)} ${states.values.text(events[at] ?? -1)}`;
  });
  return [states.textOf(state), ...actions].join(' ');
}
