/**
 * The parts of stored states as numbers: each actor's local state with the timers it has set, numbered as they come.
 */
import type { LocalState } from '../system/local-step.ts';
import type { SystemState } from '../system/step.ts';
import type { Timers } from '../system/timers.ts';

export interface Part {
  readonly local: LocalState;
  readonly timers: Timers;
}

export class Parts {
  readonly #actorNames: readonly string[];
  readonly #parts: readonly Part[][];
  readonly #numbers: readonly Map<string, number>[];

  constructor(actorNames: readonly string[]) {
    this.#actorNames = actorNames;
    this.#parts = actorNames.map(() => []);
    this.#numbers = actorNames.map(() => new Map());
  }

  /** Writes the number of each actor's part. */
  read(state: SystemState, parts: Int32Array): void {
    this.#actorNames.forEach((name, place) => {
      const local = state.locals[place];
      if (local !== undefined) parts[place] = this.#numberOf(place, local, state.timers.length === 0 ? state.timers : state.timers.filter(({ from }) => from === name));
    });
  }

  at(place: number, number: number): Part {
    const part = this.#parts[place]?.[number];
    if (part === undefined) throw new RangeError(`actor ${place} has no part ${number}`);
    return part;
  }

  #numberOf(place: number, local: LocalState, timers: Timers): number {
    const key = timers.length === 0 ? String(local.id) : `${local.id}|${timers.map((timer) => timer.key).join(',')}`;
    const known = this.#numbers[place]?.get(key);
    if (known !== undefined) return known;
    const number = this.#parts[place]?.length ?? 0;
    this.#numbers[place]?.set(key, number);
    this.#parts[place]?.push({ local, timers });
    return number;
  }
}
