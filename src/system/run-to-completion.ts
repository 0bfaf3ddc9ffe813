/**
 * Run to completion: all that one message sets off, in the order of live actors.
 *
 * A message is handled at once, unless its actor is busy: then it waits in that actor's mailbox. What a
 * macrostep sends goes out after it, in order, each message running to completion before the next. An actor
 * that reaches its final mode stops: its mailbox and its timers go with it.
 *
 *   environment ─A▶ one ─B▶ two ─C▶ one (busy: waits) ... two ends ... one ends A ─▶ one takes C
 */
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { canonicalText } from './canonical.ts';
import { timeLeft, type Clock } from './clock.ts';
import { modeText, type LocalMachine, type LocalState, type LocalStep, type Reception } from './local-step.ts';
import { ModelError, type Place } from './model-error.ts';
import { cancel, dropTimersOf, schedule, type Timers } from './timers.ts';

/** More messages than this in one step means that the actors answer each other for ever. */
export const deliveriesMax = 10_000;

/** One message handled (or not) by one actor, within a step. */
export interface Delivery {
  /** The sender; null when it is the environment. */
  readonly from: string | null;
  readonly to: string;
  readonly event: EventObject;
  /** `stopped`: the actor had reached its final mode. */
  readonly reception: Reception | 'stopped';
  readonly before: AnyMachineSnapshot;
  readonly after: AnyMachineSnapshot;
  /** Ids of the transitions taken, as transition-index has them. */
  readonly taken: readonly string[];
  readonly emitted: readonly EventObject[];
  /** Events the actor raised itself and did not answer. */
  readonly unansweredRaises: readonly EventObject[];
}

/** One run to completion: the working state that a step changes before it becomes a state. */
export class Run {
  readonly deliveries: Delivery[] = [];
  readonly locals: LocalState[];
  timers: Timers;
  readonly #clock: Clock | null;
  readonly #machines: readonly LocalMachine[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #mailboxes: { readonly from: string | null; readonly event: EventObject }[][];
  readonly #busy: boolean[];
  readonly #stopped: boolean[];

  constructor(machines: readonly LocalMachine[], places: ReadonlyMap<string, number>, locals: readonly LocalState[], timers: Timers, clock: Clock | null = null) {
    this.#clock = clock;
    this.#machines = machines;
    this.#places = places;
    this.locals = [...locals];
    this.timers = timers;
    this.#mailboxes = machines.map(() => []);
    this.#busy = machines.map(() => false);
    this.#stopped = machines.map((_, place) => locals[place]?.active === false);
  }

