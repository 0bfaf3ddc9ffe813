/**
 * What ONE machine does, asked of XState once and kept: the only way in which the checker calls XState.
 *
 *   local state + event  ->  XState's macrostep  ->  next local state, what it sent, what it took
 *
 * Local states are interned (local-states.ts): two snapshots with the same value, context, history, status, output and error
 * are one object, so `===` is equality and a step asked for a second time is a look-up. How XState is asked, and what is
 * refused, is ask-twice.ts. Actors with the same machine and the same input share what is known (machine-steps.ts).
 */
import type { AnyStateMachine, EventObject, StateValue } from 'xstate';
import { actionsOf, type RecordedAction } from './actor-scope.ts';
import { canonicalText, NotPlainData } from './canonical.ts';
import type { System } from './define-system.ts';
import type { LocalState } from './local-states.ts';
import { MachineSteps, type Asking, type KnownOutcome, type KnownStep, type Outcome } from './machine-steps.ts';
import { ModelError, type Place } from './model-error.ts';
import type { Renaming } from './renaming.ts';

export type { LocalState } from './local-states.ts';
export type { Asking, Reception } from './machine-steps.ts';

/** XState is asked for every step of every local state. */
export const asksAlways: Asking = { learnAfter: Infinity };

/** A machine with few states is explored before it pays to watch it. */
export const asksWhatIsNew: Asking = { learnAfter: 64 };

/** One macrostep of one actor. */
export interface LocalStep extends Outcome<string> {
  readonly next: LocalState;
}

/** One actor's machine as a table that fills itself. */
export interface LocalMachine {
  readonly name: string;
  readonly machine: AnyStateMachine;
  readonly start: () => LocalStep;
  readonly step: (state: LocalState, event: EventObject, eventKey: string) => LocalStep;
  /** The key that a local state would have with its names changed; no machine is asked. */
  readonly keyUnder: (state: LocalState, names: Renaming) => string;
  /** The local states visited so far, by id; also by other actors with this machine and input. */
  readonly visited: readonly LocalState[];
}

/**
 * The table of one actor.
 *
 * @throws {ModelError} from `start` and `step`, whenever the machine does what a checked machine must not.
 */
export function localMachine(name: string, machine: AnyStateMachine, input: unknown, actorNames: readonly string[], asking: Asking = asksAlways): LocalMachine {
  return tableOf(name, new MachineSteps(machine, input, actorNames, [name], asking));
}

/** The tables of all actors of a system, in order. @throws {ModelError} `invalid-system` when an actor is missing. */
export function localMachinesOf({ id, actors, actorNames }: System, asking: Asking): readonly LocalMachine[] {
  const declared = actorNames.map((name) => {
    const declaration = actors[name];
    if (declaration === undefined) throw new ModelError({ code: 'invalid-system', system: id, problem: `actor ${name} is missing`, remedy: 'Build the system with defineSystem.' });
    return { name, machine: declaration.machine, input: declaration.input, inputText: textOfInput(declaration.input) };
  });
  const shared: { readonly steps: MachineSteps; readonly inputText: string | null }[] = [];
  return declared.map(({ name, machine, input, inputText }) => {
    const known = shared.find(({ steps, inputText: other }) => steps.machine === machine && inputText !== null && inputText === other);
    if (known !== undefined) return tableOf(name, known.steps);
    const askers = declared.filter((peer) => peer.machine === machine && inputText !== null && peer.inputText === inputText).map((peer) => peer.name);
    const steps = new MachineSteps(machine, input, actorNames, inputText === null ? [name] : askers, asking);
    shared.push({ steps, inputText });
    return tableOf(name, steps);
  });
}

/** Null when equal inputs cannot be told. */
function textOfInput(input: unknown): string | null {
  try {
    return canonicalText(input, 'input');
  } catch (error) {
    if (error instanceof NotPlainData) return null;
    throw error;
  }
}

function tableOf(name: string, shared: MachineSteps): LocalMachine {
  const { machine, states } = shared;
  /** By state, then by event. */
  const steps: (LocalStep | undefined)[][] = [];
  const actionsNamed = new Map<KnownOutcome, readonly RecordedAction[]>();
  let started: LocalStep | undefined;
  let asksIn: LocalState | undefined;
  let asksOn = 'xstate.init';
  const place = (): Place => ({ actor: name, machine: machine.id, mode: asksIn === undefined ? '(start)' : modeText(asksIn.snapshot.value), event: asksOn });
  const asker = { name, place };
  const named = ({ next, outcome, byRule }: KnownStep): LocalStep => {
    const { reception, actions, taken, unansweredRaises } = outcome;
    if (actions.length === 0) return { next, reception, actions: none, taken, unansweredRaises };
    const known = actionsNamed.get(outcome) ?? actionsOf(name, actions);
    if (byRule) actionsNamed.set(outcome, known);
    return { next, reception, actions: known, taken, unansweredRaises };
  };
  return {
    name,
    machine,
    visited: states.visited,
    start: () => {
      asksIn = undefined;
      asksOn = 'xstate.init';
      return (started ??= named(shared.start(asker)));
    },
    step: (given, event, eventKey) => {
      const state = states.own(given);
      const number = shared.eventNumber(eventKey);
      const known = steps[state.id]?.[number];
      if (known !== undefined) return known;
      asksIn = state;
      asksOn = event.type;
      const found = shared.step(asker, state, event, number);
      const step = named(found);
      if (!found.byRule) (steps[state.id] ??= [])[number] = step;
      return step;
    },
    keyUnder: (state, names) => states.keyUnder(state, names),
  };
}

const none: readonly never[] = [];

/** A mode as text: `running`, `live.brownout`, `{disk: online, vm: off}` for parallel regions. */
export function modeText(value: StateValue): string {
  if (typeof value === 'string') return value;
  const parts = Object.entries(value).flatMap(([key, below]) => (below === undefined ? [] : [[key, modeText(below)] as const]));
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only !== undefined) return only[1] === '{}' ? only[0] : `${only[0]}.${only[1]}`;
  return `{${parts.map(([key, below]) => (below === '{}' ? key : `${key}: ${below}`)).join(', ')}}`;
}
