/**
 * A value as JSON writes it, or as Python prints it: QMP is JSON on the wire, and those who log it often print what they have parsed.
 *
 *   {"status": "active", "ram": {"total": 8589934592}, "blocked": false}      JSON
 *   {'status': 'active', 'ram': {'total': 8589934592}, 'blocked': False}      Python
 *
 * One grammar takes both, and what is neither is told by the column where it ceases to be either. Written by hand, because
 * `JSON.parse` knows no single quotes, and swapping quotes in a text breaks the strings that have some inside.
 */

export type Value = string | number | boolean | null | readonly Value[] | ValueObject;

export interface ValueObject {
  readonly [name: string]: Value;
}

/** `column`, from 1, counts UTF-16 units as editors do; `endsThere`: the text ends where more was to come, so it was cut off. */
export type ValueResult = { readonly kind: 'value'; readonly value: Value } | { readonly kind: 'malformed'; readonly column: number; readonly wanted: string; readonly endsThere: boolean };

/** Deeper than any QMP message by far, and not so deep that the stack would overflow. */
const depthMax = 64;

class Malformed extends Error {
  readonly at: number;
  readonly wanted: string;

  constructor(at: number, wanted: string) {
    super(wanted);
    this.at = at;
    this.wanted = wanted;
  }
}

/** The value that is all of the text; `column` is that of its first letter on its line. */
export function valueOf(text: string, column = 1): ValueResult {
  const scanner = new Scanner(text);
  try {
    const value = scanner.value(0);
    scanner.expectEnd();
    return { kind: 'value', value };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { kind: 'malformed', column: column + error.at, wanted: error.wanted, endsThere: error.at >= text.length };
  }
}

export function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
  ['None', null],
]);

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '\\': '\\', '"': '"', "'": "'", '/': '/' };

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): Value {
    if (depth > depthMax) throw new Malformed(this.#at, `at most ${depthMax} levels`);
    this.#skipSpace();
    const first = this.#text[this.#at];
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#list(depth);
    if (first === '"' || first === "'") return this.#string();
    return this.#wordOrNumber();
  }

  expectEnd(): void {
    this.#skipSpace();
    if (this.#at < this.#text.length) throw new Malformed(this.#at, 'the end of the line');
  }

  #object(depth: number): ValueObject {
    const entries = this.#members('}', 'a name or }', () => {
      const quote = this.#text[this.#at];
      if (quote !== '"' && quote !== "'") throw new Malformed(this.#at, 'a name in quotes');
      const name = this.#string();
      this.#expect(':');
      return [name, this.value(depth + 1)] as const;
    });
    return Object.fromEntries(entries);
  }

  #list(depth: number): readonly Value[] {
    return this.#members(']', 'a value or ]', () => this.value(depth + 1));
  }

  #members<T>(end: string, wanted: string, member: () => T): readonly T[] {
    const found: T[] = [];
    this.#at++;
    this.#skipSpace();
    if (this.#text[this.#at] === end) {
      this.#at++;
      return found;
    }
    for (;;) {
      this.#skipSpace();
      if (this.#at >= this.#text.length) throw new Malformed(this.#at, wanted);
      found.push(member());
      this.#skipSpace();
      const next = this.#text[this.#at];
      if (next !== ',' && next !== end) throw new Malformed(this.#at, `, or ${end}`);
      this.#at++;
      if (next === end) return found;
    }
  }

  #string(): string {
    const quote = this.#text[this.#at];
    let text = '';
    for (this.#at++; ; this.#at++) {
      const letter = this.#text[this.#at];
      if (letter === undefined) throw new Malformed(this.#at, `the closing ${quote ?? ''}`);
      if (letter === quote) break;
      text += letter === '\\' ? this.#escape() : letter;
    }
    this.#at++;
    return text;
  }

  #escape(): string {
    this.#at++;
    const letter = this.#text[this.#at] ?? '';
    const hex = /^(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})/.exec(this.#text.slice(this.#at, this.#at + 5))?.[0];
    if (hex !== undefined) {
      this.#at += hex.length - 1;
      return String.fromCharCode(Number.parseInt(hex.slice(1), 16));
    }
    const meant = escapes[letter];
    if (meant === undefined) throw new Malformed(this.#at, 'an escape that JSON or Python knows');
    return meant;
  }

  #wordOrNumber(): number | boolean | null {
    const found = /^[-+\w.]*/.exec(this.#text.slice(this.#at, this.#at + 40))?.[0] ?? '';
    const word = words.get(found);
    const isNumber = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(found);
    if (word === undefined && !isNumber) throw new Malformed(found !== '' && this.#at + found.length === this.#text.length ? this.#text.length : this.#at, 'a value');
    this.#at += found.length;
    return word === undefined ? Number(found) : word;
  }

  #expect(sign: string): void {
    this.#skipSpace();
    if (this.#text[this.#at] !== sign) throw new Malformed(this.#at, sign);
    this.#at++;
  }

  #skipSpace(): void {
    while (/[ \t]/.test(this.#text[this.#at] ?? '')) this.#at++;
  }
}
