/**
 * A system: named actors, and what the environment may do to them.
 *
 * A system is data and is checked for plain mistakes here, before anything runs. The machines in it are
 * the user's own and stay so: the same objects run live under `createActor`.
 */
import type { AnyStateMachine, EventFromLogic, EventObject, InputFrom, SnapshotFrom } from 'xstate';
import type { Clock } from './clock.ts';
import { canonicalText, deepFreeze, NotPlainData } from './canonical.ts';
import { declarationFault, type Groups } from './interchangeable.ts';
import { ModelError } from './model-error.ts';
import { invocationsOf } from './transition-index.ts';

/** One actor: a machine, and the input it starts with. */
export interface ActorDeclaration {
  readonly machine: AnyStateMachine;
  readonly input?: unknown;
}

export type Actors = Readonly<Record<string, ActorDeclaration>>;

/** A timer that waits: `from` set it, `event` goes to `to` when it expires. */
export interface TimerView {
  readonly from: string;
  readonly to: string;
  readonly event: EventObject;
  readonly delayMs: number;
  /** How long until it is due; null in a system without a clock. */
  readonly leftMs: number | null;
}

/** A state as properties see it: XState's own snapshots by actor name, the pending timers, the budgets left. */
export interface StateView<A extends Actors = Actors> {
  readonly actors: { readonly [N in keyof A]: SnapshotFrom<A[N]['machine']> };
  readonly timers: readonly TimerView[];
  /**
   * The timers that one actor has set. Answers of claims are remembered by what they read: this reads of one actor, `timers` of all.
   *
   * @throws {RangeError} when there is no actor of this name.
   */
  readonly timersOf: (actor: string) => readonly TimerView[];
  readonly budgets: Readonly<Record<string, number>>;
}

/** An event the environment may send to an actor, from a budget if it names one. */
export interface Stimulus {
  readonly to: string;
  readonly event: EventObject;
  readonly budget?: string;
}

type StimulusOf<A extends Actors> = {
  readonly [N in keyof A & string]: {
    readonly to: N;
    readonly event: EventFromLogic<A[N]['machine']>;
    readonly budget?: string;
  };
}[keyof A & string];

export interface SystemDefinition<A extends Actors> {
  /** Kebab-case; the name on reports and in commands. */
  readonly id: string;
  /** The scope in words, printed beside every verdict: "2 nodes, 1 LUN, 1 VM". */
  readonly scope?: string;
  readonly actors: A & { readonly [N in keyof A]: { readonly input?: InputFrom<A[N]['machine']> } };
  readonly stimuli: readonly StimulusOf<A>[];
  /** How often the stimuli of each budget may be given, all together; a whole number of at least 0. */
  readonly budgets?: Readonly<Record<string, number>>;
  /**
   * Reads delays as time: it passes in ticks of so many milliseconds, and every delay is a multiple of one. Default: none, so that a
   * pending timer may expire at any step, and what holds does so for every choice of delays.
   */
  readonly clock?: Clock;
  /** States in which the system may rest for ever; any other state without a way out is a deadlock. */
  readonly final?: (state: StateView<A>) => boolean;
  /**
   * Groups of actors that nobody can tell apart: `[['vm1', 'vm2', 'vm3']]`. `check` then visits one state of each orbit, that
   * is, of all states that differ only by who is who in a group; up to 3! = 6 times fewer states here.
   *
   * What changes places is an actor, or several that do so together, in the same order for each: `[[['vm1', 'guest1'],
   * ['vm2', 'guest2']]]`. Those that change places share a machine object. With names permuted, stimuli become stimuli of
   * the same budget, and inputs become inputs. Whoever refers to such an actor does so by its name as a string of its own,
   * and keeps several in a Set, a Map or a record, not in a list in the order of names. The search holds every machine to
   * the declaration, and claims as docs/limits.md says. Default: none.
   */
  readonly interchangeable?: readonly (readonly ((keyof A & string) | readonly (keyof A & string)[])[])[];
}

/** A system that passed {@link defineSystem}. Actors, stimuli and budgets keep the order they were written in. */
export interface System<A extends Actors = Actors> {
  readonly id: string;
  readonly scope: string;
  readonly actorNames: readonly string[];
  readonly actors: A;
  readonly stimuli: readonly Stimulus[];
  readonly budgetNames: readonly string[];
  readonly budgets: Readonly<Record<string, number>>;
  readonly clock: Clock | null;
  readonly interchangeable: Groups;
  // Method syntax on purpose: a system of known actors is still a system to code that knows none.
  final(state: StateView<A>): boolean;
}

