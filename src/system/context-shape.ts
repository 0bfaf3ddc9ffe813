/**
 * The shape of a context: which keys it has. States of one shape are told apart by the values of these keys alone.
 */

/** The keys of a context. A context that is no ordinary object has one value and no keys: itself, as a whole. */
export interface Shape {
  readonly number: number;
  /** As the first context of this shape had them. */
  readonly keys: readonly string[];
  /** One for each value of a row; the one of a whole is empty. */
  readonly sorted: readonly string[];
  readonly isWhole: boolean;
}

export class Shapes {
  readonly #shapes = new Map<string, Shape>();

  /** The shape of a context; `near` is the shape of the context it came from, which is most likely its own. */
  of(context: unknown, near: Shape | undefined): Shape {
    const keys = keysOf(context);
    if (near !== undefined && !near.isWhole && keys !== null && near.keys.length === keys.length && near.keys.every((key, at) => key === keys[at])) return near;
    const sorted = keys?.toSorted() ?? [''];
    const text = keys === null ? 'whole' : JSON.stringify(sorted);
    const known = this.#shapes.get(text);
    if (known !== undefined) return known;
    const shape = { number: this.#shapes.size, keys: keys ?? [], sorted, isWhole: keys === null };
    this.#shapes.set(text, shape);
    return shape;
  }
}

/** The value of a context in one place of the sorted keys. */
export function valueIn(context: unknown, { sorted, isWhole }: Shape, at: number): unknown {
  return isWhole || typeof context !== 'object' || context === null ? context : Reflect.get(context, sorted[at] ?? '');
}

/** The keys of a context; null when it is no record. */
function keysOf(context: unknown): readonly string[] | null {
  if (typeof context !== 'object' || context === null) return null;
  const prototype: unknown = Object.getPrototypeOf(context);
  return prototype === Object.prototype || prototype === null ? Object.keys(context) : null;
}

/**
 * Whether a record of these keys and its values would be the same again. What XState copies from one context to the next are
 * keys and symbols; all else is met in a first context alone.
 */
export function isOrdinary(context: unknown, { keys, isWhole }: Shape, isFirst: boolean): boolean {
  if (typeof context !== 'object' || context === null || isWhole || Object.getOwnPropertySymbols(context).length > 0) return false;
  if (!isFirst) return true;
  const properties = Object.getOwnPropertyDescriptors(context);
  return Object.getPrototypeOf(context) === Object.prototype && !Object.hasOwn(context, '__proto__') && Reflect.ownKeys(context).length === keys.length && Object.values(properties).every((property) => 'value' in property);
}
