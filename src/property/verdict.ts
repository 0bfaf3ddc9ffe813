/**
 * What a check says of one property. Nothing but a complete, exact exploration ever says `holds`.
 */
import type { StepLabel } from '../system/step-label.ts';

/** Why an exploration ended before every reachable state was visited. */
export type StopReason =
  | { readonly kind: 'states'; readonly max: number }
  /** The process holds as much as it was allowed to, or the heap of Node nearly as much as Node allows. */
  | { readonly kind: 'memory'; readonly maxBytes: number; readonly of: 'process' | 'heap' }
  /** An actor has more local states (or hears more events) than its table can hold. */
  | { readonly kind: 'table'; readonly actor: string; readonly machine: string; readonly localStates: number; readonly events: number; readonly max: number }
  | { readonly kind: 'time'; readonly maxMs: number }
  | { readonly kind: 'interrupted' }
  /** All random runs are done, and they cannot say more. */
  | { readonly kind: 'runs'; readonly max: number }
  /** A violation nobody expected was found, and the check was not told to keep going. */
  | { readonly kind: 'violation'; readonly property: string }
  /** Every property was decided already. */
  | { readonly kind: 'decided' };

/** A run that refutes or proves a property: the labels of its steps from the initial state. */
export type Run = readonly StepLabel[];

/** `tested` counts the states (or steps) in which the property was put to the test. */
export type Verdict =
  | { readonly kind: 'holds'; readonly tested: number }
  /** `run` is null for a `reachable` that a complete exploration did not find. */
  | { readonly kind: 'violated'; readonly tested: number; readonly run: Run | null; readonly details: readonly string[] }
  | { readonly kind: 'witnessed'; readonly tested: number; readonly run: Run }
  | { readonly kind: 'vacuous'; readonly reason: string }
  | { readonly kind: 'sampled'; readonly tested: number; readonly runs: number }
  | { readonly kind: 'inconclusive'; readonly tested: number; readonly reason: StopReason };

export type VerdictKind = Verdict['kind'];

/** What a suite may expect of a property. */
export type Expectation = 'holds' | 'violated' | 'witnessed';

/**
 * The largest probability of a violating run that `runs` clean runs leave open, at 95 % confidence.
 *
 * The rule of three: no failure in n independent runs bounds the rate by 3 / n.
 */
export function ruleOfThree(runs: number): number {
  return runs === 0 ? 1 : Math.min(1, 3 / runs);
}
