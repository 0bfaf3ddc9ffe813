/**
 * What a step is called: the stimulus given, the timer that expired, or the time that passed. A trace is a list of these, found again
 * in the enabled steps of a state by comparing texts.
 */
import type { EventObject } from 'xstate';

/** An event the environment gives to an actor; `index` is its place in the system's list of stimuli. */
export interface StimulusLabel {
  readonly kind: 'stimulus';
  readonly index: number;
  readonly to: string;
  readonly event: EventObject;
  readonly budget: string | null;
}

/** A pending timer that expires: `from` set it, `to` hears of it. `delayMs` is what the machine asked for. */
export interface TimerLabel {
  readonly kind: 'timer';
  readonly from: string;
  readonly to: string;
  readonly event: EventObject;
  readonly delayMs: number;
  readonly sendId: string | null;
  /** Its id was set again or has fired since, so that `cancel` no longer reaches it. */
  readonly orphan: boolean;
  /** The identity of the timer among all timers of the system. */
  readonly timer: string;
}

/** Time that passes, in a system with a clock: one tick for all. It is given to nobody. */
export interface TickLabel {
  readonly kind: 'tick';
  readonly to: '';
  readonly event: { readonly type: 'tick' };
  readonly tickMs: number;
}

export type StepLabel = StimulusLabel | TimerLabel | TickLabel;

export function tickLabel(tickMs: number): TickLabel {
  return { kind: 'tick', to: '', event: { type: 'tick' }, tickMs };
}

/** A text that two labels share exactly when they name the same step. */
export function labelKey(label: StepLabel): string {
  switch (label.kind) {
    case 'stimulus':
      return `s${label.index}`;
    case 'timer':
      return `t${label.timer}`;
    case 'tick':
      return 'tick';
  }
}
