/**
 * The reference step: one stimulus or expired timer, and all that follows until every actor is idle.
 *
 * What happens within a step, and in which order, is run-to-completion.ts; here a state gets its enabled steps,
 * a step its name, and its result a state.
 *
 * Actors start in the order they are declared. Plain objects and arrays throughout: this file is what the
 * fast engine and the live actors are compared with, so it should be possible to believe it by reading.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { isDue, mayTick } from './clock.ts';
import type { StateView, System } from './define-system.ts';
import { asksAlways, localMachinesOf, type Asking, type LocalMachine, type LocalState } from './local-step.ts';
import { ModelError } from './model-error.ts';
import { eventKeyOf, placeIn, Run, type Delivery } from './run-to-completion.ts';
import { tickLabel, type StepLabel } from './step-label.ts';
import { elapse, expire, noTimers, type PendingTimer, type Timers } from './timers.ts';

/** One state of the system. Two states are the same exactly when their keys are. */
export interface SystemState {
  readonly locals: readonly LocalState[];
  readonly timers: Timers;
  /** What is left of each budget, in the order of `System.budgetNames`. */
  readonly budgets: readonly number[];
  readonly key: string;
}

/** A step that was taken: what it is called, where it leads, and everything that was said on the way. */
export interface TakenStep {
  readonly label: StepLabel;
  readonly after: SystemState;
  readonly deliveries: readonly Delivery[];
  /** It led back to the state it left. */
  readonly stutter: boolean;
}

/** The start of every run: the actors' first macrosteps, before any stimulus. */
export interface Start {
  readonly state: SystemState;
  readonly deliveries: readonly Delivery[];
}

/** The meaning of a system, one step at a time; it keeps the tables of local steps it has asked for. */
export interface Semantics {
  readonly system: System;
  readonly machines: readonly LocalMachine[];
  readonly start: () => Start;
  /** The steps enabled in a state, in their fixed order: stimuli as declared, timers that may expire by their identity, then a tick. */
  readonly enabled: (state: SystemState) => readonly StepLabel[];
  readonly take: (state: SystemState, label: StepLabel) => TakenStep;
  readonly view: (state: SystemState) => StateView;
}

/**
 * The reference semantics of a system. `asking`: whether XState is asked for every step, which is the default.
 *
 * @throws {ModelError} from its functions, with the step under way, when a machine does what it must not.
 */
export function semanticsOf(system: System, asking: Asking = asksAlways): Semantics {
  const names = system.actorNames;
  const machines = localMachinesOf(system, asking);
  const places = new Map(names.map((name, place) => [name, place]));
  const budgetPlaces = new Map(system.budgetNames.map((name, place) => [name, place]));
  const stimuli = system.stimuli.map((stimulus, index) => ({
    label: { kind: 'stimulus', index, to: stimulus.to, event: stimulus.event, budget: stimulus.budget ?? null } satisfies StepLabel,
    eventKey: eventKeyOf(stimulus.event),
    to: placeIn(places, stimulus.to),
    budget: stimulus.budget === undefined ? -1 : placeIn(budgetPlaces, stimulus.budget),
  }));

  const isEnabled = (state: SystemState, stimulus: (typeof stimuli)[number]): boolean => {
    const local = state.locals[stimulus.to];
    const machine = machines[stimulus.to];
    if (local === undefined || machine === undefined || !local.active) return false;
    if (stimulus.budget >= 0 && (state.budgets[stimulus.budget] ?? 0) === 0) return false;
    return labelled(stimulus.label, () => machine.step(local, stimulus.label.event, stimulus.eventKey).reception === 'taken');
  };

  return {
    system,
    machines,
    start: () => {
      const run = new Run(machines, places, [], noTimers, system.clock);
      run.startAll();
      return { state: stateOf(run, system.budgetNames.map((name) => system.budgets[name] ?? 0)), deliveries: run.deliveries };
    },
    enabled: (state) => {
      const given = stimuli.filter((stimulus) => isEnabled(state, stimulus)).map((stimulus) => stimulus.label);
      const timers = state.timers.filter((timer, i) => isDue(timer) && timer.key !== state.timers[i - 1]?.key);
      return [...given, ...timers.map(timerLabel), ...(mayTick(system.clock, state.timers) ? [tickLabel(system.clock.tickMs)] : [])];
    },
    take: (state, label) =>
      labelled(label, () => {
        if (label.kind === 'tick') {
          const after = stateOf({ locals: state.locals, timers: elapse(state.timers, label.tickMs) }, state.budgets);
          return { label, after, deliveries: [], stutter: after.key === state.key };
        }
        const fired = label.kind === 'timer' ? state.timers.find((timer) => timer.key === label.timer) : undefined;
        const run = new Run(machines, places, state.locals, fired === undefined ? state.timers : expire(state.timers, fired), system.clock);
        run.deliver(label.kind === 'timer' ? label.from : null, label.to, label.event);
        const spent = label.kind === 'stimulus' && label.budget !== null ? placeIn(budgetPlaces, label.budget) : -1;
        const after = stateOf(run, state.budgets.map((left, place) => (place === spent ? left - 1 : left)));
        return { label, after, deliveries: run.deliveries, stutter: after.key === state.key };
      }),
    view: (state) => ({
      actors: snapshotsOf(names, state.locals),
      timers: state.timers,
      timersOf: (actor) => {
        if (!places.has(actor)) throw new RangeError(`there is no actor "${actor}"`);
        return state.timers.filter(({ from }) => from === actor);
      },
      budgets: Object.fromEntries(system.budgetNames.map((name, place) => [name, state.budgets[place] ?? 0])),
    }),
  };
}

function snapshotsOf(names: readonly string[], locals: readonly LocalState[]): Readonly<Record<string, AnyMachineSnapshot>> {
  const snapshots: Record<string, AnyMachineSnapshot> = {};
  locals.forEach((local, place) => {
    const name = names[place];
    if (name !== undefined) snapshots[name] = local.snapshot;
  });
  return snapshots;
}

function stateOf({ locals, timers }: Pick<SystemState, 'locals' | 'timers'>, budgets: readonly number[]): SystemState {
  const key = `${locals.map((local) => local.id).join(',')}|${timers.map((timer) => timer.key).join(',')}|${budgets.join(',')}`;
  return { locals, timers, budgets, key };
}

function timerLabel(timer: PendingTimer): StepLabel {
  return { kind: 'timer', from: timer.from, to: timer.to, event: timer.event, delayMs: timer.delayMs, sendId: timer.sendId, orphan: timer.orphan, timer: timer.key };
}

function labelled<T>(label: StepLabel, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof ModelError) throw error.after([label, ...error.steps]);
    throw error;
  }
}

