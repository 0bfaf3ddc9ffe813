/**
 * A walk: one random run of a system, as a value that a property-based test can take, shrink and print.
 *
 *   states[0] ──steps[0]──▶ states[1] ──steps[1]──▶ ... ──▶ states[n]
 *
 * It is a trace with two differences. Its states are typed and cost nothing to read; the trace, which must know the place
 * of every step among the enabled ones, is worked out when somebody asks for it.
 */
import { toStringMethod } from 'fast-check';
import type { Run } from '../property/verdict.ts';
import type { Actors, StateView, System } from '../system/define-system.ts';
import { ModelError } from '../system/model-error.ts';
import type { Delivery } from '../system/run-to-completion.ts';
import { labelKey, type StepLabel } from '../system/step-label.ts';
import type { Semantics, TakenStep } from '../system/step.ts';
import { replay, traceOf, type Trace } from '../trace/trace.ts';
import { knownStatesOf, type KnownStart, type KnownState, type KnownStates, type KnownStep } from './known-states.ts';
import { walkText } from './walk-text.ts';

export class Walk<A extends Actors = Actors> {
  readonly system: System<A>;
  /** What the actors said to each other before the first step. */
  readonly opening: readonly Delivery[];
  readonly steps: readonly TakenStep[];
  /** The states as the table of the system has them; for shrinking. */
  readonly known: readonly KnownState<A>[];
  readonly semantics: Semantics;
  #states: readonly StateView<A>[] | undefined;
  #trace: Trace | undefined;

  constructor({ system, semantics }: KnownStates<A>, start: KnownStart<A>, steps: readonly KnownStep<A>[]) {
    this.system = system;
    this.opening = start.opening;
    this.steps = steps.map(({ taken }) => taken);
    this.known = [start.state, ...steps.map(({ after }) => after)];
    this.semantics = semantics;
  }

  /** The initial state, then the state after each step. */
  get states(): readonly StateView<A>[] {
    return (this.#states ??= this.known.map(({ view }) => view));
  }

  get labels(): Run {
    return this.steps.map(({ label }) => label);
  }

  /** The same run as a trace; its id replays with `quiesce replay`. */
  get trace(): Trace {
    return (this.#trace ??= traceOf(this.semantics, this.labels));
  }

  /** The walk of the first `length` steps, as a trace. */
  traceTo(length: number): Trace {
    return length >= this.steps.length ? this.trace : traceOf(this.semantics, this.labels.slice(0, length));
  }

  toString(): string {
    return walkText(this.semantics, this.trace);
  }

  /** What fast-check prints; without it, a counterexample would be one line of JSON. */
  [toStringMethod](): string {
    return this.toString();
  }
}

/**
 * The walk that a recorded run is: the labels of its steps, or the id of a trace.
 *
 * As one of the `examples` of `fc.assert` it is tried first and, if it fails, shrunk like any other walk.
 * @throws {RangeError} when a label is not enabled where it stands.
 * @throws {TraceError} when an id was recorded on another system or no longer replays.
 * @example fc.assert(property, { examples: [[walkOf(system, '0.2.6.3')]] })
 */
export function walkOf<A extends Actors>(system: System<A>, recorded: Run | string): Walk<A> {
  const table = knownStatesOf(system);
  const labels = typeof recorded === 'string' ? replay(table.semantics, recorded).steps.map(({ label }) => label) : recorded;
  const walk = followLabels(table, labels);
  const keys = walk.labels.map(labelKey);
  const odd = labels.findIndex((label, i) => keys[i] !== labelKey(label));
  if (odd >= 0) throw new RangeError(`step ${odd + 1} (${labels.slice(odd, odd + 1).map(labelKey).join('')}) is not enabled`);
  return walk;
}

/** Takes the steps that are enabled where they stand and leaves out the others. @throws {ModelError} with all its steps. */
export function followLabels<A extends Actors>(table: KnownStates<A>, labels: readonly StepLabel[]): Walk<A> {
  const start = table.start();
  const steps: KnownStep<A>[] = [];
  let at = start.state;
  for (const label of labels) {
    const step = reaching(steps, at, (here) => {
      const choice = here.choiceOf(label);
      return choice < 0 ? null : here.step(choice);
    });
    if (step === null) continue;
    steps.push(step);
    at = step.after;
  }
  return new Walk(table, start, steps);
}

/** Does something in the state that these steps lead to, so that a model error names them all. */
export function reaching<A extends Actors, T>(steps: readonly KnownStep<A>[], at: KnownState<A>, act: (at: KnownState<A>) => T): T {
  try {
    return act(at);
  } catch (error) {
    if (error instanceof ModelError) throw error.after([...steps.map(({ taken }) => taken.label), ...error.steps]);
    throw error;
  }
}
