/**
 * A trace: an initial state and the steps from it, by name.
 *
 * Its text is the indices of its steps among the enabled ones, then what it was recorded on: `0.2.6.3@c41e77b09a3f`
 * (eight digits for the system, four for the state it ends in; `start` stands for no step at all). It is short, survives a URL, and says so when the
 * system has changed. The part after `@` may be left out; then only the steps are checked.
 */
import { labelKey, type StepLabel } from '../system/step-label.ts';
import type { Delivery } from '../system/run-to-completion.ts';
import type { Semantics, SystemState, TakenStep } from '../system/step.ts';
import { stateFingerprint, systemFingerprint } from './fingerprint.ts';

export interface Trace {
  readonly id: string;
  readonly choices: readonly number[];
  readonly initial: SystemState;
  /** What the actors said to each other before the first step. */
  readonly opening: readonly Delivery[];
  readonly steps: readonly TakenStep[];
}

/** A trace text taken apart; the fingerprints are null when the text has none. */
export interface TraceText {
  readonly choices: readonly number[];
  readonly system: string | null;
  readonly end: string | null;
}

/** Why a text does not replay as a trace of this system. */
export type TraceFault =
  | { readonly code: 'trace-malformed'; readonly text: string }
  | { readonly code: 'trace-of-another-system'; readonly text: string; readonly recorded: string; readonly present: string }
  | { readonly code: 'trace-diverged'; readonly text: string; readonly step: number; readonly choice: number; readonly state: SystemState; readonly enabled: readonly StepLabel[] }
  | { readonly code: 'trace-ends-elsewhere'; readonly text: string; readonly recorded: string; readonly present: string };

export class TraceError extends Error {
  readonly fault: TraceFault;

  constructor(fault: TraceFault) {
    super(`${fault.code}: ${fault.text}`);
    this.name = 'TraceError';
    this.fault = fault;
  }
}

/** Takes a trace text apart. @throws {TraceError} `trace-malformed`. */
export function parseTrace(text: string): TraceText {
  const match = /^(\d+(?:\.\d+)*|start)(?:@([0-9a-f]{8})([0-9a-f]{4}))?$/.exec(text.trim());
  if (match === null) throw new TraceError({ code: 'trace-malformed', text });
  const [, choices = 'start', system, end] = match;
  return { choices: choices === 'start' ? [] : choices.split('.').map(Number), system: system ?? null, end: end ?? null };
}

/**
 * Replays a text, step by step, by the reference semantics.
 *
 * @throws {TraceError} when it was recorded on another system, a step is not enabled, or it ends in another state.
 */
export function replay(semantics: Semantics, text: string): Trace {
  const { choices, system, end } = parseTrace(text);
  const present = systemFingerprint(semantics.system);
  if (system !== null && system !== present) throw new TraceError({ code: 'trace-of-another-system', text, recorded: system, present });
  const trace = follow(semantics, (state, step) => {
    const choice = choices[step];
    if (choice === undefined) return null;
    const enabled = semantics.enabled(state);
    const label = enabled[choice];
    if (label === undefined) throw new TraceError({ code: 'trace-diverged', text, step, choice, state, enabled });
    return label;
  });
  const ending = stateFingerprint(lastState(trace));
  if (end !== null && end !== ending) throw new TraceError({ code: 'trace-ends-elsewhere', text, recorded: end, present: ending });
  return trace;
}

/**
 * The trace of a run given by the labels of its steps.
 *
 * @throws {RangeError} when a label is not enabled where it stands.
 */
export function traceOf(semantics: Semantics, labels: readonly StepLabel[]): Trace {
  return follow(semantics, (_, step) => labels[step] ?? null);
}

export function lastState(trace: Trace): SystemState {
  return trace.steps.at(-1)?.after ?? trace.initial;
}

function follow(semantics: Semantics, next: (state: SystemState, step: number) => StepLabel | null): Trace {
  const start = semantics.start();
  const steps: TakenStep[] = [];
  const choices: number[] = [];
  let state = start.state;
  for (let label = next(state, 0); label !== null; label = next(state, steps.length)) {
    const key = labelKey(label);
    const choice = semantics.enabled(state).findIndex((enabled) => labelKey(enabled) === key);
    if (choice < 0) throw new RangeError(`step ${steps.length + 1} (${key}) is not enabled`);
    const taken = semantics.take(state, label);
    steps.push(taken);
    choices.push(choice);
    state = taken.after;
  }
  const id = `${choices.length === 0 ? 'start' : choices.join('.')}@${systemFingerprint(semantics.system)}${stateFingerprint(state)}`;
  return { id, choices, initial: start.state, opening: start.deliveries, steps };
}
