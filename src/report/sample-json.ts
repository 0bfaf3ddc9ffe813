/** What random runs found, as data: the properties of `quiesce-report/1` with how each finding was shrunk. */
import type { PropertySample, SampleReport } from '../walk/sample-report.ts';
import type { Bound } from '../property/bound.ts';
import { percentile, type StaySample } from '../walk/stay-tally.ts';
import { replayCommand, type Program, type Refusal, type Subject } from './checked-suite.ts';
import { coverageJson, identityJson, refusalJson, type RunInfo } from './report-json.ts';
import { traceJson } from './trace-json.ts';

/** What came of sampling one suite. */
export interface SampledSuite {
  readonly subject: Subject;
  readonly outcome: { readonly kind: 'sampled'; readonly report: SampleReport; readonly proved: ReadonlyMap<string, Bound> } | { readonly kind: 'refused'; readonly error: Refusal };
}

/** The whole document of a walk; `complete` is always false, because random runs never are. */
export function walkJson(run: RunInfo, program: Program, suites: readonly SampledSuite[]): object {
  return {
    schema: 'quiesce-report/1',
    run,
    suites: suites.map(({ subject, outcome }) => (outcome.kind === 'refused' ? refusalJson(program, subject, outcome.error) : sampleJson(program, subject, outcome.report, outcome.proved))),
  };
}

function sampleJson(program: Program, subject: Subject, report: SampleReport, proved: ReadonlyMap<string, Bound>): object {
  return {
    ...identityJson(subject),
    complete: false,
    stopped: report.stopped,
    seed: report.seed,
    runs: report.runs,
    steps: report.steps,
    lengthMax: report.lengthMax,
    elapsedMs: Math.round(report.elapsedMs),
    asExpected: report.asExpected,
    properties: report.properties.map((property) => propertyJson(program, subject, report, property)),
    ...(report.stays.length === 0 ? {} : { stays: report.stays.map((stays) => staysJson(program, subject, stays, proved.get(stays.id) ?? null)) }),
    coverage: coverageJson(report.coverage, subject),
  };
}

/** Lengths in ms, each with how many stays had it; `provedMs` is null when it is not proved, or without bound. */
function staysJson(program: Program, subject: Subject, { id, kind, limitMs, counts, ended, open, extreme }: StaySample, proved: Bound | null): object {
  const percentiles = ended === 0 ? null : { p50: percentile(counts, 0.5), p90: percentile(counts, 0.9), p99: percentile(counts, 0.99) };
  return { id, kind, limitMs, ended, open, counts, percentiles, extreme: extreme === null ? null : { ms: extreme.ms, run: extreme.run, replay: replayCommand(program, subject, extreme.trace.id) }, isProved: proved !== null, provedMs: proved?.ms ?? null };
}

function propertyJson(program: Program, subject: Subject, report: SampleReport, { id, kind, requirements, statement, verdict, expected, tested, runs, found }: PropertySample): object {
  const base = { id, kind, requirements, statement, verdict: verdict.kind, expected, tested, runs };
  const details = verdict.kind === 'violated' && verdict.details.length > 0 ? { details: verdict.details } : {};
  const reason = verdict.kind === 'vacuous' || verdict.kind === 'inconclusive' ? { reason: verdict.reason } : {};
  if (found === null) return { ...base, ...details, ...reason };
  const { trace, ...how } = found;
  const { id: traceId, replay, steps } = traceJson(program, subject, report.semantics, trace);
  return { ...base, ...details, found: how, trace: { id: traceId, replay, steps } };
}
