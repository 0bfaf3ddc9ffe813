/**
 * Pending timers: what `after`, delayed `raise` and delayed `sendTo` leave behind.
 *
 * XState keeps a timer under its sender and id. Setting the same id again does not stop the first timer, it only
 * forgets it: both will fire, and `cancel` reaches the later one alone. A forgotten timer is marked `orphan`
 * here. Timers without an id get a random one in XState and so can never be cancelled by it; they end with
 * their actor, as all timers that are not orphans do.
 *
 * A set of timers is an array in canonical order, so that states compare whatever the order of setting. What a timer has left
 * is part of it where there is a clock (clock.ts), and null where there is none.
 */
import type { EventObject } from 'xstate';
import { textUnder } from './canonical.ts';
import { renamed, type Renaming } from './renaming.ts';

export interface PendingTimer {
  /** Identifies the timer's content; two equal timers may be pending at once. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly sendId: string | null;
  readonly event: EventObject;
  readonly eventKey: string;
  /** What the machine asked for. */
  readonly delayMs: number;
  /** A multiple of the tick, 0 when it is due; null without a clock. */
  readonly leftMs: number | null;
  readonly orphan: boolean;
}

/** A timer to be set; its identity follows from its content. */
export type TimerRequest = Omit<PendingTimer, 'key' | 'orphan'>;

export type Timers = readonly PendingTimer[];

export const noTimers: Timers = [];

export function schedule(timers: Timers, request: TimerRequest): Timers {
  const others = request.sendId === null ? timers : timers.map((timer) => (isNamed(timer, request.from, request.sendId) ? asTimer(timer, true) : timer));
  return sorted([...others, asTimer(request, false)]);
}

export function cancel(timers: Timers, from: string, sendId: string): Timers {
  return timers.filter((timer) => timer.orphan || !isNamed(timer, from, sendId));
}

/** What remains when a timer fires: one of its kind is gone, and its id is forgotten with it. */
export function expire(timers: Timers, fired: PendingTimer): Timers {
  const place = timers.findIndex((timer) => timer.key === fired.key);
  const rest = timers.toSpliced(place, 1);
  if (fired.sendId === null) return rest;
  return sorted(rest.map((timer) => (isNamed(timer, fired.from, fired.sendId) ? asTimer(timer, true) : timer)));
}

/** What has become of the timers when so much time has passed, which is at most what any of them has left. */
export function elapse(timers: Timers, ms: number): Timers {
  return timers.length === 0 ? timers : sorted(timers.map((timer) => asTimer({ ...timer, leftMs: timer.leftMs === null ? null : timer.leftMs - ms }, timer.orphan)));
}

/** What remains when an actor stops. */
export function dropTimersOf(timers: Timers, from: string): Timers {
  return timers.filter((timer) => timer.orphan || timer.from !== from);
}

/** The timers with names of actors changed: whose they are, whom they are for, their ids and their events. */
export function timersUnder(timers: Timers, names: Renaming): Timers {
  return sorted(timers.map((timer) => timerUnder(timer, names)));
}

export function timerUnder({ from, to, sendId, event, eventKey, delayMs, leftMs, orphan }: PendingTimer, names: Renaming): PendingTimer {
  const other = renamed(event, names);
  return asTimer({ from: renamed(from, names), to: renamed(to, names), sendId: renamed(sendId, names), event: other, eventKey: other === event ? eventKey : textUnder(event, names, 'event'), delayMs, leftMs }, orphan);
}

function isNamed(timer: PendingTimer, from: string, sendId: string | null): boolean {
  return timer.from === from && timer.sendId === sendId;
}

function asTimer(request: TimerRequest, orphan: boolean): PendingTimer {
  const { from, to, sendId, event, eventKey, delayMs, leftMs } = request;
  const waits = leftMs === null ? delayMs : `${delayMs}/${leftMs}`;
  const key = [from, sendId === null ? '' : JSON.stringify(sendId), to, waits, orphan ? 'orphan' : '', eventKey].join(' ');
  return { key, from, to, sendId, event, eventKey, delayMs, leftMs, orphan };
}

function sorted(timers: Timers): Timers {
  return timers.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}
