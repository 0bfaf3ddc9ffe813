/** Values and rows as numbers: equal ones, and only they, have the same. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalText, deepFreeze } from '../../src/system/canonical.ts';
import { RowSet } from '../../src/system/row-set.ts';
import { ValueNumbers } from '../../src/system/value-numbers.ts';
import { seeded } from '../seed.ts';

const value = fc.anything({ withMap: true, withSet: true, withBigInt: true, withNullPrototype: true, withSparseArray: true });
/** A few values again and again, some of them the same object. */
const values = fc.array(value, { maxLength: 6 }).chain((few) => fc.array(fc.constantFrom(...few, 0, -0, Number.NaN, '0', null, undefined, [], {}), { maxLength: 30 }));

test('values have the same number exactly when they have the same text', () => {
  fc.assert(
    fc.property(values, (all) => {
      const numbers = new ValueNumbers();
      const found = all.map((one) => numbers.number(one, numbers.read(one, 'value')));
      const texts = all.map((one) => canonicalText(one));
      all.forEach((_, i) => all.forEach((__, j) => expect([i, j, found[i] === found[j]]).toEqual([i, j, texts[i] === texts[j]])));
      found.forEach((number, i) => {
        expect(numbers.text(number)).toBe(texts[i]);
        expect(canonicalText(numbers.value(number))).toBe(texts[i]);
      });
    }),
    { numRuns: 300, ...seeded(20_261_121) },
  );
});

test('a value is not frozen by being read, only by getting a number', () => {
  const numbers = new ValueNumbers();
  const list = [1];
  expect(numbers.read(list, 'value')).toBe('[1]');
  list.push(2);
  numbers.number(list, numbers.read(list, 'value'));
  expect(Object.isFrozen(list)).toBe(true);
});

test.each<[string, unknown, boolean, string]>([
  ['a primitive', 1, true, 'primitive'],
  ['an array of primitives', ['a', null], true, 'flat'],
  ['a record of primitives', { a: 1 }, true, 'flat'],
  ['a Map of primitives', new Map([['a', 1]]), false, 'flat'],
  ['a Set of primitives', new Set([1]), false, 'flat'],
  ['an object within an object', { a: { b: 1 } }, true, 'deep'],
  ['a Map within an object', { a: new Map() }, false, 'deep'],
  ['an object in a Map', new Map([['a', {}]]), false, 'deep'],
  ['an accessor', { get a() { return 1; } }, false, 'deep'],
])('%s', (_, one, settled, depth) => {
  const numbers = new ValueNumbers();
  const number = numbers.number(one, numbers.read(one, 'value'));
  expect([numbers.isSettled(number), numbers.depth(number)]).toEqual([settled, depth]);
});

test('what a user froze himself is frozen all the way down', () => {
  const inner = { n: 1 };
  expect(deepFreeze(Object.freeze({ inner }))).toBe(true);
  expect(Object.isFrozen(inner)).toBe(true);
});

test('rows are numbered in the order in which they come, equal ones once', () => {
  const small = fc.integer({ min: 0, max: 2 });
  // The first number tells the width.
  const row = fc.oneof(fc.tuple(fc.constant(0), small), fc.tuple(fc.constant(1), small, small, small), fc.tuple(fc.constant(2)), fc.tuple(fc.constant(3), fc.nat(400), fc.integer()));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 400, size: 'max' }), (rows) => {
      const set = new RowSet();
      const known = new Map<string, number>();
      for (const one of rows) {
        set.rowToWrite(one.length).set(one);
        const number = known.get(one.join()) ?? known.size;
        known.set(one.join(), number);
        expect(set.add(one.length)).toBe(number);
      }
      expect(set.size).toBe(known.size);
      for (const [text, number] of known) expect(text.split(',').map((_, place) => set.at(number, place)).join()).toBe(text);
    }),
    { numRuns: 200, ...seeded(20_261_121) },
  );
});
