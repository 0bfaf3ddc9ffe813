/**
 * One checked suite as text: what was checked, the verdicts, how far they reach, and the runs that break claims.
 *
 * The heading stands apart, because it is printed before the check begins.
 */
import type { CheckReport, PropertyReport } from '../check/check.ts';
import type { Resumption } from '../checkpoint/checkpoint.ts';
import type { Exploration } from '../property/exploration.ts';
import type { System } from '../system/define-system.ts';
import { groupText } from '../system/interchangeable.ts';
import { boundLines, boundText } from './bound-text.ts';
import { checkCommand, type CheckedSuite, type Program, type Subject } from './checked-suite.ts';
import { counterexample, refutationOf, sameTraces } from './counterexample.ts';
import { coverageLine, gapLines } from './coverage-text.ts';
import { growthLines } from './growth-text.ts';
import { tickLines } from './tick-text.ts';
import { paint, paragraph, plain, wrapped, type Page, type Style } from './page.ts';
import { countOf, countText, durationText } from './quantities.ts';
import { refusalLines } from './refusal-text.ts';
import { kindText, verdictTable, type VerdictRow } from './verdict-table.ts';
import { delayText } from '../system/delay-text.ts';
import { noteText, stopText, testedText, verdictStyle, verdictText } from './verdict-words.ts';
import type { TraceDetail } from './trace-detail.ts';

/** The suite, its scope in words, its budgets and what it is about. */
export function headingLines(page: Page, { suite, scope, system }: Subject): readonly string[] {
  const what = plain(page, `${suite.id}  scope ${scope}: ${scopeText(system)}`);
  const [first = '', ...rest] = wrapped(what, page.width);
  return [
    first.replace(suite.id, paint(page, 'strong', suite.id)),
    ...rest.map((line) => `  ${line}`),
    ...(suite.about === '' ? [] : [paint(page, 'quiet', paragraph(plain(page, suite.about), page.width, '  '))]),
    '',
  ];
}

/** `2 nodes, 1 LUN, 1 VM; crash ≤ 1; ticks of 100 ms; node1, node2 interchangeable`. */
export function scopeText(system: System): string {
  const budgets = system.budgetNames.map((name) => `${name} ≤ ${system.budgets[name] ?? 0}`);
  const clock = system.clock === null ? [] : [`ticks of ${delayText(system.clock.tickMs)}`];
  const alike = system.interchangeable.map((group) => `${groupText(group)} interchangeable`);
  return [system.scope, ...(budgets.length === 0 ? [] : [budgets.join(', ')]), ...clock, ...alike].join('; ');
}

/** Everything after the heading. */
export function suiteLines(page: Page, program: Program, checked: CheckedSuite, detail: TraceDetail): readonly string[] {
  const { subject, outcome } = checked;
  if (outcome.kind === 'refused') return [...refusalLines(page, subject, outcome.error, checkCommand(program, subject)), ''];
  const { report } = outcome;
  const violated = report.properties.filter(({ verdict }) => verdict.kind === 'violated');
  const same = sameTraces(violated);
  return [
    ...verdictTable(page, report.properties.map(rowOf)),
    '',
    ...reachLines(page, report, subject),
    ...boundLines(page, program, subject, report.properties),
    '',
    ...violated.flatMap((property) => [...counterexample(page, program, subject, refutationOf(property, same.get(property.id) ?? null), report.semantics, detail), '']),
  ];
}

function rowOf({ id, kind, requirements, verdict, expected, bound }: PropertyReport): VerdictRow {
  const measured = bound === null || bound.states === 0 ? '' : boundText(bound);
  const note = [noteText(verdict, expected), measured, requirements.join(', ')].filter((part) => part !== '').join('; ');
  return { verdict: verdictText(verdict.kind, expected), style: verdictStyle(verdict.kind, expected), property: id, kind: kindText(kind), tested: testedText(verdict), note };
}

/** How far the verdicts reach, what states were counted up to, and what was not exercised on the way. */
function reachLines(page: Page, { exploration, complete, system, resumed }: CheckReport, subject: Subject): readonly string[] {
  const { word, rest, style, extent } = reachOf(exploration, subject.scope);
  const [first = '', ...others] = wrapped(plain(page, `${word}: ${rest}`), page.width - 4);
  return [
    `  ${first.replace(word, paint(page, style, word))}`,
    ...others.map((line) => `    ${line}`),
    ...wrapped(extent, page.width - 4).map((line) => `    ${line}`),
    ...(resumed === null ? [] : wrapped(resumedText(resumed, exploration.elapsedMs), page.width - 4).map((line) => `    ${line}`)),
    ...(exploration.growth === null ? [] : growthLines(page, exploration.growth)),
    ...(exploration.tickFineness === null ? [] : tickLines(page, exploration.tickFineness)),
    ...symmetryLines(page, exploration),
    `  ${coverageLine(exploration.coverage, system)}`,
    // Of states not visited yet nothing can be said, so gaps are told of a complete exploration only.
    ...(complete ? gapLines(page, exploration.coverage, system, subject.suite.neverTaken) : []),
  ];
}

/** The times above are those of this part; here they are put together. */
function resumedText({ distinct, elapsedMs, parts }: Resumption, thisPartMs: number): string {
  return `resumed at ${countOf(distinct, 'distinct state')}, after ${durationText(elapsedMs)}${parts === 1 ? '' : ` in ${countText(parts)} parts`}; ${durationText(elapsedMs + thisPartMs)} in all`;
}

/** What was counted, so that nobody takes orbits for states; and how far the declaration was checked. */
function symmetryLines(page: Page, { symmetry }: Exploration): readonly string[] {
  if (symmetry === null || symmetry.proved) return [];
  const text = 'symmetry not proved: machines and claims were held to it under some permutations, as there are too many to try all (docs/limits.md)';
  const [first = '', ...rest] = wrapped(text, page.width - 4);
  return [`  ${first.replace('not proved', paint(page, 'doubt', 'not proved'))}`, ...rest.map((line) => `    ${line}`)];
}

interface Reach {
  readonly word: string;
  readonly style: Style;
  readonly rest: string;
  readonly extent: string;
}

function reachOf({ stopped, symmetry, distinct, depth, transitions, stutters, elapsedMs }: Exploration, scope: string): Reach {
  const upTo = symmetry === null ? '' : `, up to symmetry of ${symmetry.groups.map(groupText).join(' and of ')}`;
  const states = countOf(distinct, 'distinct state');
  const extent = `depth ${countText(depth)}, ${countOf(transitions, 'transition')} (${countOf(stutters, 'stutter')}), ${durationText(elapsedMs)}`;
  if (stopped === null) return { word: 'complete', style: 'good', rest: `all ${states} of scope ${scope}${upTo}`, extent };
  const soFar = `${states} so far${upTo}${upTo === '' ? ',' : ';'} ${extent}`;
  if (stopped.kind === 'decided') return { word: 'stopped', style: 'quiet', rest: 'every property is decided', extent: soFar };
  return { word: 'incomplete', style: 'doubt', rest: `stopped ${stopText(stopped)}`, extent: soFar };
}
