/**
 * One text for one value: the identity of contexts, events and outputs.
 *
 * JSON will not do: it drops `undefined`, merges `NaN` with `null` and `-0` with `0`, empties a Map, and
 * gives two texts for one object whose keys were written in another order. Two values have the same text
 * here exactly when they are the same plain data; keys, Map entries and Set members are sorted.
 *
 *   { b: 1, a: new Set([2, 1]) }   ->   {"a":S[1,2],"b":1}
 *
 * Anything that is not plain data (a function, a class instance, an actor reference, a cycle) is refused
 * with the path to it, because a state that cannot be written down cannot be told from another.
 */
import type { Renaming } from './renaming.ts';

/** Where a value stops being plain data, and what stands there. */
export class NotPlainData extends Error {
  readonly path: string;
  readonly found: string;

  constructor(path: string, found: string) {
    super(`${path} is ${found}`);
    this.path = path;
    this.found = found;
  }
}

/**
 * The canonical text of a plain value. `above`: the objects it was found in, which it must not contain.
 *
 * @throws {NotPlainData} when the value holds anything but objects, arrays, Maps, Sets and primitives.
 * @example canonicalText({ b: 1, a: [true] }) // '{"a":[true],"b":1}'
 */
export function canonicalText(value: unknown, path = 'value', above: readonly object[] = []): string {
  return quickText(value, 0) ?? textOf(value, path, above, unchanged);
}

/**
 * The text that a plain value would have if every string in it that is one of these names, keys included, were another.
 * Names may fall together, and then nothing of what they stand for is lost.
 *
 * @throws {NotPlainData} as `canonicalText` does.
 * @example textUnder({ b: 'vm1', a: 'vm2' }, new Map([['vm1', 'vm'], ['vm2', 'vm']])) // '{"a":"vm","b":"vm"}'
 */
export function textUnder(value: unknown, names: Renaming, path = 'value'): string {
  return textOf(value, path, [], names);
}

const unchanged: Renaming = new Map();

/** Values known to be frozen all the way down with nothing in them that can still change. */
const settled = new WeakSet();

/**
 * Freezes a plain value all the way down, and says whether nothing in it can change from then on. A Map or Set keeps its
 * methods, and an accessor may give another value each time, so what holds one is not settled; its members are frozen.
 */
export function deepFreeze(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || settled.has(value)) return true;
  let all = !(value instanceof Map || value instanceof Set);
  if (value instanceof Map) {
    for (const [key, member] of value) {
      deepFreeze(key);
      deepFreeze(member);
    }
  } else if (value instanceof Set) {
    for (const member of value) deepFreeze(member);
  } else {
    for (const key of Object.keys(value)) {
      const property = Object.getOwnPropertyDescriptor(value, key);
      if (property === undefined || !('value' in property)) all = false;
      else if (!deepFreeze(property.value)) all = false;
    }
  }
  Object.freeze(value);
  if (all) settled.add(value);
  return all;
}

/** Deeper than this, or anything out of the ordinary, is left to the slow and thorough way. */
const quickDepthMax = 40;

/** The text of what is plain and shallow, without the paths that only a refusal needs; null when it cannot tell. */
function quickText(value: unknown, depth: number): string | null {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      if (depth > quickDepthMax) return null;
      return Array.isArray(value) ? quickTextOfArray(value, depth + 1) : quickTextOfRecord(value, depth + 1);
    case 'bigint':
      return `${value}n`;
    case 'function':
    case 'symbol':
      return null;
  }
}

function quickTextOfArray(array: readonly unknown[], depth: number): string | null {
  let text = '[';
  for (let i = 0; i < array.length; i += 1) {
    const member = quickText(array[i], depth);
    if (member === null) return null;
    text += i === 0 ? member : `,${member}`;
  }
  return `${text}]`;
}

function quickTextOfRecord(value: object, depth: number): string | null {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return null;
  const keys = Object.keys(value);
  for (let i = 1; i < keys.length; i += 1) {
    if ((keys[i - 1] ?? '') > (keys[i] ?? '')) {
      keys.sort();
      break;
    }
  }
  let text = '{';
  for (const key of keys) {
    const member = quickText(Reflect.get(value, key), depth);
    if (member === null) return null;
    text += `${text === '{' ? '' : ','}${JSON.stringify(key)}:${member}`;
  }
  return `${text}}`;
}

function textOf(value: unknown, path: string, above: readonly object[], names: Renaming): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(names.get(value) ?? value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'bigint':
      return `${value}n`;
    case 'function':
      throw new NotPlainData(path, `the function ${value.name === '' ? '(anonymous)' : value.name}`);
    case 'symbol':
      throw new NotPlainData(path, 'a symbol');
    case 'object':
      return value === null ? 'null' : textOfObject(value, path, above, names);
  }
}

function textOfObject(value: object, path: string, above: readonly object[], names: Renaming): string {
  if (above.includes(value)) throw new NotPlainData(path, 'a cycle');
  const within = [...above, value];
  if (Array.isArray(value)) return `[${Array.from(value, (member, i) => textOf(member, `${path}[${i}]`, within, names)).join(',')}]`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, member]) => {
      const keyText = textOf(key, `a key of ${path}`, within, names);
      return `${keyText}:${textOf(member, `${path}.get(${keyText})`, within, names)}`;
    });
    return `M{${entries.toSorted().join(',')}}`;
  }
  if (value instanceof Set) {
    return `S[${[...value].map((member) => textOf(member, `a member of ${path}`, within, names)).toSorted().join(',')}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new NotPlainData(path, `an instance of ${value.constructor.name === '' ? 'a class' : value.constructor.name}`);
  }
  const record: Readonly<Record<string, unknown>> = { ...value };
  const fields = Object.keys(record)
    .toSorted()
    .map((key) => ({ key: names.get(key) ?? key, text: textOf(record[key], `${path}.${key}`, within, names) }));
  if (names.size > 0) fields.sort((one, other) => compared(one.key, other.key) || compared(one.text, other.text));
  return `{${fields.map(({ key, text }) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}

function compared(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
