/**
 * A check: explore, decide every property, and replay every trace before anybody sees it.
 */
import { CheckpointError } from '../checkpoint/checkpoint-error.ts';
import type { Checkpoint, Resumption } from '../checkpoint/checkpoint.ts';
import { identityOf } from '../checkpoint/identity.ts';
import { builtIns as allBuiltIns, type BuiltIn } from '../property/built-in.ts';
import type { Bound } from '../property/bound.ts';
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
  /** Where the search is written down every so often and when it ends, and taken up if it was resumed. Default: nowhere. */
  readonly checkpoint?: Checkpoint;
  /** Told of each violation and witness the moment it is found and its trace has been replayed; of those found before it was resumed, at once. */
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
  /** A shortest counterexample or witness, or a run that attains a bound; replayed by the reference semantics and on live actors. Else null. */
  readonly trace: Trace | null;
  /** How long stays last, for a claim about time that was measured; else null. */
  readonly bound: Bound | null;
}

/** Everything one check found out. */
export interface CheckReport {
  readonly system: System;
  readonly semantics: Semantics;
  /** Every reachable state of this scope was visited and stored exactly. */
  readonly complete: boolean;
  readonly exploration: Exploration;
  /** From where it went on; null when it began at the initial state. */
  readonly resumed: Resumption | null;
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
 * @throws {CheckpointError} when the checkpoint is of something else, damaged, or cannot be written.
 * @example (await check(system, [consistent])).properties[0].verdict.kind // 'holds'
 */
export async function check<A extends Actors>(system: System<A>, properties: readonly Property<StateView<A>>[], options: CheckOptions = {}): Promise<CheckReport> {
  const { expect = {}, onDecided, engine = 'fast', checkpoint, ...limits } = options;
  const claims: readonly (Property | BuiltIn)[] = [...properties, ...(options.builtIns ?? allBuiltIns)];
  const semantics = semanticsOf(system);
  const traces = new Map<string, Trace>();
  const reportOf = (claim: Property | BuiltIn, verdict: Verdict, bound: Bound | null = null): PropertyReport => {
    const run = verdict.kind === 'violated' || verdict.kind === 'witnessed' ? verdict.run : (bound?.run ?? null);
    const trace = run === null ? null : (traces.get(claim.id) ?? replayed(semantics, traceOf(semantics, run)));
    if (trace !== null) traces.set(claim.id, trace);
    const { id, kind, requirements, statement } = claim;
    return { id, kind, requirements, statement, verdict, expected: expectationOf(claim, expect), trace, bound };
  };
  const expectedViolations = new Set(claims.filter((claim) => expectationOf(claim, expect) === 'violated').map(({ id }) => id));
  if (checkpoint !== undefined && engine === 'reference') throw new CheckpointError({ code: 'checkpoint-of-reference', directory: checkpoint.named });
  const identity = identityOf(system, properties, { builtIns: options.builtIns ?? allBuiltIns, expectedViolations, keepGoing: options.keepGoing === true, symmetry: options.symmetry !== false });
  const exploration = await explorers[engine](system, properties, {
    ...limits,
    ...(checkpoint === undefined ? {} : { keeper: await checkpoint.keeper(identity) }),
    expectedViolations,
    onDecided: (id, verdict) => {
      const claim = claims.find((candidate) => candidate.id === id);
      if (claim !== undefined && onDecided !== undefined) onDecided(reportOf(claim, verdict));
    },
  });
  const reports = claims.flatMap((claim) => {
    const verdict = exploration.verdicts.get(claim.id);
    return verdict === undefined ? [] : [reportOf(claim, verdict, exploration.bounds.get(claim.id) ?? null)];
  });
  return {
    system,
    semantics,
    complete: exploration.stopped === null,
    exploration,
    resumed: checkpoint?.resumed ?? null,
    properties: reports,
    asExpected: reports.every((report) => report.verdict.kind === report.expected),
  };
}
