/**
 * Plain data with actors renamed: every string that is an actor's name becomes another actor's name, wherever it stands.
 *
 *   vm1 ↔ vm2    { owner: 'vm1', waiting: new Set(['vm2']), note: 'vm1 waits' }   ->   { owner: 'vm2', waiting: new Set(['vm1']), note: 'vm1 waits' }
 *
 * Values, keys of objects, keys and values of Maps, members of Sets and of arrays; whole strings only, so that a name within a
 * longer text stays. A renaming is a bijection of names, hence of strings: no two keys fall together. What holds no name is
 * returned as it is, the same object.
 */

/** Each name that changes, and what it becomes; a bijection. */
export type Renaming = ReadonlyMap<string, string>;

/**
 * The value with its names changed.
 *
 * Anything but plain data is returned as it is; whoever compares texts afterwards refuses it there.
 * @example renamed({ owner: 'vm1' }, new Map([['vm1', 'vm2'], ['vm2', 'vm1']])) // { owner: 'vm2' }
 */
export function renamed<T>(value: T, names: Renaming): T;
export function renamed(value: unknown, names: Renaming): unknown {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return changed(value, Array.from<unknown>(value), names, (members) => members);
  if (value instanceof Map) return changed(value, [...value].flat(1), names, (members) => new Map(pairs(members)));
  if (value instanceof Set) return changed(value, [...value], names, (members) => new Set(members));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return changed(value, Object.entries(value).flat(1), names, (members) => Object.fromEntries(pairs(members).map(([key, member]) => [String(key), member])));
}

/** One renaming after another. */
export function composed(first: Renaming, second: Renaming): Renaming {
  const names = new Set([...first.keys(), ...second.keys()]);
  return new Map([...names].map((name) => [name, renamed(renamed(name, first), second)] as const).filter(([name, becomes]) => name !== becomes));
}

/** The value itself when none of its parts changes, else what is made of the changed parts. */
function changed(value: object, parts: readonly unknown[], names: Renaming, make: (parts: readonly unknown[]) => unknown): unknown {
  const others = parts.map((part) => renamed(part, names));
  return others.every((part, i) => Object.is(part, parts[i])) ? value : make(others);
}

/** Keys and values, which stand in turn. */
function pairs(parts: readonly unknown[]): readonly (readonly [unknown, unknown])[] {
  return Array.from({ length: parts.length / 2 }, (_, i) => [parts[2 * i], parts[2 * i + 1]] as const);
}
