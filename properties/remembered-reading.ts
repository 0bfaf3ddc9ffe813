/**
 * What is read of a state, read once.
 *
 * A claim asks several times about the one state, or the two states of a step, that it is given; then come others. So the last two
 * readings are enough, and cost less than a WeakMap of all states, most of which are given once.
 */
import type { StateView } from '../src/index.ts';

interface Remembered<T> {
  readonly state: StateView;
  readonly reading: T;
}

export function rememberedReading<T>(read: (state: StateView) => T): (state: StateView) => T {
  let last: Remembered<T> | null = null;
  let lastButOne: Remembered<T> | null = null;
  return (state) => {
    if (last?.state === state) return last.reading;
    if (lastButOne?.state === state) return lastButOne.reading;
    lastButOne = last;
    last = { state, reading: read(state) };
    return last.reading;
  };
}
