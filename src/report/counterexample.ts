/**
 * A violation as a person reads it: the claim, the shortest run that breaks it, and the command that shows it again.
 *
 *   ✗ single-owner   No VM ever runs on two nodes at once.                 HA-3
 *     shortest counterexample: 10 steps
 *
 *      #   node1 node2   event     what changed
 *      ...
 *     replay   quiesce replay hv-cluster 0.2.6.3@c41e77b09a3f
 */
import type { PropertyReport } from '../check/check.ts';
import type { Expectation } from '../property/verdict.ts';
import type { Semantics, SystemState } from '../system/step.ts';
import { leavesOf } from '../trace/diff.ts';
import type { Trace } from '../trace/trace.ts';
import { replayCommand, type Program, type Subject } from './checked-suite.ts';
import { messageChart } from './message-chart.ts';
import { padded, paint, paragraph, plain, widthOf, wrapped, type Page } from './page.ts';
import { countOf } from './quantities.ts';
import { stepText } from '../trace/step-words.ts';
import type { TraceDetail } from './trace-detail.ts';

/** Built-in claims list each event that is lost; a reader needs a few, the JSON has them all. */
const detailsMax = 8;

/** A claim that was refuted, however that came about. */
export interface Refutation {
  readonly id: string;
  readonly statement: string;
  readonly requirements: readonly string[];
  readonly expected: Expectation;
  /** How it was found, a line each. */
  readonly story: readonly string[];
  /** What the verdict adds in words, such as the events that were lost. */
  readonly details: readonly string[];
  /** Null when there is none to show: nothing that was to be reachable was reached. */
  readonly trace: Trace | null;
  /** The claim whose trace, shown above, is this very one; null when this is the first. */
  readonly sameAs: string | null;
  /** The command that finds a shortest trace; null when this one is. */
  readonly shortestBy: string | null;
}

/** The claims that the same trace refutes, all but the first, by the first. */
export function sameTraces(found: readonly { readonly id: string; readonly trace: Trace | null }[]): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const same = new Map<string, string>();
  for (const { id, trace } of found) {
    if (trace === null) continue;
    const earlier = first.get(trace.id);
    if (earlier === undefined) first.set(trace.id, id);
    else same.set(id, earlier);
  }
  return same;
}

/** What an exploration refuted; its trace is a shortest one. */
export function refutationOf({ id, statement, requirements, expected, trace, verdict, bound }: PropertyReport, sameAs: string | null): Refutation {
  const length = trace?.steps.length ?? 0;
  const story = trace === null || bound !== null ? [] : [length === 0 ? 'violated in the initial state' : `shortest counterexample: ${countOf(length, 'step')}`];
  return { id, statement, requirements, expected, story, details: verdict.kind === 'violated' ? verdict.details : [], trace, sameAs, shortestBy: null };
}

/** The lines about one refuted claim. */
export function counterexample(page: Page, program: Program, subject: Subject, refutation: Refutation, semantics: Semantics, detail: TraceDetail): readonly string[] {
  const { id, statement, requirements, expected, story, details } = refutation;
  const asExpected = expected === 'violated';
  const title = paint(page, asExpected ? 'doubt' : 'bad', plain(page, `✗ ${id}`));
  const cited = requirements.length === 0 ? '' : ` (${requirements.join(', ')})`;
  return [
    `${title}${asExpected ? ' (expected)' : ''}`,
    paragraph(plain(page, `${statement}${cited}`), page.width, '  '),
    ...story.map((line) => hangingParagraph(page, plain(page, line))),
    ...detailLines(page, details),
    ...runLines(page, program, subject, refutation, semantics, detail),
  ];
}

function runLines(page: Page, program: Program, subject: Subject, { trace, sameAs, shortestBy }: Refutation, semantics: Semantics, detail: TraceDetail): readonly string[] {
  if (trace === null) return [];
  if (sameAs !== null) return [`  the same run as for ${sameAs}`];
  return [
    '',
    ...traceLines(page, semantics, trace, detail, true),
    ...(detail === 'none' || detail === 'full' ? [] : ['']),
    `  replay   ${replayCommand(program, subject, trace.id)}`,
    ...(shortestBy === null ? [] : [`  shortest ${shortestBy}`]),
  ];
}

/** The lines of a trace in the wanted detail. */
export function traceLines(page: Page, semantics: Semantics, trace: Trace, detail: TraceDetail, broken: boolean): readonly string[] {
  switch (detail) {
    case 'none':
      return [];
    case 'events':
    case 'diff':
      return messageChart(page, { semantics, trace, broken, changes: detail === 'diff' });
    case 'full':
      return [...messageChart(page, { semantics, trace, broken, changes: false }), '', ...wholeStates(page, semantics, trace)];
  }
}

function detailLines(page: Page, details: readonly string[]): readonly string[] {
  const lines = details.slice(0, detailsMax).map((detail) => hangingParagraph(page, plain(page, detail)));
  const left = details.length - detailsMax;
  return left > 0 ? [...lines, paint(page, 'quiet', `    and ${left} more; --json has them all`)] : lines;
}

function hangingParagraph(page: Page, text: string): string {
  return wrapped(text, page.width - 4)
    .map((line, i) => `${i === 0 ? '  ' : '    '}${line}`)
    .join('\n');
}

/** Every leaf of every state, those that the step changed marked with `*`. */
function wholeStates(page: Page, semantics: Semantics, trace: Trace): readonly string[] {
  const states: readonly SystemState[] = [trace.initial, ...trace.steps.map(({ after }) => after)];
  return states.flatMap((state, i) => {
    const before = i === 0 ? undefined : leavesOf(semantics, states[i - 1] ?? state);
    const leaves = [...leavesOf(semantics, state)];
    const label = trace.steps[i - 1]?.label;
    const heading = label === undefined ? 'state 0, initial' : `state ${i}, after ${stepText(label)}`;
    const width = Math.min(Math.floor(page.width / 2), Math.max(...leaves.map(([path]) => widthOf(plain(page, path)))));
    return [
      paint(page, 'strong', plain(page, heading)),
      ...leaves.flatMap(([path, value]) => {
        const changed = before !== undefined && before.get(path) !== value;
        const [first = '', ...rest] = wrapped(plain(page, value), Math.max(16, page.width - width - 6));
        const line = `  ${changed ? '*' : ' '} ${padded(plain(page, path), width)}  ${first}`;
        return [paint(page, changed ? 'doubt' : 'plain', line), ...rest.map((part) => `${' '.repeat(width + 6)}${part}`)];
      }),
      '',
    ];
  });
}
