/** A trace as data: the initial state leaf by leaf, then each step with its messages and what it changed. */
import type { Delivery } from '../system/run-to-completion.ts';
import type { StepLabel } from '../system/step-label.ts';
import type { Semantics } from '../system/step.ts';
import { changesBetween, leavesOf, type Change } from '../trace/diff.ts';
import type { Trace } from '../trace/trace.ts';
import { replayCommand, type Program, type Subject } from './checked-suite.ts';

export interface TraceJson {
  readonly id: string;
  /** The command that replays it. */
  readonly replay: string;
  readonly choices: readonly number[];
  readonly initial: Readonly<Record<string, string>>;
  readonly opening: readonly object[];
  readonly steps: readonly StepJson[];
}

export interface StepJson {
  readonly step: number;
  readonly kind: StepLabel['kind'];
  readonly to: string;
  readonly event: object;
  readonly stutter: boolean;
  readonly changes: readonly Change[];
  readonly deliveries: readonly object[];
}

export function traceJson(program: Program, subject: Subject, semantics: Semantics, trace: Trace): TraceJson {
  return {
    id: trace.id,
    replay: replayCommand(program, subject, trace.id),
    choices: trace.choices,
    initial: Object.fromEntries(leavesOf(semantics, trace.initial)),
    opening: trace.opening.filter(({ from }) => from !== null).map(deliveryJson),
    steps: trace.steps.map(({ label, after, deliveries, stutter }, i) => ({
      step: i + 1,
      kind: label.kind,
      to: label.to,
      event: label.event,
      ...particularsOf(label),
      stutter,
      changes: changesBetween(semantics, trace.steps[i - 1]?.after ?? trace.initial, after),
      deliveries: deliveries.map(deliveryJson),
    })),
  };
}

function particularsOf(label: StepLabel): object {
  switch (label.kind) {
    case 'stimulus':
      return { budget: label.budget };
    case 'timer':
      return { from: label.from, delayMs: label.delayMs };
    case 'tick':
      return { tickMs: label.tickMs };
  }
}

function deliveryJson({ from, to, event, reception, taken, emitted }: Delivery): object {
  return { from, to, event, reception, taken, ...(emitted.length === 0 ? {} : { emitted }) };
}
