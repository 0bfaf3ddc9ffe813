/**
 * A question to XState, asked twice: what does this machine make of this event in this state?
 *
 * A machine must be a function. So each question is asked at another time and with other luck as well, and the answers are
 * compared; what a state holds is frozen, and what cannot be frozen is read again after the call. Whatever is not a function
 * is refused with machine, mode and event.
 */
import type { AnyActorScope, AnyMachineSnapshot } from 'xstate';
import type { Asker, RecordingScope } from './actor-scope.ts';
import { isSameAnswer, readAnswer, textOfAnswer, type Answer } from './answer.ts';
import { NotPlainData } from './canonical.ts';
import type { LocalState, LocalStates } from './local-states.ts';
import { ModelError, type Place } from './model-error.ts';
import { inWorld, type World } from './other-world.ts';

export interface Question {
  readonly asker: Asker;
  /** The state it is about; none for the first macrostep. */
  readonly from: LocalState | undefined;
  /** What the machine was given besides a state, as text: it must read the same after the call. */
  readonly given: () => string;
  readonly call: (scope: AnyActorScope) => AnyMachineSnapshot;
}

/** The tables and the scope of one machine. */
export interface Desk {
  readonly states: LocalStates;
  readonly scope: RecordingScope;
  /** The names of all actors, for a refusal. */
  readonly actorNames: readonly string[];
}

/** What XState answers. @throws {ModelError} when the machine does what a checked machine must not. */
export function askTwice(desk: Desk, question: Question): Answer {
  const { asker, from, given } = question;
  const before = refusing(desk, asker, given);
  const first = ask(desk, question, 'this');
  if (!refusing(desk, asker, () => given() === before && (from === undefined || desk.states.isUnchanged(from)))) {
    throw new ModelError({ code: 'context-mutated', place: asker.place(), problem: from === undefined ? 'the initial context was changed in place' : 'a Map or Set in the context was changed in place' });
  }
  const second = ask(desk, question, 'other');
  if (!isSameAnswer(desk.states, first, second, asker.name)) {
    throw new ModelError({ code: 'impure-machine', place: asker.place(), first: textOfAnswer(desk.states, first, asker.name), second: textOfAnswer(desk.states, second, asker.name) });
  }
  return first;
}

function ask(desk: Desk, { asker, from, call }: Question, world: World): Answer {
  const { states, scope } = desk;
  return refusing(desk, asker, () => {
    const snapshot = inWorld(world, () => scope.call(asker, call));
    // In its first step XState turns a throw into status `error` instead of passing it on.
    if (from === undefined && snapshot.status === 'error') throw snapshot.error;
    if (hasKeys(snapshot.children)) throw new ModelError({ code: 'spawn-refused', place: asker.place() });
    return readAnswer(states, snapshot, scope.recording(), from);
  });
}

function hasKeys(record: object): boolean {
  for (const _ in record) return true;
  return false;
}

function refusing<T>({ actorNames }: Desk, asker: Asker, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw asModelError(error, asker.place(), actorNames);
  }
}

/** XState's own words for a child that is not there; it knows no other targets by string. */
const noSuchChild = /Unable to send event to actor '([^']*)'/;

function asModelError(error: unknown, place: Place, known: readonly string[]): ModelError {
  if (error instanceof ModelError) return error;
  if (error instanceof NotPlainData) return new ModelError({ code: 'unserialisable', place, path: error.path, found: error.found });
  const message = error instanceof Error ? error.message : String(error);
  const target = noSuchChild.exec(message)?.[1];
  if (target !== undefined) return new ModelError({ code: 'unknown-target', place, target, known });
  // What a write to a frozen object says in strict mode; every ES module is strict. XState wraps what a guard throws.
  if ((error instanceof TypeError || message.startsWith('Unable to evaluate guard')) && /read only|not extensible|object is not extensible|Cannot (add|delete|assign|define)/.test(message)) {
    return new ModelError({ code: 'context-mutated', place, problem: message });
  }
  return new ModelError({ code: 'threw', place, message });
}
