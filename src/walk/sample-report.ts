/**
 * What sampling finds out, as data.
 *
 * Random runs refute and witness; they prove nothing. A claim that no run refuted is `sampled`, and `ruleOfThree` of its
 * runs bounds how often a run may still violate it. A `reachable` that no run witnessed is `inconclusive`: the runs say
 * nothing against it. A claim that no run put to the test is `vacuous`.
 */
import type { Coverage } from '../property/coverage.ts';
import type { BuiltIn } from '../property/built-in.ts';
import type { Property, PropertyKind } from '../property/property.ts';
import type { Expectation, StopReason, Verdict } from '../property/verdict.ts';
import type { System } from '../system/define-system.ts';
import type { Semantics } from '../system/step.ts';
import type { Trace } from '../trace/trace.ts';

export interface SampleOptions {
  /** Walks to take; a whole number of at least 1. */
  readonly runs: number;
  /** The same seed gives the same report, save for times. */
  readonly seed: number;
  /** Steps of the longest walk. Default: 100. */
  readonly lengthMax?: number;
  /** Verdicts expected other than the usual, by property. */
  readonly expect?: Readonly<Record<string, Expectation>>;
  /** The claims made of every system. Default: all of them. */
  readonly builtIns?: readonly BuiltIn[];
  /** Stop when told to, and report what was done by then. */
  readonly signal?: AbortSignal;
  /** Told how far it is, about twenty times a second. */
  readonly onProgress?: (progress: SampleProgress) => void;
}

export interface SampleProgress {
  readonly runs: number;
  readonly runsMax: number;
  readonly steps: number;
  readonly elapsedMs: number;
  /** Ids of the claims violated so far. */
  readonly violations: readonly string[];
}

/** How a violation or a witness was found and shrunk. Lengths are in steps. */
export interface Found {
  /** Counted from 0, as in the path. */
  readonly run: number;
  readonly length: number;
  readonly shrunk: number;
  /** Shorter walks tried, and how many of them replaced the one before. */
  readonly candidates: number;
  readonly kept: number;
  /** With the seed it finds the shrunk walk again: `fc.assert(property, { seed, path, endOnFailure: true })`. */
  readonly path: string;
  /** Replayed by the reference semantics and on live actors; not proved to be a shortest one. */
  readonly trace: Trace;
}

export type FoundVerdict = Extract<Verdict, { readonly kind: 'violated' | 'witnessed' }>;

export type OpenVerdict = Extract<Verdict, { readonly kind: 'sampled' | 'vacuous' | 'inconclusive' }>;

interface ClaimReport {
  readonly id: string;
  readonly kind: PropertyKind | BuiltIn['kind'];
  readonly requirements: readonly string[];
  readonly statement: string;
  readonly expected: Expectation;
  /** States (or steps) that put it to the test, each visit counted, in the runs until it was decided. */
  readonly tested: number;
  readonly runs: number;
}

/** One claim with what the runs say of it. */
export type PropertySample = ClaimReport & ({ readonly verdict: FoundVerdict; readonly found: Found } | { readonly verdict: OpenVerdict; readonly found: null });

/** Everything that one sampling found out. */
export interface SampleReport {
  readonly system: System;
  readonly semantics: Semantics;
  readonly seed: number;
  readonly lengthMax: number;
  /** The walks really taken, which `stopped` tells from those asked for. */
  readonly runs: number;
  readonly stopped: StopReason | null;
  /** Steps of all walks together. */
  readonly steps: number;
  readonly properties: readonly PropertySample[];
  /** What was exercised at least once; visits count distinct steps, as far as they were remembered. */
  readonly coverage: Coverage;
  /** No verdict contradicts what is expected; sampling cannot confirm a `holds`. */
  readonly asExpected: boolean;
  readonly elapsedMs: number;
}

/** Whether a verdict is what was expected, as far as sampling can tell. */
export function meetsExpectation(expected: Expectation, verdict: FoundVerdict | OpenVerdict): boolean {
  return expected === 'holds' ? verdict.kind === 'sampled' : verdict.kind === expected;
}

/** What may be said of a claim that all the runs left open. */
export function openVerdictOf(claim: Property | BuiltIn, tested: number, runs: number, stopped: StopReason | null): OpenVerdict {
  if (claim.kind === 'reachable' || runs === 0) return { kind: 'inconclusive', tested, reason: stopped ?? { kind: 'runs', max: runs } };
  if (tested > 0 || !('holds' in claim || 'during' in claim)) return { kind: 'sampled', tested, runs };
  return { kind: 'vacuous', reason: `its condition is true of no ${claim.kind === 'each-step' ? 'step' : 'state'} in ${runs} runs` };
}
