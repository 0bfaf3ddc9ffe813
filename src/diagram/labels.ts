/**
 * The words on a picture, in one style for every format.
 *
 *   EVENT [guard] / action, action       after 2 s       always [guard]       onDone       onError fetchDisk
 *
 * The triggers that are not events are called as in XState, because that is how the reader wrote them. `(reenter)` marks a
 * transition that leaves and enters its source even though its target lies inside.
 */
import type { Initial, Mode, Transition, Trigger } from './chart.ts';
import { delayText } from '../system/delay-text.ts';
import { printable } from './printable.ts';

/** The text on the arrow of a transition. */
export function transitionLabel({ trigger, guard, actions, effect }: Transition): string {
  const reenter = effect.kind === 'targets' && effect.reenter ? ' (reenter)' : '';
  return printable(`${triggerLabel(trigger)}${guard === null ? '' : ` [${guard}]`}${actionsLabel(actions)}${reenter}`);
}

/** The text on the arrow from the black dot, which is empty for nearly all machines. */
export function initialLabel({ actions }: Initial): string {
  return actions.length === 0 ? '' : printable(`/ ${actions.join(', ')}`);
}

/** The name on a mode; of a history mode its sign, because its key tells a reader nothing. */
export function modeLabel(mode: Mode): string {
  if (mode.kind === 'history') return mode.depth === 'deep' ? 'H*' : 'H';
  return printable(mode.name);
}

/** What stands below the name: what the mode does, and the transitions that stay in it, as in UML. */
export function modeLines(mode: Mode, transitions: readonly Transition[]): readonly string[] {
  const inside = transitions.filter(({ source, effect }) => source === mode.id && effect.kind === 'internal');
  return [
    ...(mode.entry.length > 0 ? [`entry${actionsLabel(mode.entry)}`] : []),
    ...(mode.exit.length > 0 ? [`exit${actionsLabel(mode.exit)}`] : []),
    ...mode.invokes.map((name) => `invoke ${printable(name)}`),
    ...inside.map(transitionLabel),
  ].map(printable);
}

function triggerLabel(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'event':
      return printable(trigger.descriptor);
    case 'after':
      return `after ${delayText(trigger.milliseconds)}`;
    case 'after-named':
      return `after ${printable(trigger.delay)}`;
    case 'always':
      return 'always';
    case 'done':
      return 'onDone';
    case 'invoke':
      return `${outcomes[trigger.outcome]} ${printable(trigger.invoked)}`;
  }
}

const outcomes = { done: 'onDone', error: 'onError', snapshot: 'onSnapshot' } as const;

const actionsLabel = (actions: readonly string[]): string => (actions.length === 0 ? '' : ` / ${actions.join(', ')}`);