  /**
   * First macrosteps in order of declaration; an actor that has not started yet keeps its mail. One that is final at
   * once starts after all others, and has a name only while it says its last words: XState starts it so.
   */
  startAll(): void {
    const firsts = this.#machines.map((machine, place) => {
      const first = machine.start();
      this.#refuseUnborn(machine, first, place);
      this.locals.push(first.next);
      this.#stopped[place] = !first.next.active;
      return { place, first };
    });
    this.#busy.fill(true);
    for (const { place, first } of [...firsts.filter(({ first }) => first.next.active), ...firsts.filter(({ first }) => !first.next.active)]) {
      this.#stopped[place] = false;
      this.#act(null, place, { type: 'xstate.init' }, 'taken', first.next.snapshot, first);
      this.#drain(place);
    }
  }

  deliver(from: string | null, to: string, event: EventObject): void {
    const place = placeIn(this.#places, to);
    if (this.#stopped[place] === true) return this.#drop(from, place, event);
    this.#mailboxes[place]?.push({ from, event });
    if (this.#busy[place] !== true) this.#drain(place);
  }

  #drain(place: number): void {
    const mailbox = this.#mailboxes[place] ?? [];
    this.#busy[place] = true;
    for (let message = mailbox.shift(); message !== undefined; message = mailbox.shift()) this.#handle(place, message.from, message.event);
    this.#busy[place] = false;
  }

  #handle(place: number, from: string | null, event: EventObject): void {
    const machine = this.#machines[place];
    const before = this.locals[place];
    if (machine === undefined || before === undefined) return;
    const step = machine.step(before, event, eventKeyOf(event));
    this.#refuseStopped(machine, before, step, event);
    this.locals[place] = step.next;
    this.#act(from, place, event, step.reception, before.snapshot, step);
  }

  /** Records a macrostep, then does what it asked for, so that deliveries stand in the order of their causes. */
  #act(from: string | null, place: number, event: EventObject, reception: Reception, before: AnyMachineSnapshot, step: LocalStep): void {
    const order = this.deliveries.length;
    this.#record(from, place, event, reception, before, step);
    const emitted = this.#perform(place, step, before, event);
    const recorded = this.deliveries[order];
    if (emitted.length > 0 && recorded !== undefined) this.deliveries[order] = { ...recorded, emitted };
  }

  /** Sends, schedules and cancels, in order; then stops the actor if it is done. */
  #perform(place: number, step: LocalStep, before: AnyMachineSnapshot, event: EventObject): readonly EventObject[] {
    const machine = this.#machines[place];
    if (machine === undefined) return [];
    const from = machine.name;
    const emitted: EventObject[] = [];
    for (const action of step.actions) {
      if (action.kind === 'send') {
        this.deliver(from, action.to, action.event);
      } else if (action.kind === 'schedule') {
        const leftMs = timeLeft(this.#clock, action.delayMs, action.event.type, () => placeOf(machine, before, event));
        this.timers = schedule(this.timers, { from, to: action.to, sendId: action.sendId, event: action.event, eventKey: eventKeyOf(action.event), delayMs: action.delayMs, leftMs });
      } else if (action.kind === 'cancel') {
        this.timers = cancel(this.timers, from, action.sendId);
      } else {
        emitted.push(action.event);
      }
    }
    if (!step.next.active) this.#stop(place, from);
    return emitted;
  }

  #stop(place: number, name: string): void {
    this.#stopped[place] = true;
    this.timers = dropTimersOf(this.timers, name);
    for (const message of this.#mailboxes[place]?.splice(0) ?? []) this.#drop(message.from, place, message.event);
  }

  #drop(from: string | null, place: number, event: EventObject): void {
    const local = this.locals[place];
    const name = this.#machines[place]?.name ?? '';
    if (local === undefined) return;
    this.deliveries.push({ from, to: name, event, reception: 'stopped', before: local.snapshot, after: local.snapshot, taken: [], emitted: [], unansweredRaises: [] });
  }

  #record(from: string | null, place: number, event: EventObject, reception: Reception, before: AnyMachineSnapshot, step: LocalStep): void {
    const machine = this.#machines[place];
    if (machine === undefined) return;
    this.deliveries.push({ from, to: machine.name, event, reception, before, after: step.next.snapshot, taken: step.taken, emitted: [], unansweredRaises: step.unansweredRaises });
    if (this.deliveries.length > deliveriesMax) {
      throw new ModelError({ code: 'unbounded-step', place: placeOf(machine, before, event), count: deliveriesMax, unit: 'deliveries' });
    }
  }

  /** Live, the name of a stopped actor resolves to nothing, and XState then sends to the sender itself. */
  #refuseStopped(machine: LocalMachine, before: LocalState, step: LocalStep, event: EventObject): void {
    for (const action of step.actions) {
      if ((action.kind === 'send' || action.kind === 'schedule') && this.#stopped[placeIn(this.#places, action.to)] === true) {
        throw new ModelError({ code: 'stopped-target', place: placeOf(machine, before.snapshot, event), target: action.to });
      }
    }
  }

  /** Live, an actor is created with its first macrostep, so that a later one has no name yet. */
  #refuseUnborn(machine: LocalMachine, first: LocalStep, place: number): void {
    const where: Place = { actor: machine.name, machine: machine.machine.id, mode: '(start)', event: 'xstate.init' };
    for (const action of first.actions) {
      if (action.kind !== 'send' && action.kind !== 'schedule') continue;
      const target = placeIn(this.#places, action.to);
      if (target > place) throw new ModelError({ code: 'unborn-target', place: where, target: action.to });
      if (target < place && this.#stopped[target] === true) throw new ModelError({ code: 'stopped-target', place: where, target: action.to });
    }
  }
}

/** The canonical text of an event; kept per object, as the same event objects are sent again and again. */
export function eventKeyOf(event: EventObject): string {
  const known = eventKeys.get(event);
  if (known !== undefined) return known;
  const key = canonicalText(event, 'event');
  eventKeys.set(event, key);
  return key;
}

const eventKeys = new WeakMap<EventObject, string>();

function placeOf(machine: LocalMachine, before: AnyMachineSnapshot, event: EventObject): Place {
  return { actor: machine.name, machine: machine.machine.id, mode: modeText(before.value), event: event.type };
}

/** The place of a name that is known to have one. */
export function placeIn(places: ReadonlyMap<string, number>, name: string): number {
  const place = places.get(name);
  if (place === undefined) throw new RangeError(`no place for ${name}`);
  return place;
}
