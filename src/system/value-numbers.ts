/**
 * Plain values as small integers: equal values, and only they, have the same number.
 *
 * A value is first read and only then given a number, because a number freezes it: what a machine answers is compared with
 * a second answer before anything of it is frozen, or a machine that hands out one object and changes it each time would
 * trip over the frozen object instead of being told that its two answers differ.
 *
 *   read(7) -> 0        read([1]) -> '[1]', a text: not met before        number([1], '[1]') -> 1        read([1]) -> 1
 *
 * What is settled (see canonical.ts) is found again by identity, which is what most of a context is: XState copies it
 * from one state to the next. What holds a Map or Set is written out each time.
 */
import { canonicalText, deepFreeze } from './canonical.ts';

/** The number of a value that was met before, or the canonical text of one that was not. */
export type Reading = number | string;

/** A primitive, an object that holds primitives only, or one that holds objects. */
export type Depth = 'primitive' | 'flat' | 'deep';

export class ValueNumbers {
  readonly #values: unknown[] = [];
  /** The texts of objects; a primitive is written out when it is asked for. */
  readonly #texts: (string | null)[] = [];
  readonly #settled: boolean[] = [];
  readonly #depths: Depth[] = [];
  readonly #byPrimitive = new Map<unknown, number>();
  readonly #byText = new Map<string, number>();
  readonly #byObject = new WeakMap<object, number>();
  #negativeZero = -1;

  /**
   * The number or text of a value; `path` is for a refusal, and `within` what it was found in, which it must not hold.
   *
   * @throws {NotPlainData} as `canonicalText` does.
   */
  read(value: unknown, path: string, within?: unknown): Reading {
    if (!isObject(value)) return typeof value === 'function' || typeof value === 'symbol' ? canonicalText(value, path) : this.#numberOfPrimitive(value);
    const known = this.#byObject.get(value);
    if (known !== undefined) return known;
    const text = canonicalText(value, path, isObject(within) ? [within] : []);
    return this.#byText.get(text) ?? text;
  }

  /** The number of a value with this reading; a value met for the first time is frozen and kept. */
  number(value: unknown, reading: Reading): number {
    if (typeof reading === 'number') return reading;
    const known = this.#byText.get(reading);
    if (known !== undefined) return known;
    const number = this.#add(value, reading, deepFreeze(value));
    this.#byText.set(reading, number);
    if (this.isSettled(number) && isObject(value)) this.#byObject.set(value, number);
    return number;
  }

  value(number: number): unknown {
    return this.#values[number];
  }

  text(reading: Reading): string {
    if (typeof reading === 'string') return reading;
    return this.#texts[reading] ?? canonicalText(this.#values[reading]);
  }

  depth(number: number): Depth {
    return this.#depths[number] ?? 'deep';
  }

  /** Whether nothing in the value can change any more. */
  isSettled(number: number): boolean {
    return this.#settled[number] === true;
  }

  #numberOfPrimitive(value: unknown): number {
    if (Object.is(value, -0)) {
      if (this.#negativeZero < 0) this.#negativeZero = this.#add(value, null, true);
      return this.#negativeZero;
    }
    const known = this.#byPrimitive.get(value);
    if (known !== undefined) return known;
    const number = this.#add(value, null, true);
    this.#byPrimitive.set(value, number);
    return number;
  }

  #add(value: unknown, text: string | null, settled: boolean): number {
    this.#values.push(value);
    this.#texts.push(text);
    this.#settled.push(settled);
    this.#depths.push(depthOf(value));
    return this.#values.length - 1;
  }
}

function depthOf(value: unknown): Depth {
  if (!isObject(value)) return 'primitive';
  if (value instanceof Map) return [...value].flat().some(isObject) ? 'deep' : 'flat';
  if (value instanceof Set) return [...value].some(isObject) ? 'deep' : 'flat';
  // What an accessor gives next may be an object.
  return Object.values(Object.getOwnPropertyDescriptors(value)).some((property) => !('value' in property) || isObject(property.value)) ? 'deep' : 'flat';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
