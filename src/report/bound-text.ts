/**
 * How long stays last, as a person reads it: the exact figure beside its limit, and the command that shows the run.
 *
 *   how long it lasts
 *     blackout   at most 4.2 s, allowed 20 s    quiesce replay live-migration 0.2.6@c41e77b09a3f
 *     paused     without bound: its last 2 steps can be repeated for ever
 */
import type { PropertyReport } from '../check/check.ts';
import type { Bound } from '../property/bound.ts';
import { delayText } from '../system/delay-text.ts';
import { replayCommand, type Program, type Subject } from './checked-suite.ts';
import { paint, plain, wrapped, type Page } from './page.ts';

/** A claim about time that was measured. */
type Measured = PropertyReport & { readonly bound: NonNullable<PropertyReport['bound']> };

/** Empty when nothing was measured. */
export function boundLines(page: Page, program: Program, subject: Subject, reports: readonly PropertyReport[]): readonly string[] {
  const measured = reports.filter((report): report is Measured => report.bound !== null && report.bound.states > 0);
  if (measured.length === 0) return [];
  return [
    '',
    paint(page, 'quiet', '  how long it lasts'),
    ...measured.flatMap(({ id, bound, trace }) => [
      ...wrapped(plain(page, `${id}: ${boundText(bound)}`), page.width - 6).map((line, i) => `${i === 0 ? '    ' : '      '}${line}`),
      ...(trace === null ? [] : [paint(page, 'quiet', `      ${replayCommand(program, subject, trace.id)}`)]),
    ]),
  ];
}

/** The figure and its limit. */
export function boundText({ kind, ms, limitMs, cycleSteps }: Bound): string {
  if (kind === 'shortest') return `${ms === null ? 'no stay ends' : `at least ${delayText(ms)}`}${limitMs === null ? '' : `, asked ${delayText(limitMs)}`}`;
  const figure = ms === null ? `without bound: the last ${cycleSteps === 1 ? 'step' : `${cycleSteps} steps`} can be repeated for ever` : `at most ${delayText(ms)}`;
  return `${figure}${limitMs === null ? '' : `, allowed ${delayText(limitMs)}`}`;
}
