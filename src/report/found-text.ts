/** A violation in one line, for the moment it is found: long before the table, if the check takes long. */
import type { PropertyReport } from '../check/check.ts';
import { replayCommand, type Program, type Subject } from './checked-suite.ts';
import { paint, plain, type Page } from './page.ts';
import { clockText, countOf } from './quantities.ts';

export interface FoundViolation {
  readonly program: Program;
  readonly subject: Subject;
  readonly report: PropertyReport;
  readonly elapsedMs: number;
  /** How many properties the check goes on with; null when it ends here. */
  readonly open: number | null;
}

/** For a terminal. */
export function foundLine(page: Page, { subject, report, elapsedMs, open }: FoundViolation): string {
  const goesOn = open === null || open === 0 ? '' : `; goes on with ${countOf(open, 'property', 'properties')}`;
  const steps = report.trace === null ? '' : ` after ${countOf(report.trace.steps.length, 'step')}, shortest possible`;
  return `${paint(page, 'bad', plain(page, `✗ ${report.id}`))} violated${steps} (${subject.suite.id}, ${clockText(elapsedMs)})${goesOn}`;
}

/** For a log. */
export function foundLogLine({ program, subject, report, elapsedMs }: FoundViolation): string {
  const replay = report.trace === null ? '' : ` depth=${report.trace.steps.length} replay="${replayCommand(program, subject, report.trace.id)}"`;
  return `quiesce: ${clockText(elapsedMs)} VIOLATED ${report.id} suite=${subject.suite.id}${replay}`;
}
