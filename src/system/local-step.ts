/**
 * What ONE machine does, asked of XState once and kept: the only place where the checker calls XState.
 *
 *   local state + event  ->  XState's macrostep  ->  next local state, what it sent, what it took
 *
 * Local states are interned: two snapshots with the same value, context, history, status, output and error are
 * one object here, so `===` is equality and a step asked for a second time is a look-up. A machine must be a
 * function: each new step is asked for twice and compared, snapshots are frozen all the way down, and a source
 * snapshot is read again afterwards. Whatever is not a function is refused with machine, mode and event.
 */
import type { AnyMachineSnapshot, AnyStateMachine, EventObject, StateValue } from 'xstate';
import { recordingScope, type RecordedAction, type Recording } from './actor-scope.ts';
import { canonicalText, deepFreeze, NotPlainData } from './canonical.ts';
import { ModelError, type Place } from './model-error.ts';
import { regionOrderMatters, transitionIndexOf } from './transition-index.ts';

/** One local state of one actor; interned, so identity is equality. */
export interface LocalState {
  /** Small and dense within its actor, in the order of first visit. */
  readonly id: number;
  readonly key: string;
  readonly snapshot: AnyMachineSnapshot;
  readonly active: boolean;
}

/** How an event fared: a transition took it, XState's explicit "nothing" did, or no transition did. */
export type Reception = 'taken' | 'ignored' | 'swallowed';

/** One macrostep of one machine. */
export interface LocalStep {
  readonly next: LocalState;
  readonly reception: Reception;
  /** What it sent, scheduled, cancelled and emitted, in order. */
  readonly actions: readonly RecordedAction[];
  /** The transitions taken for the event itself, then by `always` and raised events; ids of transition-index. */
  readonly taken: readonly string[];
  /** Events it raised itself and did not answer; XState's own (`xstate.done.state...`) left out. */
  readonly unansweredRaises: readonly EventObject[];
}

/** One actor's machine as a table that fills itself. */
export interface LocalMachine {
  readonly name: string;
  readonly machine: AnyStateMachine;
  readonly start: () => LocalStep;
  readonly step: (state: LocalState, event: EventObject, eventKey: string) => LocalStep;
  /** The local states visited so far, by id. */
  readonly visited: readonly LocalState[];
}

/**
 * The table of one actor.
 *
 * @throws {ModelError} from `start` and `step`, whenever the machine does what a checked machine must not.
 */
