/** One text for one value. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalText, deepFreeze } from '../../src/system/canonical.ts';

// Own `toString` or `__proto__` keys make no plain data of it; states have none.
const plain = fc.anything({ key: fc.stringMatching(/^[a-z]{1,4}$/), withMap: true, withSet: true, withBigInt: true, withNullPrototype: true, withDate: false, withTypedArray: false, withSparseArray: false, withBoxedValues: false });

/** The same value built again with its keys, entries and members in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value instanceof Map) return new Map([...value].toReversed().map(([key, member]) => [reversed(key), reversed(member)]));
  if (value instanceof Set) return new Set([...value].toReversed().map(reversed));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).toReversed().map(([key, member]) => [key, reversed(member)]));
  return value;
}

test('the text does not depend on the order of keys, entries and members', () => {
  fc.assert(fc.property(plain, (value) => {
    expect(canonicalText(reversed(value))).toBe(canonicalText(value));
  }));
});

test('values with the same text are deeply equal, if all of them are JSON', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
    if (canonicalText(one) === canonicalText(other)) expect(one).toEqual(other);
  }));
});

test('a text reads as it was written', () => {
  expect(canonicalText({ b: 1, a: [true, undefined, -0, Number.NaN, null, 10n, 'x"'], c: new Map([[{ k: 1 }, new Set([2, 1])]]) })).toBe('{"a":[true,undefined,-0,NaN,null,10n,"x\\""],"b":1,"c":M{{"k":1}:S[1,2]}}');
});

test('what is frozen is frozen all the way down, in Maps and Sets too', () => {
  const inner = { n: 1 };
  const value = { list: [inner], map: new Map([['k', { m: 1 }]]), set: new Set([{ s: 1 }]) };
  deepFreeze(value);
  expect([value, value.list, inner, value.map.get('k'), [...value.set][0]].every((part) => Object.isFrozen(part))).toBe(true);
});
