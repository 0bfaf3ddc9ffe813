/**
 * The system as live XState actors under a clock that a test holds in its hand.
 *
 * This is the independent second opinion on what a step does: the machines run under `createActor`, as the user
 * would run them, below one root that starts them in order of declaration and under their names. A timer
 * expires when it is told to, not when time passes, so that any order of expiry can be played.
 */
import { createActor, createMachine, type AnyActorRef, type AnyMachineSnapshot, type EventObject } from 'xstate';
import { canonicalText } from '../system/canonical.ts';
import type { System } from '../system/define-system.ts';
import { modeText } from '../system/local-step.ts';
import { historyText } from '../system/mode-numbers.ts';
import type { TimerLabel } from '../system/step-label.ts';

/** A timer that the live actors have set, as their scheduler knows it. */
export interface LiveTimer {
  readonly from: string;
  readonly to: string;
  readonly event: EventObject;
  readonly delayMs: number;
  /** How long until it is due; null without a clock. */
  readonly leftMs: number | null;
  readonly sendId: string | null;
}

/** An event that an actor gave out by `emit`. */
export interface LiveEmission {
  readonly from: string;
  readonly event: EventObject;
}

export interface LiveSystem {
  /** By actor name; actors keep their last snapshot when they stop. */
  readonly snapshots: () => ReadonlyMap<string, AnyMachineSnapshot>;
  /** Pending timers in the order they were set. */
  readonly timers: () => readonly LiveTimer[];
  readonly send: (to: string, event: EventObject) => void;
  /** What was emitted since this was last called, in order. */
  readonly takeEmissions: () => readonly LiveEmission[];
  /** Lets time pass: what each timer has left becomes less. */
  readonly elapse: (ms: number) => void;
  /** Expires the pending timer that fits; of several, an orphan is the oldest. @throws {RangeError} when none does. */
  readonly expire: (timer: TimerLabel) => void;
  readonly stop: () => void;
}

interface Scheduled extends Omit<LiveTimer, 'leftMs'> {
  readonly fire: () => void;
  leftMs: number | null;
}

/** Starts the actors of a system for real. */
export function startLive(system: System): LiveSystem {
  const pending = new Map<number, Scheduled>();
  const refs = new Map<string, AnyActorRef>();
  let timerCount = 0;
  const emissions: LiveEmission[] = [];
  let scheduling: LiveTimer = { from: '', to: '', event: { type: '' }, delayMs: 0, leftMs: null, sendId: null };
  const clock = {
    setTimeout: (fire: () => void): number => {
      timerCount += 1;
      pending.set(timerCount, { ...scheduling, fire });
      return timerCount;
    },
    clearTimeout: (timer: number): void => {
      pending.delete(timer);
    },
  };
  const machines = Object.fromEntries(system.actorNames.flatMap((name) => (system.actors[name] === undefined ? [] : [[name, system.actors[name].machine] as const])));
  const root = createMachine(
    {
      invoke: system.actorNames.map((name) => ({ src: name, id: name, systemId: name, input: () => system.actors[name]?.input })),
      // A child that ends in an error must not take the others with it.
      on: { '*': {} },
    },
    { actors: machines },
  );
  const live = createActor(root, {
    clock,
    inspect: (inspected) => {
      if (inspected.type !== '@xstate.actor') return;
      // XState types the inspected reference by what all actor logic shares; here it is always an Actor.
      const ref = inspected.actorRef as unknown as AnyActorRef;
      refs.set(ref.id, ref);
      ref.on('*', (event: EventObject) => emissions.push({ from: ref.id, event }));
    },
  });
  spyOnScheduler(live.system as unknown as { readonly scheduler: Scheduler }, (timer) => {
    scheduling = { ...timer, leftMs: system.clock === null ? null : timer.delayMs };
  });
  live.start();
  return {
    snapshots: () => new Map(system.actorNames.flatMap((name) => (refs.get(name) === undefined ? [] : [[name, refs.get(name)?.getSnapshot() as AnyMachineSnapshot] as const]))),
    timers: () => [...pending.values()].map(({ from, to, event, delayMs, leftMs, sendId }) => ({ from, to, event, delayMs, leftMs, sendId })),
    send: (to, event) => {
      const ref = refs.get(to);
      if (ref === undefined) throw new RangeError(`no live actor ${to}`);
      ref.send(event);
    },
    elapse: (ms) => {
      for (const timer of pending.values()) timer.leftMs = timer.leftMs === null ? null : timer.leftMs - ms;
    },
    expire: (timer) => {
      const wanted = timerText({ ...timer, leftMs: system.clock === null ? null : 0 });
      const fitting = [...pending].filter(([, candidate]) => timerText(candidate) === wanted);
      const found = timer.orphan ? fitting[0] : fitting.at(-1);
      if (found === undefined) throw new RangeError(`no live timer ${wanted}`);
      pending.delete(found[0]);
      found[1].fire();
    },
    takeEmissions: () => emissions.splice(0),
    stop: () => live.stop(),
  };
}

/** A live snapshot as text, to compare with a local state: mode, active nodes, context, history, status, output. */
export function snapshotText(snapshot: AnyMachineSnapshot): string {
  const active = snapshot._nodes.map((node) => node.id).toSorted().join(' ');
  return [modeText(snapshot.value), active, canonicalText(snapshot.context, 'context'), historyText(snapshot), snapshot.status, canonicalText(snapshot.output, 'output')].join(' | ');
}

export function timerText(timer: LiveTimer): string {
  return `${timer.from} ${timer.to} ${timer.delayMs}${timer.leftMs === null ? '' : `/${timer.leftMs}`} ${timer.sendId ?? ''} ${canonicalText(timer.event)}`;
}

interface Scheduler {
  schedule: (source: { readonly id: string }, target: { readonly id: string }, event: EventObject, delay: number, id?: string) => void;
}

/** The clock alone cannot tell whose timer it sets; the scheduler, one call above it, can. */
function spyOnScheduler(system: { readonly scheduler: Scheduler }, heard: (timer: Omit<LiveTimer, 'leftMs'>) => void): void {
  const schedule = system.scheduler.schedule;
  system.scheduler.schedule = (source, target, event, delay, id) => {
    heard({ from: source.id, to: target.id, event, delayMs: delay, sendId: id ?? null });
    schedule(source, target, event, delay, id);
  };
}
