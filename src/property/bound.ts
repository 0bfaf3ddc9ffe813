/**
 * How long a stay lasts at most, or at least: what a complete exploration has measured of a claim about time.
 *
 *   run    ──────▶ the stay begins ──────▶ the stay ends            `stayFrom` steps lead to it
 *                                    ▲──────┘ or goes on for ever: its last `cycleSteps` steps can be repeated
 */
import { delayText } from '../system/delay-text.ts';
import type { System } from '../system/define-system.ts';
import { groupText } from '../system/interchangeable.ts';
import { ModelError } from '../system/model-error.ts';
import type { BoundClaim, Longest, Property, Shortest } from './property.ts';
import type { Run, Verdict } from './verdict.ts';

export interface Bound {
  readonly kind: BoundClaim['kind'];
  /** What is allowed at most, or asked at least; null when it is only measured. */
  readonly limitMs: number | null;
  /** Exact; null when a stay can last for ever, or, of the shortest, when none ends. */
  readonly ms: number | null;
  /** In how many states the predicate holds. */
  readonly states: number;
  /** A run with a stay of that length; null when there is none. */
  readonly run: Run | null;
  readonly stayFrom: number;
  readonly cycleSteps: number;
}

/** The limit of a claim about time; null when it has none. */
export function limitOf(claim: BoundClaim): number | null {
  if (claim.kind === 'longest') return Number.isFinite(claim.atMostMs) ? claim.atMostMs : null;
  return claim.atLeastMs > 0 ? claim.atLeastMs : null;
}

/** Refuses claims about time on a system that has none. @throws {ModelError} `invalid-system`. */
export function refuseTimeless({ id, clock }: System, properties: readonly Property[]): void {
  const claim = properties.find((property) => 'during' in property);
  if (clock !== null || claim === undefined) return;
  throw new ModelError({ code: 'invalid-system', system: id, problem: `it has no clock, and property ${claim.id} asks how long something lasts`, remedy: 'Give it one: clock: { tickMs: 100 }.' });
}

/**
 * Refuses claims about time on a system of which one state of each orbit is visited: a stay is measured along the steps from one
 * visited state to another, and what lies between them may have been left out.
 *
 * @throws {ModelError} `invalid-system`.
 */
export function refuseTimedOrbits({ id, interchangeable }: System, properties: readonly Property[]): void {
  const claim = properties.find((property) => 'during' in property);
  if (claim === undefined) return;
  throw new ModelError({ code: 'invalid-system', system: id, problem: `${interchangeable.map(groupText).join(' and ')} are interchangeable, and property ${claim.id} asks how long something lasts`, remedy: 'Check it with --no-symmetry, which is symmetry: false.' });
}

/** What a measured bound says of its claim, `of` states having been visited. */
export function verdictOf(claim: BoundClaim, { ms, states, run, cycleSteps }: Bound, of: number): Verdict {
  if (states === 0) return { kind: 'vacuous', reason: `its predicate is true in none of ${of} states` };
  if (claim.kind === 'shortest') {
    if (ms === null) return { kind: 'vacuous', reason: 'no stay ends' };
    return ms >= claim.atLeastMs ? { kind: 'holds', tested: states } : { kind: 'violated', tested: states, run, details: [tooShort(claim, ms)] };
  }
  if (ms === null) return { kind: 'violated', tested: states, run, details: [`a stay without bound: the last ${cycleSteps === 1 ? 'step' : `${cycleSteps} steps`} can be repeated for ever`] };
  return ms <= claim.atMostMs ? { kind: 'holds', tested: states } : { kind: 'violated', tested: states, run, details: [tooLong(claim, ms)] };
}

export function tooLong({ atMostMs }: Longest<never>, ms: number): string {
  return `a stay of ${delayText(ms)}, more than ${delayText(atMostMs)}`;
}

export function tooShort({ atLeastMs }: Shortest<never>, ms: number): string {
  return `a stay of ${delayText(ms)}, less than ${delayText(atLeastMs)}`;
}
