/**
 * Steps, events and transitions as people call them, with XState's internal names translated.
 *
 *   { type: 'MIGRATE', to: 'node2' }                MIGRATE to=node2
 *   xstate.after.500.vm.saving                      after 500 ms
 *   saving xstate.after.TIMEOUT.vm.saving #0        saving after TIMEOUT
 */
import type { EventObject } from 'xstate';
import { canonicalText } from '../system/canonical.ts';
import { delayText } from '../system/delay-text.ts';
import type { StepLabel } from '../system/step-label.ts';

/** An event by its type, then its payload field by field. */
export function eventText({ type, ...payload }: EventObject): string {
  const fields = Object.entries(payload).map(([field, value]: readonly [string, unknown]) => `${field}=${typeof value === 'string' ? value : canonicalText(value)}`);
  return [eventTypeText(type), ...fields].join(' ');
}

/** A step with the actor it is given to: `node1 CRASH`, `vm1 after 500 ms`; time that passes: `100 ms passes`. */
export function stepText(label: StepLabel): string {
  return label.kind === 'tick' ? stepEventText(label) : `${label.to} ${stepEventText(label)}`;
}

/** A step without its actor; an expired timer says whose it was and how long it had been set to. */
export function stepEventText(label: StepLabel): string {
  if (label.kind === 'stimulus') return eventText(label.event);
  if (label.kind === 'tick') return `${delayText(label.tickMs)} passes`;
  if (label.event.type.startsWith('xstate.after.')) return eventText(label.event);
  return `${eventText(label.event)} after ${delayText(label.delayMs)}${label.from === label.to ? '' : ` (set by ${label.from})`}`;
}

/** A transition without the `#0` that tells it from its alternatives. */
export function transitionText(id: string): string {
  const parts = /^(.*) (\S+) #(\d+)$/s.exec(id);
  if (parts === null) return id;
  const [, source = '', event = '', place = ''] = parts;
  return `${source} ${eventTypeText(event)}${place === '0' ? '' : ` #${place}`}`;
}

/** The mode a transition leaves. */
export function sourceOf(transition: string): string {
  return /^(.*) \S+ #\d+$/s.exec(transition)?.[1] ?? transition;
}

function eventTypeText(type: string): string {
  const after = /^xstate\.after\.([^.]+)\./.exec(type)?.[1];
  if (after !== undefined) return `after ${/^\d+$/.test(after) ? delayText(Number(after)) : after}`;
  if (type.startsWith('xstate.done.state.')) return 'onDone';
  return type;
}
