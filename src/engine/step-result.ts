/**
 * What a local step comes to, as texts that can be compared with those of another actor's step after a renaming.
 *
 * What it sends is kept by receiver as well: two steps that send the same to everybody, but go through the receivers in
 * another order, differ only by that order.
 */
import { canonicalText } from '../system/canonical.ts';
import type { RecordedAction } from '../system/actor-scope.ts';
import { renamed, type Renaming } from '../system/renaming.ts';
import { timersUnder } from '../system/timers.ts';
import type { ActorTable, ComponentStep } from './actor-table.ts';

/** How two results compare: `order` means that they differ by the order of receivers alone. */
export type Likeness = 'same' | 'order' | 'other';

/** Whether a step, its names changed, says the same as another one; where they lead is not compared here. */
export function likeness(step: ComponentStep, other: ComponentStep, names: Renaming): Likeness {
  const [one, two] = [step.local, other.local];
  // Reception follows from what was taken.
  if (one.taken.length !== two.taken.length || one.taken.some((id, i) => id !== two.taken[i])) return 'other';
  if (one.actions.length + two.actions.length + one.unansweredRaises.length + two.unansweredRaises.length === 0) return 'same';
  if (textsOf(one.unansweredRaises, names).join() !== textsOf(two.unansweredRaises, none).join()) return 'other';
  // What timers come to shows in the next component, whatever the order of setting them.
  for (const kind of ['schedule', 'cancel'] as const) if (ofKind(one.actions, kind, names).toSorted().join() !== ofKind(two.actions, kind, none).toSorted().join()) return 'other';
  if (ofKind(one.actions, 'emit', names).join() !== ofKind(two.actions, 'emit', none).join()) return 'other';
  if (ofKind(one.actions, 'send', names).join() === ofKind(two.actions, 'send', none).join()) return 'same';
  return byReceiver(one.actions, names) === byReceiver(two.actions, none) ? 'order' : 'other';
}

/** A step's result in full, its names changed, for a person to compare. */
export function resultText(table: ActorTable, step: ComponentStep, names: Renaming): string {
  const { local, timers } = table.component(step.next);
  const { reception, taken, actions, unansweredRaises } = step.local;
  const parts = [
    table.machine.keyUnder(local, names),
    timersUnder(timers, names).map(({ key }) => key).join(', '),
    textsOf(actions, names).join(', '),
    taken.length === 0 ? reception : `by ${taken.join(', ')}`,
    textsOf(unansweredRaises, names).join(', '),
  ];
  return parts.filter((part) => part !== '').join('; ');
}

const none: Renaming = new Map();

function textsOf(values: readonly object[], names: Renaming): readonly string[] {
  return values.map((value) => canonicalText(renamed(value, names)));
}

function ofKind(actions: readonly RecordedAction[], kind: RecordedAction['kind'], names: Renaming): readonly string[] {
  return textsOf(actions.filter((action) => action.kind === kind), names);
}

/** Each receiver with what it is sent, in order; the receivers by name. */
function byReceiver(actions: readonly RecordedAction[], names: Renaming): string {
  const sent = new Map<string, string[]>();
  for (const action of actions) {
    if (action.kind !== 'send') continue;
    const to = renamed(action.to, names);
    sent.set(to, [...(sent.get(to) ?? []), canonicalText(renamed(action.event, names))]);
  }
  return canonicalText(sent);
}
