/**
 * Why an exploration was too large, from the states it has stored: the same for every way of storing them.
 *
 * States lie in the order of their depth, so the first one in which an actor has a local state gives that local state's
 * depth. A local state that shows only within a step, while messages are on their way, does not count.
 */
import type { System } from '../system/define-system.ts';
import type { LocalState } from '../system/local-step.ts';
import type { Timers } from '../system/timers.ts';
import { GrowthLog, mayHaveGrown, type Growth } from './growth.ts';
import { DelayLog, type TickFineness } from './tick-fineness.ts';
import type { StopReason } from './verdict.ts';

/** States as an explorer stores them: each actor's part of a state is a number, small and dense for that actor. */
export interface StoredStates {
  /** How many states there are of each depth; the states lie in this order. */
  readonly perDepth: readonly number[];
  /** Writes the numbers of a state's parts, one an actor; what follows them is not looked at. */
  readonly read: (state: number, parts: Int32Array) => void;
  readonly partOf: (place: number, part: number) => { readonly local: LocalState; readonly timers: Timers };
}

/** How many states it reads before it lets the process hear a Ctrl-C. */
const slice = 1 << 17;

/** What may have made an exploration too large to end; both null when it did not end by a limit. */
export interface WhyLarge {
  /** What went on growing; null when nothing did. */
  readonly growth: Growth | null;
  /** Null without a clock, and when its tick is coarse enough. */
  readonly tickFineness: TickFineness | null;
}

export async function whyLarge(stopped: StopReason | null, system: System, states: StoredStates): Promise<WhyLarge> {
  if (stopped === null || !mayHaveGrown(stopped)) return { growth: null, tickFineness: null };
  const actors = system.actorNames.map((name) => ({ name, machine: system.actors[name]?.machine.id ?? '' }));
  const log = new GrowthLog(actors, states.perDepth.length - 1);
  const delays = new DelayLog(actors, system.clock);
  const met = actors.map(() => new Uint8Array(1 << 10));
  const parts = new Int32Array(actors.length + system.budgetNames.length);
  let number = 0;
  for (const [depth, count] of states.perDepth.entries()) {
    for (const end = number + count; number < end; number += 1) {
      if (number % slice === slice - 1) await new Promise((resolve) => setImmediate(resolve));
      states.read(number, parts);
      for (let place = 0; place < actors.length; place += 1) {
        const part = parts[place] ?? 0;
        if (met[place]?.[part] === 1) continue;
        const marks = withRoomFor(met[place] ?? new Uint8Array(1), part);
        marks[part] = 1;
        met[place] = marks;
        const { local, timers } = states.partOf(place, part);
        log.note({ place, context: local.snapshot.context, timers, depth });
        delays.note(place, timers);
      }
    }
  }
  return { growth: log.result(), tickFineness: delays.result() };
}

function withRoomFor(marks: Uint8Array<ArrayBuffer>, place: number): Uint8Array<ArrayBuffer> {
  if (place < marks.length) return marks;
  const wider = new Uint8Array(Math.max(place + 1, marks.length * 2));
  wider.set(marks);
  return wider;
}
