/**
 * A claim about a system, as data: an id, the requirements it serves, a sentence, and predicates.
 *
 * Predicates are ordinary functions of typed states. They are called once per state (or step) and must depend
 * on nothing else. Four kinds here; liveness and durations have kinds of their own.
 */
import type { EventObject } from 'xstate';
import type { StateView } from '../system/define-system.ts';
import type { Delivery } from '../system/run-to-completion.ts';
import type { StepLabel } from '../system/step-label.ts';

interface Claim {
  /** Kebab-case; the name in commands and reports. */
  readonly id: string;
  /** Ids of the requirements it serves; may be empty. */
  readonly requirements: readonly string[];
  /** One sentence that a reviewer can agree or disagree with. */
  readonly statement: string;
}

/** A step as properties see it: what the environment did, and every message handled in consequence, in order. */
export interface StepView {
  readonly kind: StepLabel['kind'];
  readonly to: string;
  readonly event: EventObject;
  readonly deliveries: readonly Delivery[];
}

/** A predicate of every state; `when` says in which states it is put to the test. */
export interface Always<S> extends Claim {
  readonly kind: 'always';
  when(state: S): boolean;
  holds(state: S): boolean;
}

/** A predicate of every step, stutters included; `when` says which steps put it to the test. */
export interface EachStep<S> extends Claim {
  readonly kind: 'each-step';
  when(before: S, step: StepView, after: S): boolean;
  holds(before: S, step: StepView, after: S): boolean;
}

/** Some reachable state satisfies it: the witness that keeps other claims from passing vacuously. */
export interface Reachable<S> extends Claim {
  readonly kind: 'reachable';
  holds(state: S): boolean;
}

/** No reachable state satisfies it. */
export interface Unreachable<S> extends Claim {
  readonly kind: 'unreachable';
  holds(state: S): boolean;
}

export type Property<S = StateView> = Always<S> | EachStep<S> | Reachable<S> | Unreachable<S>;
export type PropertyKind = Property['kind'];

type Definition<P extends Property<never>> = Omit<P, 'kind' | 'when' | 'requirements'> & { readonly requirements?: readonly string[] };

/**
 * Claims that a predicate holds in every reachable state.
 *
 * With `when`, only the states that satisfy it count as tested; if none does, the verdict is vacuous.
 */
export function always<S = StateView>(definition: Definition<Always<S>> & { readonly when?: (state: S) => boolean }): Always<S> {
  return { kind: 'always', when: () => true, requirements: [], ...definition };
}

/** Claims that a predicate of (before, step, after) holds for every step from every reachable state. */
export function eachStep<S = StateView>(definition: Definition<EachStep<S>> & { readonly when?: (before: S, step: StepView, after: S) => boolean }): EachStep<S> {
  return { kind: 'each-step', when: () => true, requirements: [], ...definition };
}

/** Claims that some reachable state satisfies the predicate. */
export function reachable<S = StateView>(definition: Definition<Reachable<S>>): Reachable<S> {
  return { kind: 'reachable', requirements: [], ...definition };
}

/** Claims that no reachable state satisfies the predicate. */
export function unreachable<S = StateView>(definition: Definition<Unreachable<S>>): Unreachable<S> {
  return { kind: 'unreachable', requirements: [], ...definition };
}