/** The type of a system's states, for writing properties: `(state: StateOf<typeof system>) => ...`. */
export type StateOf<S> = S extends System<infer A> ? StateView<A> : never;

/**
 * Checks a definition and fixes its order.
 *
 * @throws {ModelError} `invalid-system` when a stimulus, budget or group names nothing or contradicts itself, `invoke-refused` when a machine invokes.
 * @example defineSystem({ id: 'lamp', actors: { lamp: { machine } }, stimuli: [{ to: 'lamp', event: { type: 'PRESS' } }] })
 */
export function defineSystem<const A extends Actors>(definition: SystemDefinition<A>): System<A> {
  const budgets = definition.budgets ?? {};
  const stimuli: readonly Stimulus[] = definition.stimuli;
  refuseBadActors(definition.id, definition.actors);
  refuseBadBudgets(definition.id, budgets);
  refuseBadClock(definition.id, definition.clock);
  stimuli.forEach((stimulus, index) => refuseBadStimulus(definition.id, definition.actors, budgets, stimulus, index));
  for (const stimulus of stimuli) deepFreeze(stimulus.event);
  const interchangeable: Groups = definition.interchangeable ?? [];
  const fault = declarationFault(interchangeable, definition.actors, stimuli);
  if (fault !== null) refuse(definition.id, fault.problem, fault.remedy);
  const actorNames = Object.keys(definition.actors);
  return Object.freeze({
    id: definition.id,
    scope: definition.scope ?? `${actorNames.length} ${actorNames.length === 1 ? 'actor' : 'actors'}`,
    actorNames,
    actors: definition.actors,
    stimuli,
    budgetNames: Object.keys(budgets),
    budgets,
    clock: definition.clock ?? null,
    interchangeable,
    final: definition.final ?? (() => false),
  });
}

function refuse(system: string, problem: string, remedy: string): never {
  throw new ModelError({ code: 'invalid-system', system, problem, remedy });
}

function refuseBadActors(system: string, actors: Actors): void {
  const names = Object.keys(actors);
  if (names.length === 0) refuse(system, 'it has no actors', 'Name at least one actor and its machine.');
  for (const name of names) {
    const machine: unknown = actors[name]?.machine;
    if (!isMachine(machine)) refuse(system, `actor ${name} has no XState v5 machine`, 'Pass the result of setup(...).createMachine(...) or createMachine(...).');
    const invocation = invocationsOf(machine)[0];
    if (invocation !== undefined) throw new ModelError({ code: 'invoke-refused', actor: name, machine: machine.id, ...invocation });
  }
}

function isMachine(value: unknown): value is AnyStateMachine {
  return typeof value === 'object' && value !== null && '__xstatenode' in value && 'root' in value && 'getInitialSnapshot' in value;
}

function refuseBadBudgets(system: string, budgets: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(budgets)) {
    if (!Number.isInteger(count) || count < 0) refuse(system, `budget ${name} is ${count}`, 'A budget is a whole number of at least 0.');
  }
}

function refuseBadClock(system: string, clock: Clock | undefined): void {
  if (clock === undefined || (Number.isInteger(clock.tickMs) && clock.tickMs >= 1)) return;
  refuse(system, `its clock has a tick of ${clock.tickMs} ms`, 'A tick is a whole number of milliseconds, at least 1, e.g. clock: { tickMs: 100 }.');
}

function refuseBadStimulus(system: string, actors: Actors, budgets: Readonly<Record<string, number>>, stimulus: Stimulus, index: number): void {
  const named = `stimulus ${index} (${stimulus.to} ${stimulus.event.type})`;
  if (!Object.hasOwn(actors, stimulus.to)) refuse(system, `${named} is for an actor that does not exist`, `The actors are ${Object.keys(actors).join(', ')}.`);
  if (stimulus.budget !== undefined && !Object.hasOwn(budgets, stimulus.budget)) {
    refuse(system, `${named} draws on budget ${stimulus.budget}, which is not declared`, `Add it to budgets, e.g. { ${stimulus.budget}: 1 }.`);
  }
  try {
    canonicalText(stimulus.event, 'event');
  } catch (error) {
    if (error instanceof NotPlainData) refuse(system, `${named} is not plain data: ${error.message}`, 'Use objects, arrays, Maps, Sets and primitives only.');
    throw error;
  }
}
