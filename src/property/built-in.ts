/**
 * What is claimed of every system without asking: no deadlock, no swallowed event, no machine error.
 *
 * These cannot be predicates of one state alone - a deadlock is about the steps of a state, a swallowed event
 * about a message - so they have kinds of their own and the explorer evaluates them.
 */
import { modeText } from '../system/local-step.ts';
import type { Delivery } from '../system/run-to-completion.ts';
import { labelKey, type StepLabel } from '../system/step-label.ts';

export interface BuiltIn {
  readonly kind: 'no-deadlock' | 'no-swallowed-event' | 'no-machine-error';
  readonly id: string;
  readonly requirements: readonly string[];
  readonly statement: string;
}

export const builtIns: readonly BuiltIn[] = [
  {
    kind: 'no-deadlock',
    id: 'no-deadlock',
    requirements: [],
    statement: 'Every state has a step that leads out of it, or is declared final.',
  },
  {
    kind: 'no-swallowed-event',
    id: 'no-swallowed-event',
    requirements: [],
    statement: 'Every event is answered in the mode it meets, if only by an explicit nothing.',
  },
  {
    kind: 'no-machine-error',
    id: 'no-machine-error',
    requirements: [],
    statement: 'No machine ends in status error.',
  },
];

/** Why a state is a deadlock, given the steps that are enabled in it. */
export function deadlockDetail(enabled: readonly StepLabel[]): string {
  const steps = enabled.filter(({ kind }) => kind !== 'tick');
  if (steps.length === 0) return 'no step is enabled';
  const names = steps.map((label) => (label.kind === 'stimulus' ? `${label.to} ${label.event.type}` : `timer ${labelKey(label)}`));
  return `only stutters are enabled: ${names.join(', ')}`;
}

/** The events lost within a delivery, as `actor in mode swallows EVENT`; empty when none was. */
export function swallowedIn(delivery: Delivery): readonly string[] {
  const lost = delivery.unansweredRaises.map((event) => `${delivery.to} in ${modeText(delivery.after.value)} swallows its own ${event.type}`);
  // XState's own events (an expired `after` whose guard is false) are its business, not a lost message.
  if (delivery.event.type.startsWith('xstate.')) return lost;
  switch (delivery.reception) {
    case 'swallowed':
      return [`${delivery.to} in ${modeText(delivery.before.value)} swallows ${delivery.event.type}`, ...lost];
    case 'stopped':
      return [`${delivery.to}, stopped in ${modeText(delivery.before.value)}, never hears ${delivery.event.type}`, ...lost];
    case 'taken':
    case 'ignored':
      return lost;
  }
}
