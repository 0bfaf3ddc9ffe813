/**
 * Guards and actions of XState in words, as far as the machine tells them.
 *
 * What is named is called by its name. XState's own creators (`and`, `assign`, `raise`, ...) return functions that carry
 * their arguments; of these, the arguments that are data are shown. Nothing is called to find out more and nothing is
 * guessed: a part that is a function of the user's is `(inline)`, unless it is a named function.
 *
 *   guard: and(['isHolder', not('isFull')])          isHolder and not isFull
 *   guard: { type: 'isAtLeast', params: { n: 3 } }   isAtLeast(n: 3)
 *   actions: sendTo('lun', { type: 'RESERVE' })      send RESERVE to lun
 *   actions: raise({ type: 'BEAT' }, { delay: 500 }) raise BEAT after 500 ms
 */
import { delayText } from '../system/delay-text.ts';
import { printable } from './printable.ts';

const inline = '(inline)';

/** JavaScript gives an anonymous function the name of the property it is written to, so these say nothing. */
const propertyNames = new Set(['', 'guard', 'actions', 'action', 'entry', 'exit', 'params', 'event', 'to', 'delay']);

/** A guard in words. */
export function guardText(guard: unknown): string {
  if (typeof guard !== 'function') return referenceText(guard);
  const parts = read(guard, 'guards');
  if (Array.isArray(parts)) return compositeText(guard.name, parts);
  const modes = read(guard, 'stateValue');
  if (modes !== undefined) return `in ${typeof modes === 'string' ? printable(modes) : valueText(modes)}`;
  return functionText(guard);
}

/** An action in words. */
export function actionText(action: unknown): string {
  if (typeof action !== 'function') return referenceText(action);
  const part = (name: string): string => partText(read(action, name));
  switch (read(action, 'type')) {
    case 'xstate.assign':
      return `assign${keysText(read(action, 'assignment'))}`;
    case 'xstate.raise':
      return `raise ${part('event')}${delayPart(read(action, 'delay'))}`;
    case 'xstate.sendTo':
      return `send ${part('event')} to ${receiverText(read(action, 'to'))}${delayPart(read(action, 'delay'))}`;
    case 'xstate.cancel':
      return `cancel ${part('sendId')}`;
    case 'xstate.emit':
      return `emit ${part('event')}`;
    case 'xstate.log':
      return `log${labelText(read(action, 'label'))}`;
    case 'xstate.spawnChild':
      return `spawn ${part('src')}`;
    case 'xstate.stopChild':
      return `stop ${part('actorRef')}`;
    case 'xstate.enqueueActions':
      return 'enqueueActions';
    default:
      return functionText(action);
  }
}

/** A property of a value whose type is unknown. */
export function read(from: unknown, name: string): unknown {
  if ((typeof from !== 'object' && typeof from !== 'function') || from === null) return undefined;
  const value: unknown = Reflect.get(from, name);
  return value;
}

function compositeText(operator: string, guards: readonly unknown[]): string {
  const parts = guards.map((guard) => (isComposite(guard) ? `(${guardText(guard)})` : guardText(guard)));
  if (operator === 'not') return `not ${parts.join(' ')}`;
  if (operator !== 'and' && operator !== 'or') return inline;
  return parts.length === 0 ? `${operator}()` : parts.join(` ${operator} `);
}

const isComposite = (guard: unknown): boolean => typeof guard === 'function' && guard.name !== 'not' && Array.isArray(read(guard, 'guards'));

function referenceText(reference: unknown): string {
  if (typeof reference === 'string') return printable(reference);
  const type = read(reference, 'type');
  if (typeof type !== 'string') return inline;
  const params = read(reference, 'params');
  return params === undefined ? printable(type) : `${printable(type)}(${paramsText(params)})`;
}

function paramsText(params: unknown): string {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return valueText(params);
  return Object.entries(params)
    .map(([name, value]: readonly [string, unknown]) => `${printable(name)}: ${valueText(value)}`)
    .join(', ');
}

/** The type of an event, the id of an actor, or a plain name. */
function partText(part: unknown): string {
  if (typeof part === 'string') return printable(part);
  if (typeof part === 'function') return functionText(part);
  const name = read(part, 'type') ?? read(part, 'id');
  return typeof name === 'string' ? printable(name) : inline;
}

function receiverText(receiver: unknown): string {
  if (receiver === '#_parent') return 'parent';
  return receiver === '#_internal' || receiver === undefined ? 'self' : partText(receiver);
}

function delayPart(delay: unknown): string {
  if (delay === undefined) return '';
  return ` after ${typeof delay === 'number' ? delayText(delay) : partText(delay)}`;
}

const labelText = (label: unknown): string => (typeof label === 'string' ? ` ${printable(label)}` : '');

function keysText(assignment: unknown): string {
  if (typeof assignment !== 'object' || assignment === null) return '';
  return `(${Object.keys(assignment).map(printable).join(', ')})`;
}

function functionText({ name }: { readonly name: string }): string {
  return propertyNames.has(name) ? inline : printable(name);
}

/** A value as JSON; what JSON cannot say, such as a function of the context, is inline. */
function valueText(value: unknown): string {
  try {
    const text: unknown = JSON.stringify(value);
    return typeof text === 'string' ? printable(text) : inline;
  } catch {
    return inline;
  }
}
