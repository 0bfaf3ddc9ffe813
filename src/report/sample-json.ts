/** What random runs found, as data: the properties of `quiesce-report/1` with how each finding was shrunk. */
import type { PropertySample, SampleReport } from '../walk/sample-report.ts';
import type { Program, Refusal, Subject } from './checked-suite.ts';
import { coverageJson, identityJson, refusalJson, type RunInfo } from './report-json.ts';
import { traceJson } from './trace-json.ts';

/** What came of sampling one suite. */
export interface SampledSuite {
  readonly subject: Subject;
  readonly outcome: { readonly kind: 'sampled'; readonly report: SampleReport } | { readonly kind: 'refused'; readonly error: Refusal };
}

/** The whole document of a walk; `complete` is always false, because random runs never are. */
export function walkJson(run: RunInfo, program: Program, suites: readonly SampledSuite[]): object {
  return {
    schema: 'quiesce-report/1',
    run,
    suites: suites.map(({ subject, outcome }) => (outcome.kind === 'refused' ? refusalJson(program, subject, outcome.error) : sampleJson(program, subject, outcome.report))),
  };
}

function sampleJson(program: Program, subject: Subject, report: SampleReport): object {
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
    coverage: coverageJson(report.coverage, subject),
  };
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
