/** Plain data with actors renamed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalText, textUnder } from '../../src/system/canonical.ts';
import { composed, renamed, type Renaming } from '../../src/system/renaming.ts';

const names = ['vm1', 'vm2', 'vm3'] as const;
const renamings: readonly Renaming[] = [
  new Map([['vm1', 'vm2'], ['vm2', 'vm1']]),
  new Map([['vm1', 'vm2'], ['vm2', 'vm3'], ['vm3', 'vm1']]),
];
const swap = renamings[0] ?? new Map<string, string>();

const word = fc.oneof(fc.constantFrom(...names), fc.stringMatching(/^[a-z]{1,4}$/));
const { value: plain } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    word,
    fc.integer(),
    fc.constantFrom(null, undefined, true, 7n, Number.NaN),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(word, tie('value'), { maxKeys: 3 }),
    fc.array(tie('value'), { maxLength: 3 }).map((members) => new Set(members)),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map((entries) => new Map(entries)),
  ),
}));

test('names change wherever they stand, as whole strings', () => {
  const value = { vm1: 1, list: ['vm2', 'vm1 waits'], set: new Set(['vm1', 'vm3']), map: new Map<unknown, unknown>([['vm2', { owner: 'vm1' }], [['vm1'], 2]]) };
  expect(renamed(value, swap)).toEqual({ vm2: 1, list: ['vm1', 'vm1 waits'], set: new Set(['vm2', 'vm3']), map: new Map<unknown, unknown>([['vm1', { owner: 'vm2' }], [['vm2'], 2]]) });
});

test('what holds no name is the same object', () => {
  const value = { a: [new Set(['vm4']), new Map([['k', { n: 1 }]])] };
  expect(renamed(value, swap)).toBe(value);
  expect(renamed({ a: value, owner: 'vm1' }, swap).a).toBe(value);
});

test('a renaming taken back leaves the value as it was', () => {
  fc.assert(fc.property(plain, fc.constantFrom(...renamings), (value, renaming) => {
    const back = new Map([...renaming].map(([name, becomes]) => [becomes, name]));
    expect(canonicalText(renamed(renamed(value, renaming), back))).toBe(canonicalText(value));
  }));
});

test('two renamings one after the other are the one composed of them', () => {
  fc.assert(fc.property(plain, fc.constantFrom(...renamings), fc.constantFrom(...renamings), (value, first, second) => {
    expect(canonicalText(renamed(value, composed(first, second)))).toBe(canonicalText(renamed(renamed(value, first), second)));
  }));
});

test('the text of a value with its names changed is the text that is written with other names', () => {
  fc.assert(fc.property(plain, fc.constantFrom(...renamings), (value, renaming) => {
    expect(textUnder(value, renaming)).toBe(canonicalText(renamed(value, renaming)));
  }));
});

test('it is the text with the names in it changed, up to sorting', () => {
  // Letters of a text, sorted, do not depend on the order of keys and members.
  const letters = (text: string): string => text.split('').toSorted().join('');
  fc.assert(fc.property(plain, (value) => {
    const text = canonicalText(value).replaceAll(/"vm([12])"/g, (_, digit: string) => (digit === '1' ? '"vm2"' : '"vm1"'));
    expect(letters(canonicalText(renamed(value, swap)))).toBe(letters(text));
  }));
});

test('a text in which names fall together loses nothing and depends on no order', () => {
  const blurred = new Map(names.map((name) => [name, 'vm']));
  expect(textUnder({ vm1: 2, vm2: 1 }, blurred)).toBe('{"vm":1,"vm":2}');
  expect(textUnder({ vm2: 2, vm1: 1 }, blurred)).toBe('{"vm":1,"vm":2}');
  fc.assert(fc.property(plain, fc.constantFrom(...renamings), (value, renaming) => {
    expect(textUnder(renamed(value, renaming), blurred)).toBe(textUnder(value, blurred));
  }));
});

test('a class instance is left as it is', () => {
  const at = new Date(0);
  expect(renamed({ at, owner: 'vm1' }, swap)).toEqual({ at, owner: 'vm2' });
});
