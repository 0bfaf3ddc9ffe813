/**
 * The steps of one machine with one input, for all actors that have both: each is asked of XState once and kept.
 *
 * What is kept names the actor that asks as `null`, so that it is true of all of them. A step that depends on the asker's own
 * name, which a machine can only learn from its scope, is kept for that asker alone.
 */
import type { AnyStateMachine, EventObject } from 'xstate';
import { actionsOf, RecordingScope, type ActionTo, type Asker, type Microstep } from './actor-scope.ts';
import type { Answer } from './answer.ts';
import { askTwice, type Desk } from './ask-twice.ts';
import { canonicalText, deepFreeze } from './canonical.ts';
import { LocalStates, type LocalState } from './local-states.ts';
import { ModelError } from './model-error.ts';
import { StepMemory } from './step-memory.ts';
import { transitionIndexOf, type TransitionInfo } from './transition-index.ts';
import type { Reading } from './value-numbers.ts';

/** How an event fared: a transition took it, XState's explicit "nothing" did, or no transition did. */
export type Reception = 'taken' | 'ignored' | 'swallowed';

/** What came of an event, apart from where it led; `To` is how it names an actor. */
export interface Outcome<To> {
  readonly reception: Reception;
  /** What was sent, scheduled, cancelled and emitted, in order. */
  readonly actions: readonly ActionTo<To>[];
  /** The transitions taken for the event itself, then by `always` and raised events; ids of transition-index. */
  readonly taken: readonly string[];
  /** Events it raised itself and did not answer; XState's own (`xstate.done.state...`) left out. */
  readonly unansweredRaises: readonly EventObject[];
}

/** The same of every actor that asks, or of the one that asked alone. */
export interface KnownOutcome extends Outcome<string | null> {
  readonly isOwn: boolean;
}

export interface KnownStep {
  readonly next: LocalState;
  readonly outcome: KnownOutcome;
  /** It was found by a rule, so that it is as easily found again as kept. */
  readonly byRule: boolean;
}

export interface Asking {
  /** After so many questions about a machine, answers are remembered by what they depended on; `Infinity`: never. */
  readonly learnAfter: number;
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
  readonly #isShared: boolean;
  readonly #learnAfter: number;
  #asked = 0;
  #memory: StepMemory | null = null;

  /** `askers`: the actors that have this machine and this input. `learnAfter`: see `Asking`. */
  constructor(machine: AnyStateMachine, input: unknown, actorNames: readonly string[], askers: readonly string[], { learnAfter }: Asking) {
    this.machine = machine;
    this.#isShared = askers.length > 1;
    this.#learnAfter = learnAfter;
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
    if (!step.outcome.isOwn) this.#start = step;
    return step;
  }

  /** @throws {ModelError} when the machine does what a checked machine must not. */
  step(asker: Asker, state: LocalState, event: EventObject, eventNumber: number): KnownStep {
    const row = this.#isShared ? (this.#steps[state.id] ??= []) : undefined;
    const known = row?.[eventNumber];
    if (known !== undefined) return known;
    const step = this.#followed(asker, state, event, eventNumber) ?? this.#learned(asker, state, event, eventNumber);
    if (row !== undefined && !step.outcome.isOwn && !step.byRule) row[eventNumber] = step;
    return step;
  }

  /** The step by a rule, if there is one. The first use of a rule is held against XState, and now and then a later one. */
  #followed(asker: Asker, state: LocalState, event: EventObject, eventNumber: number): KnownStep | undefined {
    const rule = this.#memory?.find(state, eventNumber);
    const next = rule === undefined ? undefined : this.#memory?.follow(rule, state);
    if (rule === undefined || next === undefined || next === null) return undefined;
    const step = { next, outcome: rule.outcome, byRule: true };
    rule.uses += 1;
    if (isToBeChecked(rule.uses)) refuseOther(asker, step, this.#stepOfAnswer(this.#ask(asker, state, event)));
    return step;
  }

  #learned(asker: Asker, state: LocalState, event: EventObject, eventNumber: number): KnownStep {
    const answer = this.#ask(asker, state, event);
    const step = this.#stepOfAnswer(answer);
    this.#asked += 1;
    if (this.#asked === this.#learnAfter) this.#memory = memoryOf(this.machine, this.states, this.#desk.scope);
    this.#memory?.learn({ asker, state, event, eventNumber, answer, step });
    return step;
  }

  #ask(asker: Asker, state: LocalState, event: EventObject): Answer {
    return askTwice(this.#desk, { asker, from: state, given: nothing, call: (scope) => this.machine.transition(state.snapshot, event, scope) });
  }

  #stepOfAnswer(answer: Answer): KnownStep {
    return this.#stepOf(answer, answer.recording.microsteps.slice(1));
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
    const outcome: KnownOutcome = {
      reception: !isAnswer || !isForbidden ? 'taken' : taken.length > 0 ? 'ignored' : 'swallowed',
      actions: actions.length === 0 ? none : actions.map((action, at) => this.#kept(action, events[at] ?? -1)),
      taken,
      unansweredRaises: later.length === 0 ? none : later.filter(({ transitions, event }) => transitions.length === 0 && !event.type.startsWith('xstate.')).map(({ event }) => event),
      isOwn: readsName,
    };
    return { next: this.states.intern(state), outcome, byRule: false };
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

/** Null when the machine cannot be watched; then XState is asked for every step. */
function memoryOf(machine: AnyStateMachine, states: LocalStates, scope: RecordingScope): StepMemory | null {
  try {
    return new StepMemory(machine, states, scope);
  } catch {
    return null;
  }
}

/** The first use, then the 16th, the 256th and so on. */
function isToBeChecked(uses: number): boolean {
  return (uses & (uses - 1)) === 0 && (uses & 0x11111111) !== 0;
}

/** @throws {ModelError} `impure-machine` when XState gives another step than a rule: the machine depends on what it was not given. */
function refuseOther(asker: Asker, step: KnownStep, asked: KnownStep): void {
  const [first, second] = [textOf(asker, step), textOf(asker, asked)];
  if (step.next !== asked.next || first !== second) throw new ModelError({ code: 'impure-machine', place: asker.place(), first, second });
}

function textOf(asker: Asker, { next, outcome }: KnownStep): string {
  const { actions, reception, taken, unansweredRaises } = outcome;
  return [next.key, ...actionsOf(asker.name, actions).map((action) => canonicalText(action)), reception, ...taken, ...unansweredRaises.map((event) => canonicalText(event))].join(' ');
}

const none: readonly never[] = [];
const nothing = (): string => '';

function isEvent(value: unknown): value is EventObject {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
