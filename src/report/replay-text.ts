/**
 * A replayed trace as text: its steps, then what each property says of it, and whether live actors went the same way.
 */
import type { Semantics } from '../system/step.ts';
import type { Trace } from '../trace/trace.ts';
import { traceLines } from './counterexample.ts';
import { paint, plain, wrapped, type Page } from './page.ts';
import { countOf } from './quantities.ts';
import type { TraceFinding } from './trace-verdicts.ts';
import type { TraceDetail } from './trace-detail.ts';

export interface Replayed {
  readonly semantics: Semantics;
  readonly trace: Trace;
  readonly findings: readonly TraceFinding[];
  /** Whether live actors were asked as well; they agreed, or there would be no replay to tell of. */
  readonly live: boolean;
}

export function replayLines(page: Page, { semantics, trace, findings, live }: Replayed, detail: TraceDetail): readonly string[] {
  const length = trace.steps.length;
  const breaksAtTheEnd = findings.some(({ verdict, step }) => verdict === 'violated' && step === length);
  const steps = traceLines(page, semantics, trace, detail, breaksAtTheEnd);
  return [
    ...steps,
    ...(steps.length === 0 || steps.at(-1) === '' ? [] : ['']),
    ...(findings.length === 0 ? ['  no property is violated or witnessed along this trace'] : findings.flatMap((finding) => findingLines(page, finding))),
    ...(live ? [plain(page, `  ✓ live: createActor agreed at the start and after every one of ${countOf(length, 'step')}`)] : []),
    '',
  ];
}

function findingLines(page: Page, { id, verdict, step, statement, details }: TraceFinding): readonly string[] {
  const sign = verdict === 'violated' ? '✗' : '✓';
  const when = step === 0 ? 'in the initial state' : `${verdict === 'violated' ? 'in' : 'after'} step ${step}`;
  const title = `${plain(page, sign)} ${verdict} ${when}: ${id}`;
  const about = [statement, ...details.slice(0, 3)].flatMap((text) => wrapped(plain(page, text), page.width - 4));
  return [`  ${paint(page, verdict === 'violated' ? 'bad' : 'good', title)}`, ...about.map((line) => `    ${line}`)];
}
