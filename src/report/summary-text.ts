/**
 * The last line of a check: all verdicts counted, and what the exit code means.
 *
 *   30 hold, 8 witnessed, 1 violated as expected; every verdict is the expected one (exit 0)
 */
import type { PropertyReport } from '../check/check.ts';
import type { CheckedSuite } from './checked-suite.ts';
import { countOf } from './quantities.ts';
import type { VerdictKind } from './verdict-words.ts';

const meanings: Readonly<Record<number, string>> = {
  0: 'every verdict is the expected one',
  1: 'a verdict is not the expected one',
  3: 'not everything was explored',
  4: 'a property was never put to the test',
  5: 'a model cannot be checked',
  130: 'interrupted',
  143: 'terminated',
};

/** The counts of all verdicts, unexpected violations first. */
export function summaryLine(suites: readonly CheckedSuite[], exitCode: number, allowIncomplete: boolean): string {
  const reports = suites.flatMap(({ outcome }) => (outcome.kind === 'checked' ? outcome.report.properties : []));
  const refused = suites.filter(({ outcome }) => outcome.kind === 'refused').length;
  const count = (kind: VerdictKind, fits: (report: PropertyReport) => boolean = () => true): number => reports.filter((report) => report.verdict.kind === kind && fits(report)).length;
  const expected = ({ verdict, expected }: PropertyReport): boolean => verdict.kind === expected;
  const counts: readonly (readonly [number, string])[] = [
    [count('violated', (report) => !expected(report)), 'violated'],
    [refused, 'refused'],
    [count('vacuous'), 'vacuous'],
    [count('inconclusive'), 'inconclusive'],
    [count('violated', expected), 'violated as expected'],
    [count('holds', (report) => !expected(report)), 'hold unexpectedly'],
    [count('holds', expected), 'hold'],
    [count('witnessed', (report) => !expected(report)), 'witnessed unexpectedly'],
    [count('witnessed', expected), 'witnessed'],
  ];
  const told = counts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${number === 1 && word.startsWith('hold') ? word.replace('hold', 'holds') : word}`);
  const scopeOfClaim = suites.length === 1 ? '' : `${countOf(suites.length, 'suite')}: `;
  const meaning = exitCode === 0 && allowIncomplete && count('inconclusive') > 0 ? 'incomplete, as allowed' : (meanings[exitCode] ?? '');
  return `${scopeOfClaim}${told.length === 0 ? 'no properties' : told.join(', ')}; ${meaning} (exit ${exitCode})`;
}
