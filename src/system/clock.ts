/**
 * The clock of a timed system: time comes in ticks, and every delay is a multiple of one.
 *
 * In the timed reading a timer expires when its time has come, and not before; until all that are due have expired no
 * time passes. The environment may act at any tick. For delays with closed bounds this loses no reachable behaviour
 * (digitisation: Henzinger, Manna and Pnueli, "What good are digital clocks?", 1992).
 *
 *   set for 30 ms, tick 10 ms:   30 ─tick─▶ 20 ─tick─▶ 10 ─tick─▶ 0: due ─expires─▶
 */
import { ModelError, type Place } from './model-error.ts';
import type { PendingTimer, Timers } from './timers.ts';

export interface Clock {
  /** A whole number of milliseconds, at least 1. */
  readonly tickMs: number;
}

/** A timer that waits for more ticks than this asks for a coarser clock: each tick of it is a state of its own. */
export const ticksMax = 10_000;

/**
 * The time a timer has left when it is set; null in a system without a clock, where it may expire at any step.
 *
 * @throws {ModelError} `off-tick` when the delay is no multiple of the tick, `too-many-ticks` when it is too many of them.
 */
export function timeLeft(clock: Clock | null, delayMs: number, delayed: string, place: () => Place): number | null {
  if (clock === null) return null;
  const ticks = delayMs / clock.tickMs;
  if (!Number.isInteger(ticks) || ticks < 0) throw new ModelError({ code: 'off-tick', place: place(), delayed, delayMs, tickMs: clock.tickMs });
  if (ticks > ticksMax) throw new ModelError({ code: 'too-many-ticks', place: place(), delayed, delayMs, tickMs: clock.tickMs, ticksMax });
  return delayMs;
}

/** Whether a timer may expire now; without a clock it always may. */
export function isDue({ leftMs }: PendingTimer): boolean {
  return leftMs === null || leftMs === 0;
}

/** Whether time may pass: there is a clock, and no timer is due. */
export function mayTick(clock: Clock | null, timers: Timers): clock is Clock {
  return clock !== null && !timers.some(isDue);
}
