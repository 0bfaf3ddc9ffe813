/**
 * State spaces with many actors, so wide that a packed state takes many words. Two shapes:
 *
 *   hosts   a ring of hosts, and items that move along it and change their status where they are; a host's local state is which
 *           items it holds in which status. All (hosts * statuses) ^ items states; a step writes one field or two, as in most
 *           real systems
 *   views   switches, and watchers that each see a few of them. All 2 ^ switches states; a step writes one switch and every
 *           watcher that sees it, so that a tree has many paths to look up
 *
 * Values are numbered in the order in which they are met, as an actor's local states are.
 */
import type { StateSpace } from './state-space.ts';

/** A space over values, given by what each step writes: pairs of a field and its next value. */
function numbered(values: readonly number[], stepsOf: (valueAt: (field: number) => number) => Iterable<readonly number[]>): StateSpace {
  const width = values.length;
  const after = new Int32Array(width);
  const counts = new Int32Array(width);
  // From a value and its field to its number, and back.
  const numbers = new Map<number, number>();
  const meanings = new Map<number, number>();
  const numberAt = (field: number, value: number): number => {
    const known = numbers.get(value * width + field);
    if (known !== undefined) return known;
    const number = counts[field] ?? 0;
    counts[field] = number + 1;
    numbers.set(value * width + field, number);
    meanings.set(number * width + field, value);
    return number;
  };
  return {
    initial: values.map((value, field) => numberAt(field, value)),
    firstCounts: values.map(() => 4),
    expand: (fields, visit) => {
      for (const writes of stepsOf((field) => meanings.get((fields[field] ?? 0) * width + field) ?? 0)) {
        after.set(fields);
        for (let i = 0; i < writes.length; i += 2) after[writes[i] ?? 0] = numberAt(writes[i] ?? 0, writes[i + 1] ?? 0);
        visit(after);
      }
    },
  };
}

/** How far an item moves in one step, along a ring of hosts. */
const moves = [1, 2, -1, -2];

/** A host's value is a numeral with a digit for each item: 0 when it is elsewhere, else its status, from 1. */
export function hosts(count: number, items: number, statuses: number): StateSpace {
  const base = statuses + 1;
  const weights = Array.from({ length: items }, (_, item) => base ** item);
  const start = Array.from({ length: count }, (_, host) => (host === 0 ? weights.reduce((sum, weight) => sum + weight, 0) : 0));
  return numbered(start, function* (valueAt) {
    for (let host = 0; host < count; host += 1) {
      const value = valueAt(host);
      if (value === 0) continue;
      for (const weight of weights) {
        const status = Math.floor(value / weight) % base;
        if (status === 0) continue;
        for (const move of moves) {
          const to = (host + move + count) % count;
          yield [host, value - status * weight, to, valueAt(to) + status * weight];
        }
        if (statuses > 1) yield [host, value + ((status % statuses) + 1 - status) * weight];
      }
    }
  });
}

/** Watcher w sees the `seen` switches from w on, in a ring. */
export function views(switches: number, watchers: number, seen: number): StateSpace {
  const places = Array.from({ length: switches }, (_, i) => i);
  const seers = places.map((at) =>
    Array.from({ length: watchers }, (_, watcher) => ({ field: switches + watcher, bit: (at - (watcher % switches) + switches) % switches })).filter(({ bit }) => bit < seen),
  );
  return numbered(Array.from({ length: switches + watchers }, () => 0), function* (valueAt) {
    for (const at of places) yield [at, 1 - valueAt(at), ...(seers[at] ?? []).flatMap(({ field, bit }) => [field, valueAt(field) ^ (1 << bit)])];
  });
}
