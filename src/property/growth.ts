/**
 * Growth: which field of which actor went on taking new values until a limit ended the run.
 *
 * An actor has finitely many modes. So if it has local states without end, a number or a text in its context takes values
 * without end, or an array, Map, Set or object gets ever larger or ever more deeply nested, or timers pile up. Each of these
 * is measured here over the local states the actor was found in, in the order of their depth, by the path of the field; the
 * elements of an array are one path, as are the members of a Set and the values of a Map (measured-field.ts).
 *
 *   depth     0   1   2   3 | 4   5   6   7 | 8   9  10  11 | 12  13  14  15
 *   count     0   1   2   3 | 4   5   6   7 | 8   9  10  11 | 12  13  14  15   new values in every quarter: grows
 *   modulus   0   1   2   3 | 4   5   0   1 | 2   3   4   5 |  0   1   2   3   the last new one at depth 5: does not
 *
 * No finite run can tell a field without bound from one with a bound further on than the run went. So what is said is what
 * was seen: so many values, the last new one at this depth.
 */
import type { Timers } from '../system/timers.ts';
import { MeasuredField, type Measure } from './measured-field.ts';
import type { StopReason } from './verdict.ts';

/** One field that went on taking new values. */
export interface GrowingField {
  readonly actor: string;
  /** The id of its machine. */
  readonly machine: string;
  /** `context.count`, `context.log[i].at`, `timer RETRY`. */
  readonly path: string;
  readonly measure: Measure;
  /** How many different values (texts, lengths, sizes, keys, depths, numbers of timers) it took. */
  readonly values: number;
  /** Of numbers the values themselves, of texts their lengths, of keys how many there were at once. */
  readonly least: number;
  readonly greatest: number;
  /** The depth at which the last of the values was first met. */
  readonly lastNewDepth: number;
}

export interface Growth {
  /** The depth of the deepest state that was found. */
  readonly depth: number;
  /** At least one; those with the most values first. */
  readonly fields: readonly GrowingField[];
}

/** A local state, with the timers of its actor, and the least depth of a state that has it. */
export interface Met {
  /** Which actor, by its place in the system. */
  readonly place: number;
  readonly context: unknown;
  readonly timers: Timers;
  readonly depth: number;
}

/** Fewer values, or levels, than this say nothing about what comes next. */
const valuesMin = 12;
const levelsMin = 8;

/** The last quarter of the levels has at least this share of the new values that the earlier ones had on average. */
const shareMin = 0.25;

/** Whether a run that ended so may have ended by growth: a limit was reached, or somebody lost patience. */
export function mayHaveGrown(stopped: StopReason): boolean {
  switch (stopped.kind) {
    case 'states':
    case 'memory':
    case 'table':
    case 'time':
    case 'interrupted':
      return true;
    case 'runs':
    case 'violation':
    case 'decided':
      return false;
  }
}

/**
 * What grew among the local states of a run whose deepest state lies at `depth`; null when nothing did.
 *
 * `met` comes in the order of depth.
 */
export function growthOf(actors: readonly { readonly name: string; readonly machine: string }[], depth: number, met: Iterable<Met>): Growth | null {
  const log = new GrowthLog(actors, depth);
  for (const one of met) log.note(one);
  return log.result();
}

/** The same for local states that come one by one. */
export class GrowthLog {
  readonly #actors: readonly { readonly name: string; readonly machine: string }[];
  readonly #depth: number;
  readonly #roots: readonly MeasuredField[];

  constructor(actors: readonly { readonly name: string; readonly machine: string }[], depth: number) {
    this.#actors = actors;
    this.#depth = depth;
    this.#roots = actors.map(() => new MeasuredField('context', depth + 1));
  }

  /** Notes a local state; never one before another of less depth. */
  note({ place, context, timers, depth }: Met): void {
    const root = this.#roots[place];
    root?.note(context, depth);
    root?.notePending(timers.map(({ event }) => event.type), depth);
  }

  result(): Growth | null {
    if (this.#depth + 1 < levelsMin) return null;
    const fields = this.#actors.flatMap(({ name, machine }, place) => this.#growingIn(this.#roots[place]).map((found) => ({ actor: name, machine, ...found })));
    return fields.length === 0 ? null : { depth: this.#depth, fields: fields.toSorted((a, b) => b.values - a.values) };
  }

  /** Below a field that gets larger everything else is its consequence. */
  #growingIn(field: MeasuredField | undefined): readonly Omit<GrowingField, 'actor' | 'machine'>[] {
    if (field === undefined) return [];
    for (const [measure, series] of field.series) {
      const { values, least, greatest, lastNewDepth, newByQuarter } = series;
      if (values >= valuesMin && goesOn(newByQuarter)) return [{ path: field.path, measure, values, least, greatest, lastNewDepth }];
    }
    return [...field.below.values()].flatMap((inner) => this.#growingIn(inner));
  }
}

/** Whether new values came in the second half of the levels throughout, and towards the end not much fewer than before. */
function goesOn([first = 0, second = 0, third = 0, last = 0]: readonly number[]): boolean {
  return third > 0 && last > 0 && last >= (shareMin * (first + second + third)) / 3;
}
