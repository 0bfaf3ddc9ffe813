/**
 * Replays a trace on live actors and compares after every step: snapshots, pending timers, emitted events.
 *
 * A trace is shown to a person only after this has found no difference. A difference is not the user's fault:
 * it means that the reference step and XState disagree about what the machines do.
 */
import type { AnyMachineSnapshot } from 'xstate';
import type { Semantics, SystemState, TakenStep } from '../system/step.ts';
import type { Delivery } from '../system/run-to-completion.ts';
import { snapshotText, startLive, timerText, type LiveSystem } from './live-actors.ts';
import type { Trace } from './trace.ts';

/** The first difference between the reference step and the live actors; `step` 0 is the start. */
export interface Disagreement {
  readonly step: number;
  readonly about: string;
  readonly reference: string;
  readonly live: string;
}

/** The reference step and live XState disagree; never the user's fault. */
export class DisagreementError extends Error {
  readonly disagreement: Disagreement;
  readonly trace: string;

  constructor(disagreement: Disagreement, trace: string) {
    super(`trace ${trace}, step ${disagreement.step}, ${disagreement.about}: reference ${disagreement.reference}, live ${disagreement.live}`);
    this.name = 'DisagreementError';
    this.disagreement = disagreement;
    this.trace = trace;
  }
}

/** Null when live actors go the very same way. */
export function replayLive(semantics: Semantics, trace: Trace): Disagreement | null {
  const live = startLive(semantics.system);
  try {
    const opening = compare(semantics, trace.initial, trace.opening, live, 0);
    if (opening !== null) return opening;
    for (const [i, step] of trace.steps.entries()) {
      act(live, step);
      const difference = compare(semantics, step.after, step.deliveries, live, i + 1);
      if (difference !== null) return difference;
    }
    return null;
  } finally {
    live.stop();
  }
}

/**
 * The trace, once live actors have gone the very same way; no trace is shown to anybody before.
 *
 * @throws {DisagreementError} when they go another way.
 */
export function replayed(semantics: Semantics, trace: Trace): Trace {
  const disagreement = replayLive(semantics, trace);
  if (disagreement !== null) throw new DisagreementError(disagreement, trace.id);
  return trace;
}

function act(live: LiveSystem, { label }: TakenStep): void {
  if (label.kind === 'stimulus') live.send(label.to, label.event);
  else if (label.kind === 'timer') live.expire(label);
  else live.elapse(label.tickMs);
}

function compare(semantics: Semantics, state: SystemState, deliveries: readonly Delivery[], live: LiveSystem, step: number): Disagreement | null {
  const snapshots = live.snapshots();
  for (const [place, name] of semantics.system.actorNames.entries()) {
    const reference = textOf(state.locals[place]?.snapshot);
    const found = textOf(snapshots.get(name));
    if (reference !== found) return { step, about: name, reference, live: found };
  }
  const timers = state.timers.map(timerText).toSorted().join('\n');
  const liveTimers = live.timers().map(timerText).toSorted().join('\n');
  if (timers !== liveTimers) return { step, about: 'timers', reference: timers, live: liveTimers };
  const emissions = live.takeEmissions();
  for (const name of semantics.system.actorNames) {
    const reference = JSON.stringify(deliveries.filter((delivery) => delivery.to === name).flatMap((delivery) => delivery.emitted));
    const found = JSON.stringify(emissions.filter((emission) => emission.from === name).map((emission) => emission.event));
    if (reference !== found) return { step, about: `what ${name} emits`, reference, live: found };
  }
  return null;
}

function textOf(snapshot: AnyMachineSnapshot | undefined): string {
  return snapshot === undefined ? '(none)' : snapshotText(snapshot);
}
