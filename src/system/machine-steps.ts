/**
 * The steps of one machine with one input, for all actors that have both: each is asked of XState once and kept.
 *
 * What is kept names the actor that asks as `null`, so that it is true of all of them. A step that depends on the asker's own
 * name, which a machine can only learn from its scope, is kept for that asker alone.
 */
import type { AnyStateMachine, EventObject } from 'xstate';
import { RecordingScope, type ActionTo, type Asker, type Microstep } from './actor-scope.ts';
import type { Answer } from './answer.ts';
import { askTwice, type Desk } from './ask-twice.ts';
import { canonicalText, deepFreeze } from './canonical.ts';
import { LocalStates, type LocalState } from './local-states.ts';
import { transitionIndexOf, type TransitionInfo } from './transition-index.ts';
import type { Reading } from './value-numbers.ts';

/** How an event fared: a transition took it, XState's explicit "nothing" did, or no transition did. */
export type Reception = 'taken' | 'ignored' | 'swallowed';

/** One macrostep of one machine; `To` is how it names an actor. */
export interface Macrostep<To> {
  readonly next: LocalState;
  readonly reception: Reception;
  /** What it sent, scheduled, cancelled and emitted, in order. */
  readonly actions: readonly ActionTo<To>[];
  /** The transitions taken for the event itself, then by `always` and raised events; ids of transition-index. */
  readonly taken: readonly string[];
  /** Events it raised itself and did not answer; XState's own (`xstate.done.state...`) left out. */
  readonly unansweredRaises: readonly EventObject[];
}

/** The same of every actor that asks, or of the one that asked alone. */
export interface KnownStep extends Macrostep<string | null> {
  readonly isOwn: boolean;
}

export class MachineSteps {
  readonly machine: AnyStateMachine;
  readonly states: LocalStates;
  readonly #desk: Desk;
  readonly #input: unknown;
  readonly #transitions: ReadonlyMap<Microstep['transitions'][number], TransitionInfo>;
  readonly #eventNumbers = new Map<string, number>();
  /** By state, then by event. */
  readonly #steps: (KnownStep | undefined)[][] = [];
  #start: KnownStep | undefined;

  /** `askers`: the actors that have this machine and this input. */
  constructor(machine: AnyStateMachine, input: unknown, actorNames: readonly string[], askers: readonly string[]) {
    this.machine = machine;
    this.#input = input;
    this.states = new LocalStates(machine);
    this.#desk = { states: this.states, scope: new RecordingScope(actorNames, askers), actorNames };
    this.#transitions = transitionIndexOf(machine);
  }

  /** The number of an event in the tables of this machine. */
  eventNumber(eventKey: string): number {
    const known = this.#eventNumbers.get(eventKey);
    if (known !== undefined) return known;
    this.#eventNumbers.set(eventKey, this.#eventNumbers.size);
    return this.#eventNumbers.size - 1;
  }

  /** @throws {ModelError} when the machine does what a checked machine must not. */
  start(asker: Asker): KnownStep {
    if (this.#start !== undefined) return this.#start;
    // The context of a machine without a context function is one object for all its runs.
    const context: unknown = this.machine.config.context;
    const given = (): string => (typeof context === 'function' ? '' : canonicalText(context, 'context'));
    const answer = askTwice(this.#desk, { asker, from: undefined, given, call: (scope) => this.machine.getInitialSnapshot(scope, this.#input) });
    deepFreeze(answer.state.snapshot.context);
    const step = this.#stepOf(answer, answer.recording.microsteps);
    if (!step.isOwn) this.#start = step;
    return step;
  }

  /** @throws {ModelError} when the machine does what a checked machine must not. */
  step(asker: Asker, state: LocalState, event: EventObject, eventNumber: number): KnownStep {
    const row = (this.#steps[state.id] ??= []);
    const known = row[eventNumber];
    if (known !== undefined) return known;
    const answer = askTwice(this.#desk, { asker, from: state, given: nothing, call: (scope) => this.machine.transition(state.snapshot, event, scope) });
    const step = this.#stepOf(answer, answer.recording.microsteps.slice(1));
    if (!step.isOwn) row[eventNumber] = step;
    return step;
  }

  /** `later`: the microsteps that were not for the event itself. */
  #stepOf({ state, recording, events }: Answer, later: readonly Microstep[]): KnownStep {
    const { microsteps, actions, readsName } = recording;
    const taken: string[] = [];
    let isForbidden = true;
    // All microsteps: an event that no transition takes may still let an `always` through whose guard reads it.
    for (const { transitions } of microsteps) {
      for (const definition of transitions) {
        const info = this.#transitions.get(definition);
        if (info === undefined) continue;
        taken.push(info.id);
        if (!info.forbidden) isForbidden = false;
      }
    }
    const isAnswer = later.length < microsteps.length;
    return {
      next: this.states.intern(state),
      reception: !isAnswer || !isForbidden ? 'taken' : taken.length > 0 ? 'ignored' : 'swallowed',
      actions: actions.length === 0 ? none : actions.map((action, at) => this.#kept(action, events[at] ?? -1)),
      taken,
      unansweredRaises: later.length === 0 ? none : later.filter(({ transitions, event }) => transitions.length === 0 && !event.type.startsWith('xstate.')).map(({ event }) => event),
      isOwn: readsName,
    };
  }

  /** An action with its event frozen: one object for equal events, so that they are told apart by identity. */
  #kept(action: ActionTo<string | null>, reading: Reading): ActionTo<string | null> {
    if (action.kind === 'cancel') return action;
    const { values } = this.states;
    const number = values.number(action.event, reading);
    deepFreeze(action.event);
    const kept = values.isSettled(number) ? values.value(number) : action.event;
    return kept === action.event || !isEvent(kept) ? action : { ...action, event: kept };
  }
}

const none: readonly never[] = [];
const nothing = (): string => '';

function isEvent(value: unknown): value is EventObject {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
