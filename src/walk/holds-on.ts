/**
 * One claim held to one walk: for anyone's `fc.property`, and for shrinking.
 *
 *   fc.assert(fc.property(walks(system), (walk) => expectHolds(oneWriter, walk)))
 *
 * A walk refutes a claim or says nothing; it never proves one. So the good outcome is `clean`, with the number of states
 * (or steps) that put the claim to the test: zero means that this walk was no test at all.
 */
import type { BuiltIn } from '../property/built-in.ts';
import { Ledger } from '../property/ledger.ts';
import type { Property, Reachable } from '../property/property.ts';
import type { Verdict } from '../property/verdict.ts';
import type { Actors, StateView } from '../system/define-system.ts';
import { showWalk } from './show-walk.ts';
import type { Walk } from './walk.ts';
import { replayCommand, stepLines } from './walk-text.ts';

/** What a walk can refute: any claim but `reachable`, whose witness may lie elsewhere. */
export type Refutable<S = StateView> = Exclude<Property<S>, Reachable<S>> | BuiltIn;

/** `step` is the number of steps that show the violation; 0 is the initial state. */
export type WalkOutcome =
  | { readonly kind: 'clean'; readonly tested: number }
  | { readonly kind: 'violated'; readonly tested: number; readonly step: number; readonly details: readonly string[] };

/** A claim that a walk refutes, as an error, because that is how a test says no. */
export class ViolationError extends Error {
  readonly id: string;
  readonly step: number;
  /** The id of the trace that ends with the violation. */
  readonly trace: string;

  constructor(message: string, { id, step, trace }: { readonly id: string; readonly step: number; readonly trace: string }) {
    super(message);
    this.name = 'ViolationError';
    this.id = id;
    this.step = step;
    this.trace = trace;
  }
}

/**
 * Where a walk first violates a claim.
 *
 * `no-deadlock` is about walks that end because no step leads on; the rest is looked at state by state and step by step.
 * @example firstViolation(oneWriter, walk) // { kind: 'violated', tested: 8, step: 7, details: [] }
 */
export function firstViolation<A extends Actors>(claim: Refutable<StateView<A>>, walk: Walk<A>): WalkOutcome {
  const verdict = verdictOn(claim, walk);
  if (verdict.kind !== 'violated') return { kind: 'clean', tested: 'tested' in verdict ? verdict.tested : 0 };
  return { kind: 'violated', tested: verdict.tested, step: verdict.run?.length ?? 0, details: verdict.details };
}

/**
 * Passes when a walk does not violate a claim.
 *
 * @throws {ViolationError} naming the claim, the step and the command that replays as far as that step.
 */
export function expectHolds<A extends Actors>(claim: Refutable<StateView<A>>, walk: Walk<A>): void {
  const outcome = firstViolation(claim, walk);
  if (outcome.kind === 'clean') return;
  const { step, details } = outcome;
  const { semantics } = walk;
  const trace = walk.traceTo(step);
  const where = step === 0 ? 'in the initial state' : `by step ${step} of ${walk.steps.length}`;
  const lines = [
    `${claim.id} is violated ${where}: ${claim.statement}`,
    ...stepLines(semantics, trace).slice(-1),
    ...details.map((detail) => `  ${detail}`),
    replayCommand(semantics, trace),
  ];
  throw new ViolationError(lines.join('\n'), { id: claim.id, step, trace: trace.id });
}

/** What one walk alone lets the book of claims say; open claims are `inconclusive`, with the number of tests. */
export function verdictOn<A extends Actors>(claim: Property<StateView<A>> | BuiltIn, walk: Walk<A>): Verdict {
  const properties = isBuiltIn(claim) ? [] : [claim];
  const decided: Verdict[] = [];
  const ledger = new Ledger(properties, isBuiltIn(claim) ? [claim] : [], (_, verdict) => decided.push(verdict));
  showWalk(ledger, walk, () => decided.length === 0);
  const verdict = ledger.close({ kind: 'interrupted' }, walk.known.length, walk.steps.length).get(claim.id);
  if (verdict === undefined) throw new RangeError(`no verdict on ${claim.id}`);
  return verdict;
}

export function isBuiltIn<S>(claim: Property<S> | BuiltIn): claim is BuiltIn {
  return claim.kind === 'no-deadlock' || claim.kind === 'no-swallowed-event' || claim.kind === 'no-machine-error';
}
