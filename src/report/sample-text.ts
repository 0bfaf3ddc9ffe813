/**
 * One sampled suite as text: what random runs found, made short, and what they did not find.
 *
 * Runs refute and witness, they prove nothing: a claim that none of them refuted is `sampled`, with the bound that the rule of
 * three gives at 95 %. What was expected and not found is told, and is no error: the next runs may find it.
 */
import type { Bound } from '../property/bound.ts';
import { ruleOfThree } from '../property/verdict.ts';
import type { PropertySample, SampleReport } from '../walk/sample-report.ts';
import { checkCommand, type Program, type Subject } from './checked-suite.ts';
import { counterexample, sameTraces, type Refutation } from './counterexample.ts';
import { coverageLine } from './coverage-text.ts';
import { paint, plain, wrapped, type Page } from './page.ts';
import { countOf, countText, durationText, percentText } from './quantities.ts';
import { stayHistogram } from './stay-histogram.ts';
import { kindText, verdictTable, type VerdictRow } from './verdict-table.ts';
import type { SampledSuite } from './sample-json.ts';
import { testedText, verdictStyle, verdictText } from './verdict-words.ts';
import type { TraceDetail } from './trace-detail.ts';

/** Everything after the heading; `proved` is what a complete check measured, by claim. */
export function sampleLines(page: Page, program: Program, subject: Subject, report: SampleReport, proved: ReadonlyMap<string, Bound>, detail: TraceDetail): readonly string[] {
  const extent = `${countOf(report.runs, 'run')}, ${countOf(report.steps, 'step')}, up to ${report.lengthMax} a run, ${durationText(report.elapsedMs)}`;
  const bound = `a claim that none of them refutes is violated by less than ${percentText(ruleOfThree(report.runs))} of such runs (95 % confidence)`;
  const same = sameTraces(report.properties.flatMap(({ id, verdict, found }) => (verdict.kind === 'violated' && found !== null ? [{ id, trace: found.trace }] : [])));
  const stopped = report.stopped === null ? '' : ' until interrupted';
  return [
    ...verdictTable(page, report.properties.map(rowOf)),
    '',
    ...wrapped(plain(page, `sampled: ${extent}${stopped}`), page.width - 4).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`),
    ...wrapped(plain(page, bound), page.width - 4).map((line) => `    ${line}`),
    `  ${coverageLine(report.coverage, report.system)}`,
    `  ${paint(page, 'strong', `seed ${report.seed}`)}`,
    '',
    ...report.stays.flatMap((stays) => stayHistogram(page, program, subject, stays, proved.get(stays.id) ?? null)),
    ...report.properties.flatMap((property) => {
      const refutation = refutationOf(property, same.get(property.id) ?? null, report, program, subject);
      return refutation === null ? [] : [...counterexample(page, program, subject, refutation, report.semantics, detail), ''];
    }),
  ];
}

function rowOf({ id, kind, requirements, verdict, expected, found, runs }: PropertySample): VerdictRow {
  const asExpected = verdict.kind === 'sampled' ? 'holds' : expected;
  const notes = [noteOf(verdict.kind, expected, found?.shrunk ?? null, runs), verdict.kind === 'vacuous' ? verdict.reason : '', requirements.join(', ')];
  const tested = verdict.kind === 'inconclusive' ? countText(verdict.tested) : testedText(verdict);
  const style = verdict.kind === 'sampled' ? 'good' : verdictStyle(verdict.kind, asExpected);
  return { verdict: verdictText(verdict.kind, asExpected), style, property: id, kind: kindText(kind), tested, note: notes.filter((note) => note !== '').join('; ') };
}

function noteOf(kind: PropertySample['verdict']['kind'], expected: PropertySample['expected'], steps: number | null, runs: number): string {
  if (kind === 'inconclusive' || (kind === 'sampled' && expected === 'violated')) return `${expected === 'violated' ? 'expected violation ' : ''}not found in ${countOf(runs, 'run')}`;
  if (steps !== null) return kind === expected ? countOf(steps, 'step') : `expected: ${expected}; ${countOf(steps, 'step')}`;
  return '';
}

function refutationOf({ id, statement, requirements, expected, verdict, found }: PropertySample, sameAs: string | null, report: SampleReport, program: Program, subject: Subject): Refutation | null {
  if (verdict.kind !== 'violated' || found === null) return null;
  const shrinking = found.shrunk === found.length ? '' : `, shrunk to ${found.shrunk} (${countOf(found.candidates, 'candidate')}, ${found.kept} kept)`;
  const story = [
    `found in run ${countText(found.run + 1)} of ${countText(report.runs)} (seed ${report.seed})`,
    `${countOf(found.length, 'step')}${shrinking}; not proved shortest`,
  ];
  return { id, statement, requirements, expected, story, details: verdict.details, trace: found.trace, sameAs, shortestBy: checkCommand(program, subject, '--property', id) };
}

/** The last line of a walk: what was found in all suites, and how to have the same runs again. */
export function sampleSummary(suites: readonly SampledSuite[], seed: number, exitCode: number): string {
  const reports = suites.flatMap(({ outcome }) => (outcome.kind === 'sampled' ? outcome.report.properties : []));
  const count = (fits: (report: PropertySample) => boolean): number => reports.filter(fits).length;
  const counts: readonly (readonly [number, string])[] = [
    [count(({ verdict, expected }) => verdict.kind === 'violated' && expected !== 'violated'), 'violated'],
    [suites.filter(({ outcome }) => outcome.kind === 'refused').length, 'refused'],
    [count(({ verdict, expected }) => verdict.kind === 'violated' && expected === 'violated'), 'violated as expected'],
    [count(({ verdict }) => verdict.kind === 'witnessed'), 'witnessed'],
    [count(({ verdict }) => verdict.kind === 'sampled'), 'not refuted'],
    [count(({ verdict }) => verdict.kind === 'inconclusive'), 'not found'],
    [count(({ verdict }) => verdict.kind === 'vacuous'), 'vacuous'],
  ];
  const told = counts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return `${told.join(', ')}; --seed ${seed} walks the same runs again (exit ${exitCode})`;
}
