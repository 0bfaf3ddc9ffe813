/** Names as visible lines, lengths of time, and names that stay apart. */
import { expect, test } from 'vitest';
import { claim, printable } from '../../src/diagram/printable.ts';
import { delayText } from '../../src/system/delay-text.ts';

test.each([
  ['', '""'],
  ['a b', 'a b'],
  ['a\nb\tc\\', 'a\\nb\\tc\\'],
  ['\0\u007F\u2028\u2029\uFFFF', '\\u0000\\u007f\\u2028\\u2029\\uffff'],
  ['\uD83C', '\\ud83c'],
  ['ünï 日本 🎉', 'ünï 日本 🎉'],
])('the name %j prints as %j', (name, printed) => {
  expect(printable(name)).toBe(printed);
});

test('a name that is taken gets the first free number', () => {
  const taken = new Set<string>();
  expect(['a', 'a', 'a_2', 'b', 'a'].map((name) => claim(taken, name, '_'))).toEqual(['a', 'a_2', 'a_2_2', 'b', 'a_3']);
});

test('a length of time is in seconds if these are whole, else in milliseconds', () => {
  expect([0, 500, 1000, 1500, 60_000].map(delayText)).toEqual(['0 ms', '500 ms', '1 s', '1500 ms', '60 s']);
});
