/**
 * One field of a context, measured over many local states: which values it took, how large and how deeply nested it was.
 *
 *   { count: 2, log: [{ at: 7 }] }      context            2 keys, 3 deep
 *                                       context.count      number 2
 *                                       context.log        1 long
 *                                       context.log[i].at  number 7
 *
 * The fields of a context make a tree, which follows the shape of the values: all elements of an array are one field, all
 * members of a Set, all keys and all values of a Map. A hot walk over values of any shape; it keeps counts, and of each
 * field the set of the values met.
 */

/** What of a field grows. */
export type Measure =
  /** The number itself takes ever new values; the text does. */
  | 'number'
  | 'text'
  /** Of an array, its length; of a Map or Set, its size. */
  | 'length'
  | 'size'
  /** Of an object, its keys: all that it ever had. */
  | 'keys'
  /** How deeply objects stand in each other, as in a linked list. */
  | 'nesting'
  /** How many timers with one event are pending. */
  | 'pending';

/** The values of one measure in the order they were met. */
export interface Series {
  readonly values: number;
  readonly least: number;
  readonly greatest: number;
  readonly lastNewDepth: number;
  /** How many values were met first in each quarter of the levels. */
  readonly newByQuarter: readonly number[];
}

/** More fields than this are not looked into: an object whose keys change all the time is itself what grows. */
const fieldsMax = 1_000;

export class MeasuredField {
  readonly path: string;
  readonly series = new Map<Measure, SeriesUnderWay>();
  readonly below = new Map<string, MeasuredField>();
  readonly #levels: number;
  /** How many fields there are, in the whole tree. */
  readonly #tree: { fields: number };

  /** `levels` is one more than the greatest depth that will be noted. */
  constructor(path: string, levels: number, tree: { fields: number } = { fields: 0 }) {
    this.path = path;
    this.#levels = levels;
    this.#tree = tree;
    tree.fields += 1;
  }

  /** Measures a value met at a depth and returns how deeply it is nested: 0 for what has no parts. */
  note(value: unknown, depth: number): number {
    switch (typeof value) {
      case 'number':
      case 'bigint':
        this.#take('number', value, Number(value), depth);
        return 0;
      case 'string':
        this.#take('text', value, value.length, depth);
        return 0;
      case 'object':
        return value === null ? 0 : this.#noteParts(value, depth);
      case 'boolean':
      case 'undefined':
      case 'function':
      case 'symbol':
        return 0;
    }
  }

  /** Counts pending timers by their event. */
  notePending(types: readonly string[], depth: number): void {
    const counts = new Map<string, number>();
    for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
    for (const [type, count] of counts) {
      const timer = this.#inner(`timer ${type}`, 'timer');
      if (timer !== null) timer.#take('pending', count, count, depth);
    }
  }

  #noteParts(value: object, depth: number): number {
    let deepest = 0;
    if (Array.isArray(value)) {
      this.#take('length', value.length, value.length, depth);
      for (const member of value) deepest = Math.max(deepest, this.#notePart('[i]', 'member', member, depth));
    } else if (value instanceof Map) {
      this.#take('size', value.size, value.size, depth);
      for (const [key, member] of value) deepest = Math.max(deepest, this.#notePart('.keys()', 'member', key, depth), this.#notePart('.get(key)', 'member', member, depth));
    } else if (value instanceof Set) {
      this.#take('size', value.size, value.size, depth);
      for (const member of value) deepest = Math.max(deepest, this.#notePart('.values()', 'member', member, depth));
    } else {
      const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
      for (const [key, member] of entries) {
        this.#take('keys', key, entries.length, depth);
        deepest = Math.max(deepest, this.#notePart(key, 'key', member, depth));
      }
    }
    // A context as a whole is as deep as its deepest field, which is then the one to name.
    if (this.path !== 'context') this.#take('nesting', deepest + 1, deepest + 1, depth);
    return deepest + 1;
  }

  #notePart(name: string, kind: 'key' | 'member', part: unknown, depth: number): number {
    return this.#inner(name, kind)?.note(part, depth) ?? nestingOf(part);
  }

  #take(measure: Measure, value: string | number | bigint, magnitude: number, depth: number): void {
    let series = this.series.get(measure);
    if (series === undefined) {
      series = new SeriesUnderWay();
      this.series.set(measure, series);
    }
    series.take(value, magnitude, depth, Math.floor((4 * depth) / this.#levels));
  }

  /** The field below under a name; null when there are too many already. */
  #inner(name: string, kind: 'key' | 'member' | 'timer'): MeasuredField | null {
    const known = this.below.get(name);
    if (known !== undefined) return known;
    if (this.#tree.fields >= fieldsMax) return null;
    const fresh = new MeasuredField(kind === 'timer' ? name : `${this.path}${kind === 'key' ? accessOf(name) : name}`, this.#levels, this.#tree);
    this.below.set(name, fresh);
    return fresh;
  }
}

class SeriesUnderWay implements Series {
  readonly newByQuarter: number[] = [0, 0, 0, 0];
  readonly #met = new Set<string | number | bigint>();
  least = Infinity;
  greatest = -Infinity;
  lastNewDepth = 0;

  get values(): number {
    return this.#met.size;
  }

  take(value: string | number | bigint, magnitude: number, depth: number, quarter: number): void {
    if (magnitude < this.least) this.least = magnitude;
    if (magnitude > this.greatest) this.greatest = magnitude;
    if (this.#met.has(value)) return;
    this.#met.add(value);
    this.lastNewDepth = depth;
    this.newByQuarter[quarter] = (this.newByQuarter[quarter] ?? 0) + 1;
  }
}

/** How JavaScript reads a key: `.count`, `["two words"]`. */
function accessOf(key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** As `note` returns it, of a value that is not measured. */
function nestingOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const parts: readonly unknown[] = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : Object.values(value);
  return 1 + parts.reduce((deepest: number, part) => Math.max(deepest, nestingOf(part)), 0);
}
