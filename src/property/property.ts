/**
 * A claim about a system, as data: an id, the requirements it serves, a sentence, and predicates.
 *
 * Predicates are ordinary functions of typed states. They are called once per state (or step) and must depend
 * on nothing else. Liveness has kinds of its own, to come.
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

/**
 * No stay lasts longer than `atMostMs`. A stay is a part of a run in which `during` holds all along; time is what passes in ticks
 * from its first state on, until a state in which it does not hold.
 */
export interface Longest<S> extends Claim {
  readonly kind: 'longest';
  readonly atMostMs: number;
  during(state: S): boolean;
}

/** No stay that ends is over before `atLeastMs` have passed. */
export interface Shortest<S> extends Claim {
  readonly kind: 'shortest';
  readonly atLeastMs: number;
  during(state: S): boolean;
}

export type Property<S = StateView> = Always<S> | EachStep<S> | Reachable<S> | Unreachable<S> | Longest<S> | Shortest<S>;
/** A claim about how long something lasts; for systems with a clock. */
export type BoundClaim<S = StateView> = Longest<S> | Shortest<S>;
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

/**
 * Claims that no stay in the states of a predicate lasts longer than `atMostMs`. Default: no limit, so that it is measured, and violated
 * only when a stay can last for ever.
 *
 * Exact over every reachable state: the report has the longest time, and the run that takes it. A stay without bound is
 * shown with the steps that can be repeated for ever. It asks for a system with a clock.
 * @example longest({ id: 'blackout', statement: 'The VM is dark for at most 20 s.', during: ({ actors }) => actors.vm.matches('dark'), atMostMs: 20_000 })
 */
export function longest<S = StateView>(definition: Omit<Definition<Longest<S>>, 'atMostMs'> & { readonly atMostMs?: number }): Longest<S> {
  return { kind: 'longest', requirements: [], atMostMs: Number.POSITIVE_INFINITY, ...definition };
}

/**
 * Claims that no stay in the states of a predicate ends before `atLeastMs` have passed. Default: 0, so that it is only measured.
 *
 * Exact over every reachable state, as {@link longest} is; vacuous when no stay ends.
 */
export function shortest<S = StateView>(definition: Omit<Definition<Shortest<S>>, 'atLeastMs'> & { readonly atLeastMs?: number }): Shortest<S> {
  return { kind: 'shortest', requirements: [], atLeastMs: 0, ...definition };
}
