/**
 * Reports as data for other programs: `quiesce-report/1`.
 *
 * Fields are added, never renamed or removed, while the schema keeps its number. Values that JSON has no word for are
 * written as text (`NaN`, `12n`), Maps as lists of pairs, Sets as lists.
 */
import { reasonListed } from '../check/accounted.ts';
import type { PropertyReport } from '../check/check.ts';
import type { Bound } from '../property/bound.ts';
import type { Coverage } from '../property/coverage.ts';
import { ModelError } from '../system/model-error.ts';
import { systemFingerprint } from '../trace/fingerprint.ts';
import { commandLine, replayCommand, type CheckedSuite, type Program, type Refusal, type Subject } from './checked-suite.ts';
import { refusalMessage, runToFault } from './refusal-text.ts';
import { scopeText } from './suite-text.ts';
import { traceJson } from './trace-json.ts';

export interface RunInfo {
  readonly tool: 'quiesce';
  readonly version: string;
  /** The command with its arguments, as it can be run again. */
  readonly command: string;
  /** Of a random run; null when nothing was random. */
  readonly seed: number | null;
  readonly exitCode: number;
}

/** Where a run is kept. */
export interface CheckpointInfo {
  readonly directory: string;
  /** The states of the last checkpoint; null when none was written. */
  readonly distinct: number | null;
  /** The command that goes on; null when there is nothing left to do. */
  readonly resume: string | null;
  /** Why the end of the run was not kept; null when it was. */
  readonly failure: string | null;
}

/** How a run came about, for any of the JSON documents. */
export function runInfo(program: Program, version: string, args: readonly string[], seed: number | null, exitCode: number): RunInfo {
  return { tool: 'quiesce', version, command: commandLine(program, ...args), seed, exitCode };
}

/** The whole document of a check. */
export function checkJson(run: RunInfo, program: Program, suites: readonly CheckedSuite[], checkpoint: CheckpointInfo | null): object {
  return { schema: 'quiesce-report/1', run, ...(checkpoint === null ? {} : { checkpoint }), suites: suites.map((checked) => suiteJson(program, checked)) };
}

function suiteJson(program: Program, { subject, outcome }: CheckedSuite): object {
  if (outcome.kind === 'refused') return refusalJson(program, subject, outcome.error);
  const { exploration, complete, semantics, properties, resumed } = outcome.report;
  return {
    ...identityJson(subject),
    complete,
    stopped: exploration.stopped,
    // With symmetry, `distinct`, `perDepth` and `tested` count orbits.
    symmetry: exploration.symmetry,
    distinct: exploration.distinct,
    transitions: exploration.transitions,
    stutters: exploration.stutters,
    depth: exploration.depth,
    perDepth: exploration.perDepth,
    growth: exploration.growth,
    tickFineness: exploration.tickFineness,
    elapsedMs: Math.round(exploration.elapsedMs),
    ...(resumed === null ? {} : { resumed: { distinct: resumed.distinct, parts: resumed.parts, elapsedBeforeMs: Math.round(resumed.elapsedMs), elapsedTotalMs: Math.round(resumed.elapsedMs + exploration.elapsedMs) } }),
    asExpected: outcome.report.asExpected,
    properties: properties.map((report) => ({
      ...verdictJson(report),
      ...(report.trace === null ? {} : { trace: { id: report.trace.id, replay: replayCommand(program, subject, report.trace.id), steps: traceJson(program, subject, semantics, report.trace).steps } }),
    })),
    coverage: coverageJson(exploration.coverage, subject),
  };
}

/** A model that cannot be checked, with the run that leads to the fault. */
export function refusalJson(program: Program, subject: Subject, error: Refusal): object {
  const { code, headline, values } = refusalMessage(error);
  const run = runToFault(subject.system, error);
  const fault = error instanceof ModelError ? error.fault : Object.fromEntries(values);
  const steps = error instanceof ModelError ? error.steps.map(({ kind, to, event }) => ({ kind, to, event })) : [];
  return {
    ...identityJson(subject),
    complete: false,
    error: { code, message: headline, fault, steps, trace: run === null ? null : traceJson(program, subject, run.semantics, run.trace) },
    properties: [],
  };
}

/** What was checked, apart from what came of it. */
export function identityJson({ suite, scope, system }: Subject): object {
  return { id: suite.id, kind: suite.kind, about: suite.about, system: system.id, scope, scopeText: scopeText(system), budgets: system.budgets, modelHash: systemFingerprint(system) };
}

function verdictJson({ id, kind, requirements, statement, verdict, expected, bound }: PropertyReport): object {
  const tested = verdict.kind === 'vacuous' ? 0 : verdict.tested;
  const details = verdict.kind === 'violated' && verdict.details.length > 0 ? { details: verdict.details } : {};
  const reason = verdict.kind === 'vacuous' ? { reason: verdict.reason } : verdict.kind === 'inconclusive' ? { reason: verdict.reason } : {};
  return { id, kind, requirements, statement, verdict: verdict.kind, expected, tested, ...details, ...reason, ...(bound === null ? {} : { bound: boundJson(bound) }) };
}

/** The run is that of the trace; the stay begins after `stayFrom` of its steps. */
function boundJson({ ms, limitMs, states, stayFrom, cycleSteps }: Bound): object {
  return { ms, limitMs, states, stayFrom, cycleSteps };
}

/** Stimuli by name instead of by index. */
export function coverageJson(coverage: Coverage, { suite, system }: Subject): object {
  return {
    ...coverage,
    neverTaken: coverage.neverTaken.map((gap) => ({ ...gap, listed: reasonListed(gap, suite.neverTaken)?.because ?? null })),
    stimuliNeverEnabled: coverage.stimuliNeverEnabled.flatMap((index) => system.stimuli[index] ?? []),
    stimuli: system.stimuli.length,
  };
}

/** A document as the text to print: indented, so that a person can look into it, one line feed at its end. */
export function jsonText(document: object): string {
  return `${JSON.stringify(document, plainValue, 2)}\n`;
}

/** What JSON would drop or refuse, as text or lists. */
function plainValue(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (value instanceof Map || value instanceof Set) return [...value];
  return value;
}