export function localMachine(name: string, machine: AnyStateMachine, input: unknown, actorNames: readonly string[]): LocalMachine {
  const orderMatters = regionOrderMatters(machine);
  const transitions = transitionIndexOf(machine);
  const byKey = new Map<string, LocalState>();
  const visited: LocalState[] = [];
  const steps: Map<string, LocalStep>[] = [];
  let started: LocalStep | undefined;

  const placeOf = (snapshot: AnyMachineSnapshot | undefined, event: string): Place => ({
    actor: name,
    machine: machine.id,
    mode: snapshot === undefined ? '(start)' : modeText(snapshot.value),
    event,
  });

  const intern = (snapshot: AnyMachineSnapshot, place: Place): LocalState => {
    const key = snapshotKey(snapshot, orderMatters, place);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    deepFreeze(snapshot.context);
    deepFreeze(snapshot.output);
    const fresh: LocalState = { id: visited.length, key, snapshot, active: snapshot.status === 'active' };
    byKey.set(key, fresh);
    visited.push(fresh);
    steps.push(new Map());
    return fresh;
  };

  const ask = (place: Place, call: (scope: ReturnType<typeof recordingScope>['scope']) => AnyMachineSnapshot): { readonly snapshot: AnyMachineSnapshot; readonly recording: Recording } => {
    const { scope, recording } = recordingScope(name, actorNames, place);
    try {
      const snapshot = call(scope);
      // In its first step XState turns a throw into status `error` instead of passing it on.
      if (snapshot.status === 'error' && place.mode === '(start)') throw snapshot.error;
      if (Object.keys(snapshot.children).length > 0) throw new ModelError({ code: 'spawn-refused', place });
      return { snapshot, recording: recording() };
    } catch (error) {
      throw asModelError(error, place, actorNames);
    }
  };

  const stepFrom = (place: Place, isStart: boolean, call: Parameters<typeof ask>[1]): LocalStep => {
    const first = ask(place, call);
    const second = ask(place, call);
    const firstText = answerText(first, orderMatters, place);
    const secondText = answerText(second, orderMatters, place);
    if (firstText !== secondText) throw new ModelError({ code: 'impure-machine', place, first: firstText, second: secondText });
    for (const action of first.recording.actions) if (action.kind !== 'cancel') deepFreeze(action.event);
    const { microsteps, actions } = first.recording;
    const own = isStart ? undefined : microsteps[0];
    const later = isStart ? microsteps : microsteps.slice(1);
    const infos = (own?.transitions ?? []).flatMap((definition) => transitions.get(definition) ?? []);
    return {
      next: intern(first.snapshot, place),
      reception: own === undefined || infos.some((info) => !info.forbidden) ? 'taken' : infos.length > 0 ? 'ignored' : 'swallowed',
      actions,
      taken: microsteps.flatMap((microstep) => microstep.transitions.flatMap((definition) => transitions.get(definition)?.id ?? [])),
      unansweredRaises: later.filter((microstep) => microstep.transitions.length === 0).map((microstep) => microstep.event).filter((event) => !event.type.startsWith('xstate.')),
    };
  };

  return {
    name,
    machine,
    visited,
    start: () => {
      started ??= stepFrom(placeOf(undefined, 'xstate.init'), true, (scope) => machine.getInitialSnapshot(scope, input));
      return started;
    },
    step: (state, event, eventKey) => {
      const row = steps[state.id];
      const known = row?.get(eventKey);
      if (known !== undefined) return known;
      const place = placeOf(state.snapshot, event.type);
      const fresh = stepFrom(place, false, (scope) => machine.transition(state.snapshot, event, scope));
      if (snapshotKey(state.snapshot, orderMatters, place) !== state.key) {
        throw new ModelError({ code: 'context-mutated', place, problem: 'a Map or Set in the context was changed in place' });
      }
      row?.set(eventKey, fresh);
      return fresh;
    },
  };
}

/** A mode as text: `running`, `live.brownout`, `{disk: online, vm: off}` for parallel regions. */
export function modeText(value: StateValue): string {
  if (typeof value === 'string') return value;
  const parts = Object.entries(value).flatMap(([key, below]) => (below === undefined ? [] : [[key, modeText(below)] as const]));
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only !== undefined) return only[1] === '{}' ? only[0] : `${only[0]}.${only[1]}`;
  return `{${parts.map(([key, below]) => (below === '{}' ? key : `${key}: ${below}`)).join(', ')}}`;
}

function snapshotKey(snapshot: AnyMachineSnapshot, orderMatters: boolean, place: Place): string {
  const remembered = Object.entries(snapshot.historyValue as Readonly<Record<string, readonly { readonly id: string }[]>>).map(
    ([node, modes]) => `${node}=${modes.map((mode) => mode.id).join('+')}`,
  );
  try {
    return [
      snapshot.status === 'active' ? '' : snapshot.status,
      canonicalText(snapshot.value),
      canonicalText(snapshot.context, 'context'),
      remembered.toSorted().join(';'),
      snapshot.output === undefined ? '' : canonicalText(snapshot.output, 'output'),
      snapshot.error === undefined ? '' : String(snapshot.error),
      orderMatters ? snapshot._nodes.map((node) => node.id).join('>') : '',
    ].join('|');
  } catch (error) {
    throw asModelError(error, place, []);
  }
}

function answerText(answer: { readonly snapshot: AnyMachineSnapshot; readonly recording: Recording }, orderMatters: boolean, place: Place): string {
  try {
    return `${snapshotKey(answer.snapshot, orderMatters, place)} ${answer.recording.actions.map((action) => canonicalText(action, 'event')).join(' ')}`;
  } catch (error) {
    throw asModelError(error, place, []);
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
  // What a write to a frozen object says in strict mode; every ES module is strict.
  if (error instanceof TypeError && /read only|not extensible|object is not extensible|Cannot (add|delete|assign|define)/.test(message)) {
    return new ModelError({ code: 'context-mutated', place, problem: message });
  }
  return new ModelError({ code: 'threw', place, message });
}
