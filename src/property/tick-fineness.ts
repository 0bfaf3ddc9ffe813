/**
 * Whether the tick of a clock is fine for the delays that a search met until a limit ended it.
 *
 * Each tick of each timer is a state of its own, and timers that run together multiply. So a tick that a coarser one could
 * stand in for, or delays whose greatest common divisor is small beside them, are told with the delays that ask for it.
 *
 *   delays 5 s and 3 s, ticks of 100 ms      a tick of 1 s divides both
 *   delays 5 s and 3001 ms, ticks of 1 ms    none but 1 ms does: a delay has to be rounded
 */
import type { Clock } from '../system/clock.ts';
import type { Timers } from '../system/timers.ts';

/** A delay that an actor set. */
export interface MetDelay {
  readonly actor: string;
  /** The id of its machine. */
  readonly machine: string;
  /** The type of the event that it ends with, the first of several. */
  readonly delayed: string;
  readonly delayMs: number;
}

export interface TickFineness {
  readonly tickMs: number;
  /** The greatest tick that divides all delays that were met. */
  readonly coarsestMs: number;
  /** Each length once for a machine, the longest first. */
  readonly delays: readonly MetDelay[];
}

/** Of shorter delays nothing is said, unless a coarser tick would do. */
const ticksMany = 100;

/** Gathers the delays of local states. */
export class DelayLog {
  readonly #actors: readonly { readonly name: string; readonly machine: string }[];
  readonly #clock: Clock | null;
  readonly #met = new Map<string, MetDelay>();

  constructor(actors: readonly { readonly name: string; readonly machine: string }[], clock: Clock | null) {
    this.#actors = actors;
    this.#clock = clock;
  }

  note(place: number, timers: Timers): void {
    const { name: actor, machine } = this.#actors[place] ?? { name: '', machine: '' };
    for (const { event, delayMs } of timers) {
      const key = `${machine} ${delayMs}`;
      if (delayMs > 0 && !this.#met.has(key)) this.#met.set(key, { actor, machine, delayed: event.type, delayMs });
    }
  }

  /** Null without a clock, and when the tick is coarse enough. */
  result(): TickFineness | null {
    if (this.#clock === null || this.#met.size === 0) return null;
    const delays = [...this.#met.values()].toSorted((a, b) => b.delayMs - a.delayMs);
    const { tickMs } = this.#clock;
    const coarsestMs = delays.reduce((divisor, { delayMs }) => greatestCommonDivisor(divisor, delayMs), 0);
    return coarsestMs > tickMs || (delays[0]?.delayMs ?? 0) / tickMs >= ticksMany ? { tickMs, coarsestMs, delays } : null;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
