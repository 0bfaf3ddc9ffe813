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
import { actionsOf, type Asker } from './actor-scope.ts';
import { canonicalText, NotPlainData } from './canonical.ts';
import type { System } from './define-system.ts';
import type { LocalState } from './local-states.ts';
import { MachineSteps, type KnownStep, type Macrostep } from './machine-steps.ts';
import { ModelError } from './model-error.ts';

export type { LocalState } from './local-states.ts';
export type { Reception } from './machine-steps.ts';

/** One macrostep of one actor. */
export type LocalStep = Macrostep<string>;

/** One actor's machine as a table that fills itself. */
export interface LocalMachine {
  readonly name: string;
  readonly machine: AnyStateMachine;
  readonly start: () => LocalStep;
  readonly step: (state: LocalState, event: EventObject, eventKey: string) => LocalStep;
  /** The local states visited so far, by id; also by other actors with this machine and input. */
  readonly visited: readonly LocalState[];
}

/**
 * The table of one actor.
 *
 * @throws {ModelError} from `start` and `step`, whenever the machine does what a checked machine must not.
 */
export function localMachine(name: string, machine: AnyStateMachine, input: unknown, actorNames: readonly string[]): LocalMachine {
  return tableOf(name, new MachineSteps(machine, input, actorNames, [name]));
}

/** The tables of all actors of a system, in order. @throws {ModelError} `invalid-system` when an actor is missing. */
export function localMachinesOf({ id, actors, actorNames }: System): readonly LocalMachine[] {
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
    const steps = new MachineSteps(machine, input, actorNames, inputText === null ? [name] : askers);
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
  let started: LocalStep | undefined;
  const askerAt = (place: () => { readonly mode: string; readonly event: string }): Asker => ({ name, place: () => ({ actor: name, machine: machine.id, ...place() }) });
  const named = (step: KnownStep): LocalStep => ({ next: step.next, reception: step.reception, actions: actionsOf(name, step.actions), taken: step.taken, unansweredRaises: step.unansweredRaises });
  return {
    name,
    machine,
    visited: states.visited,
    start: () => (started ??= named(shared.start(askerAt(() => ({ mode: '(start)', event: 'xstate.init' }))))),
    step: (given, event, eventKey) => {
      const state = states.own(given);
      const number = shared.eventNumber(eventKey);
      const row = (steps[state.id] ??= []);
      return (row[number] ??= named(shared.step(askerAt(() => ({ mode: modeText(state.snapshot.value), event: event.type })), state, event, number)));
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
