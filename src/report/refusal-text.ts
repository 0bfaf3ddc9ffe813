/**
 * A model that was refused, as text: the message, then the run that leads to the fault, drawn like a counterexample.
 *
 * The last step of that run cannot be taken - taking it is the fault - so it stands below the chart by its name.
 */
import { ModelError } from '../system/model-error.ts';
import type { System } from '../system/define-system.ts';
import { semanticsOf, type Semantics } from '../system/step.ts';
import { traceOf, type Trace } from '../trace/trace.ts';
import type { Refusal, Subject } from './checked-suite.ts';
import { messageChart } from './message-chart.ts';
import { messageLines, type Message } from './message.ts';
import { modelMessage, propertyMessage } from './messages.ts';
import { paint, plain, wrapped, type Page } from './page.ts';
import { countOf } from './quantities.ts';
import { stepText } from '../trace/step-words.ts';

/** The run up to the step that the model cannot take, or to the state that shows the fault. */
export interface RunToFault {
  readonly semantics: Semantics;
  readonly trace: Trace;
  /** The step under way; null when every step of the run can be taken. */
  readonly last: string | null;
}

/** Null when the fault is in the definition, in a predicate, or already in the first macrosteps. */
export function runToFault(system: System, error: Refusal): RunToFault | null {
  if (!(error instanceof ModelError)) return null;
  const last = error.steps.at(-1);
  if (last === undefined) return null;
  const semantics = semanticsOf(system);
  if (!error.endsInFault) return { semantics, trace: traceOf(semantics, error.steps), last: null };
  return { semantics, trace: traceOf(semantics, error.steps.slice(0, -1)), last: stepText(last) };
}

/** `command` is what to run once the model is mended. */
export function refusalLines(page: Page, { system }: Subject, error: Refusal, command: string): readonly string[] {
  const message = refusalMessage(error);
  const run = runToFault(system, error);
  return [
    ...messageLines(page, { ...message, advice: null }),
    '',
    ...(run === null ? [] : runLines(page, run)),
    ...wrapped(plain(page, [message.advice ?? '', `Then run \`${command}\` again.`].join(' ').trim()), page.width),
  ];
}

/** The words for either kind of refusal. */
export function refusalMessage(error: Refusal): Message {
  return error instanceof ModelError ? modelMessage(error.fault) : propertyMessage(error);
}

function runLines(page: Page, { semantics, trace, last }: RunToFault): readonly string[] {
  const count = trace.steps.length + (last === null ? 0 : 1);
  const here = last === null ? [] : [paint(page, 'bad', `${page.ascii ? 'x' : '✗'}${String(count).padStart(3)} ${plain(page, last)}`)];
  return [`  the run that leads there: ${countOf(count, 'step')}`, '', ...messageChart(page, { semantics, trace, broken: false, changes: true }), ...here, ''];
}
