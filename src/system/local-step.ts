/**
 * What ONE machine does, asked of XState once and kept: the only place where the checker calls XState.
 *
 *   local state + event  ->  XState's macrostep  ->  next local state, what it sent, what it took
 *
 * Local states are interned: two snapshots with the same value, context, history, status, output and error are
 * one object here, so `===` is equality and a step asked for a second time is a look-up. A machine must be a
 * function: each new step is asked for twice, at another time and with other luck, and compared; snapshots are frozen all
 * the way down, and a source snapshot is read again after each call. Whatever is not a function is refused with machine, mode and event.
 */
import type { AnyMachineSnapshot, AnyStateMachine, EventObject, StateValue } from 'xstate';
import { recordingScope, type RecordedAction, type Recording } from './actor-scope.ts';
import { canonicalText, deepFreeze, NotPlainData } from './canonical.ts';
import { ModelError, type Place } from './model-error.ts';
import { inWorld, type World } from './other-world.ts';
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

  const ask = (world: World, place: Place, call: (scope: ReturnType<typeof recordingScope>['scope']) => AnyMachineSnapshot): Answer => {
    const { scope, recording } = recordingScope(name, actorNames, place);
    try {
      const snapshot = inWorld(world, () => call(scope));
      // In its first step XState turns a throw into status `error` instead of passing it on.
      if (snapshot.status === 'error' && place.mode === '(start)') throw snapshot.error;
      if (Object.keys(snapshot.children).length > 0) throw new ModelError({ code: 'spawn-refused', place });
      const answer = { snapshot, recording: recording() };
      return { ...answer, text: answerText(answer, orderMatters, place) };
    } catch (error) {
      throw asModelError(error, place, actorNames);
    }
  };

  /** `source` gives the text of what the step starts from, which must not change. */
  const stepFrom = (place: Place, isStart: boolean, source: () => string, call: Parameters<typeof ask>[2]): LocalStep => {
    const sourceText = source();
    const first = ask('this', place, call);
    if (source() !== sourceText) throw new ModelError({ code: 'context-mutated', place, problem: isStart ? 'the initial context was changed in place' : 'a Map or Set in the context was changed in place' });
    const second = ask('other', place, call);
    if (first.text !== second.text) throw new ModelError({ code: 'impure-machine', place, first: first.text, second: second.text });
    for (const action of first.recording.actions) if (action.kind !== 'cancel') deepFreeze(action.event);
    const { microsteps, actions } = first.recording;
    const own = isStart ? undefined : microsteps[0];
    const later = isStart ? microsteps : microsteps.slice(1);
    // All microsteps: an event that no transition takes may still let an `always` through whose guard reads it.
    const infos = microsteps.flatMap((microstep) => microstep.transitions.flatMap((definition) => transitions.get(definition) ?? []));
    return {
      next: intern(first.snapshot, place),
      reception: own === undefined || infos.some((info) => !info.forbidden) ? 'taken' : infos.length > 0 ? 'ignored' : 'swallowed',
      actions,
      taken: infos.map(({ id }) => id),
      unansweredRaises: later.filter((microstep) => microstep.transitions.length === 0).map((microstep) => microstep.event).filter((event) => !event.type.startsWith('xstate.')),
    };
  };

  return {
    name,
    machine,
    visited,
    start: () => {
      // The context of a machine without a context function is one object for all its runs.
      const given: unknown = machine.config.context;
      const place = placeOf(undefined, 'xstate.init');
      started ??= stepFrom(place, true, () => (typeof given === 'function' ? '' : keyPart(place, () => canonicalText(given, 'context'))), (scope) => machine.getInitialSnapshot(scope, input));
      return started;
    },
    step: (state, event, eventKey) => {
      const row = steps[state.id];
      const known = row?.get(eventKey);
      if (known !== undefined) return known;
      const place = placeOf(state.snapshot, event.type);
      const fresh = stepFrom(place, false, () => snapshotKey(state.snapshot, orderMatters, place), (scope) => machine.transition(state.snapshot, event, scope));
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

/** What XState answered, and the whole of it as text, taken before anything can change it. */
interface Answer {
  readonly snapshot: AnyMachineSnapshot;
  readonly recording: Recording;
  readonly text: string;
}

function snapshotKey(snapshot: AnyMachineSnapshot, orderMatters: boolean, place: Place): string {
  return keyPart(place, () =>
    [
      snapshot.status === 'active' ? '' : snapshot.status,
      // Not canonical: XState asks parallel regions in the order of these keys.
      JSON.stringify(snapshot.value),
      canonicalText(snapshot.context, 'context'),
      historyText(snapshot),
      snapshot.output === undefined ? '' : canonicalText(snapshot.output, 'output'),
      snapshot.error === undefined ? '' : canonicalText(snapshot.error, 'error'),
      orderMatters || !isToldByValue(snapshot) ? snapshot._nodes.map((node) => node.id).join('>') : '',
    ].join('|'),
  );
}

/**
 * Whether the active modes are those that `value` tells: one child of each mode, all regions, and no mode without its parent.
 *
 * XState can leave that path when two regions answer an event and one leads into the other, or into its history; it
 * then goes on with two modes at once, or with a mode whose parent it has left.
 */
function isToldByValue({ _nodes: nodes }: AnyMachineSnapshot): boolean {
  const active = new Set(nodes);
  return nodes.every((node) => {
    const children = Object.values(node.states).filter(({ type }) => type !== 'history');
    const activeChildren = children.filter((child) => active.has(child)).length;
    return (node.parent === undefined || active.has(node.parent)) && activeChildren === (node.type === 'compound' ? 1 : children.length);
  });
}

/** The modes remembered by history nodes, whose own order makes no difference. */
export function historyText(snapshot: AnyMachineSnapshot): string {
  const remembered = Object.entries(snapshot.historyValue as Readonly<Record<string, readonly { readonly id: string }[]>>);
  return remembered.map(([node, modes]) => `${node}=${modes.map((mode) => mode.id).toSorted().join('+')}`).toSorted().join(';');
}

function answerText({ snapshot, recording }: Omit<Answer, 'text'>, orderMatters: boolean, place: Place): string {
  return keyPart(place, () => [snapshotKey(snapshot, orderMatters, place), ...recording.actions.map(actionText)].join(' '));
}

function actionText(action: RecordedAction): string {
  if (action.kind === 'cancel') return canonicalText(action);
  const { event, ...rest } = action;
  return `${canonicalText(rest)} ${canonicalText(event, 'event')}`;
}

function keyPart(place: Place, text: () => string): string {
  try {
    return text();
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
  // What a write to a frozen object says in strict mode; every ES module is strict. XState wraps what a guard throws.
  if ((error instanceof TypeError || message.startsWith('Unable to evaluate guard')) && /read only|not extensible|object is not extensible|Cannot (add|delete|assign|define)/.test(message)) {
    return new ModelError({ code: 'context-mutated', place, problem: message });
  }
  return new ModelError({ code: 'threw', place, message });
}
