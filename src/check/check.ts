/**
 * A check: explore, decide every property, and replay every trace before anybody sees it.
 */
import { builtIns as allBuiltIns, type BuiltIn } from '../property/built-in.ts';
import type { Property, PropertyKind } from '../property/property.ts';
import { expectationOf } from '../property/suite.ts';
import type { Expectation, Verdict } from '../property/verdict.ts';
import type { Actors, StateView, System } from '../system/define-system.ts';
import { semanticsOf, type Semantics } from '../system/step.ts';
import { replayed } from '../trace/replay-live.ts';
import { traceOf, type Trace } from '../trace/trace.ts';
import { search } from '../engine/search.ts';
import { explore } from '../explore/explore.ts';
import type { Exploration, ExploreOptions } from '../property/exploration.ts';

export type Engine = 'fast' | 'reference';

const explorers = { fast: search, reference: explore } as const satisfies Readonly<Record<Engine, typeof explore>>;

export interface CheckOptions extends Omit<ExploreOptions, 'expectedViolations' | 'onDecided'> {
  /** Verdicts other than `holds` (or `witnessed`, for `reachable`) that are expected, by property. */
  readonly expect?: Readonly<Record<string, Expectation>>;
  /** Which explorer: the fast one over integers, or the reference over plain objects. They say the same. Default: `fast`. */
  readonly engine?: Engine;
  /** Told of each violation and witness the moment it is found and its trace has been replayed. */
  readonly onDecided?: (report: PropertyReport) => void;
}

/** One property with its verdict, and the trace that shows it. */
export interface PropertyReport {
  readonly id: string;
  readonly kind: PropertyKind | BuiltIn['kind'];
  readonly requirements: readonly string[];
  readonly statement: string;
  readonly verdict: Verdict;
  readonly expected: Expectation;
  /** A shortest counterexample or witness, replayed by the reference semantics and on live actors; else null. */
  readonly trace: Trace | null;
}

/** Everything one check found out. */
export interface CheckReport {
  readonly system: System;
  readonly semantics: Semantics;
  /** Every reachable state of this scope was visited and stored exactly. */
  readonly complete: boolean;
  readonly exploration: Exploration;
  readonly properties: readonly PropertyReport[];
  /** Every verdict is the expected one. */
  readonly asExpected: boolean;
}

/**
 * Checks a system against properties, and against what is claimed of every system.
 *
 * `holds` is said only when every reachable state was visited. A trace in the report is a shortest one.
 * @throws {RangeError} when `workers` is no whole number of at least 1, or given with the reference explorer.
 * @throws {ModelError} when a machine does what a checked machine must not, with the steps that lead to it.
 * @throws {DisagreementError} when live actors go another way than the trace: a defect of the checker.
 * @example (await check(system, [consistent])).properties[0].verdict.kind // 'holds'
 */
export async function check<A extends Actors>(system: System<A>, properties: readonly Property<StateView<A>>[], options: CheckOptions = {}): Promise<CheckReport> {
  const { expect = {}, onDecided, engine = 'fast', ...limits } = options;
  const claims: readonly (Property | BuiltIn)[] = [...properties, ...(options.builtIns ?? allBuiltIns)];
  const semantics = semanticsOf(system);
  const traces = new Map<string, Trace>();
  const reportOf = (claim: Property | BuiltIn, verdict: Verdict): PropertyReport => {
    const run = verdict.kind === 'violated' || verdict.kind === 'witnessed' ? verdict.run : null;
    const trace = run === null ? null : (traces.get(claim.id) ?? replayed(semantics, traceOf(semantics, run)));
    if (trace !== null) traces.set(claim.id, trace);
    const { id, kind, requirements, statement } = claim;
    return { id, kind, requirements, statement, verdict, expected: expectationOf(claim, expect), trace };
  };
  const exploration = await explorers[engine](system, properties, {
    ...limits,
    expectedViolations: new Set(claims.filter((claim) => expectationOf(claim, expect) === 'violated').map(({ id }) => id)),
    onDecided: (id, verdict) => {
      const claim = claims.find((candidate) => candidate.id === id);
      if (claim !== undefined && onDecided !== undefined) onDecided(reportOf(claim, verdict));
    },
  });
  const reports = claims.flatMap((claim) => {
    const verdict = exploration.verdicts.get(claim.id);
    return verdict === undefined ? [] : [reportOf(claim, verdict)];
  });
  return {
    system,
    semantics,
    complete: exploration.stopped === null,
    exploration,
    properties: reports,
    asExpected: reports.every((report) => report.verdict.kind === report.expected),
  };
}
