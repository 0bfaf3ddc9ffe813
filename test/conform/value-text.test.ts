/** Values as JSON writes them and as Python prints them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { valueOf, type Value } from '../../src/conform/value-text.ts';

/** As Python's `repr` prints a value of JSON. */
function repr(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return reprOfString(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  return `{${Object.entries({ ...(value as object) })
    .map(([name, member]) => `${reprOfString(name)}: ${repr(member)}`)
    .join(', ')}}`;
}

function reprOfString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t').replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}

const values = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as Value);

test('what JSON writes is read as JSON reads it', () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(valueOf(JSON.stringify(value))).toEqual({ kind: 'value', value });
    }),
  );
});

test('what Python prints is read as the same', () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(valueOf(repr(value))).toEqual({ kind: 'value', value });
    }),
  );
});

test('a text that is cut off anywhere is malformed, and known to end too early, or a shorter number', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (value, share) => {
      const text = `{'a': ${repr(value)}}`;
      const result = valueOf(text.slice(0, Math.floor(share * (text.length - 1))));
      expect(result).toMatchObject({ kind: 'malformed', endsThere: true });
    }),
  );
});

test.each([
  ["{'a': 1,}", 9, 'a name in quotes'],
  ["{'a' 1}", 6, ':'],
  ['{a: 1}', 2, 'a name in quotes'],
  ['[1 2]', 4, ', or ]'],
  ['nan', 4, 'a value'],
  ['[nan]', 2, 'a value'],
  ['{} {}', 4, 'the end of the line'],
  ["'\\q'", 3, 'an escape that JSON or Python knows'],
  ['', 1, 'a value'],
  ['['.repeat(70), 66, 'at most 64 levels'],
])('%s goes wrong at column %i, where %s was to come', (text, column, wanted) => {
  expect(valueOf(text)).toMatchObject({ kind: 'malformed', column, wanted });
});

test('a value that goes wrong before its end is not taken for one that is cut off', () => {
  expect(valueOf("{'a' 1}")).toMatchObject({ endsThere: false });
});

test('names of an object that prototypes have are names like others', () => {
  expect(valueOf('{"__proto__": 1, "constructor": 2}')).toEqual({ kind: 'value', value: JSON.parse('{"__proto__": 1, "constructor": 2}') });
});
