/**
 * One actor as small integers: what it may be, and what each event makes of it.
 *
 * A component is a local state together with the timers that the actor has set, because both change in its own
 * macrosteps and nowhere else. Components, and the events the actor ever hears, are numbered in the order of first use;
 * the step of (component, event) is then a cell of a table, filled when it is first needed, by asking XState through
 * the local machine.
 *
 *            event 0   event 1            step 5: next component 3, sends [(actor 2, event 1)]
 *   comp 0 [   5         -1   ]   -1: not asked yet
 *   comp 1 [   7          2   ]
 */
import type { EventObject } from 'xstate';
import { isDue, mayTick, timeLeft, type Clock } from '../system/clock.ts';
import { modeText, type LocalMachine, type LocalState, type LocalStep } from '../system/local-step.ts';
import type { Place } from '../system/model-error.ts';
import { eventKeyOf, type Delivery } from '../system/run-to-completion.ts';
import { refuseAt } from '../property/limit-reached.ts';
import { refuseFullTable, rowsMax, inEndlessMemory, type TableLimits } from './table-limits.ts';
import { cancel, dropTimersOf, elapse, expire, schedule, type PendingTimer, type Timers } from '../system/timers.ts';

export interface Component {
  readonly local: LocalState;
  readonly timers: Timers;
  readonly origin: Origin;
}

/**
 * How a component was met first. It can be made again from this, by the same question to XState: a step of the table by its
 * number, the component that had the timer and the timer's place among its expiries, or the one for which a tick passed.
 */
export type Origin =
  | { readonly kind: 'start' }
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'expiry'; readonly component: number; readonly expiry: number }
  | { readonly kind: 'tick'; readonly component: number };

/** A timer of a component, and the component that is left when it fires. */
export interface Expiry {
  readonly timer: PendingTimer;
  readonly after: number;
}

/** One cell of the table: a macrostep, with what it sends as names still. */
export interface ComponentStep {
  readonly component: number;
  readonly event: EventObject;
  readonly local: LocalStep;
  readonly next: number;
  readonly sends: readonly { readonly to: string; readonly event: EventObject }[];
  /** Actors it sends to or sets a timer for. */
  readonly targets: readonly string[];
}

const unasked = -1;
const none: readonly never[] = [];

export class ActorTable {
  readonly machine: LocalMachine;
  readonly components: Component[] = [];
  readonly events: EventObject[] = [];
  readonly steps: ComponentStep[] = [];
  /** Rows are components, columns events; as wide as `stride`. */
  cells = new Int32Array(0);
  stride = 4;
  /** Components without timers, by local state; those with timers, by local state and the set of timers. */
  readonly #byLocal: number[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #eventByKey = new Map<string, number>();
  readonly #expiries: (readonly Expiry[])[] = [];
  readonly #limits: TableLimits;
  readonly #clock: Clock | null;
  /** By component: the one it becomes when a tick passes. */
  readonly #ticked: number[] = [];

  constructor(machine: LocalMachine, limits: TableLimits = inEndlessMemory, clock: Clock | null = null) {
    this.machine = machine;
    this.#clock = clock;
    this.#limits = limits;
  }

  /** The number of a component, a new one if it was not met before. @throws {LimitReached} when the table is full. */
  intern(local: LocalState, timers: Timers, origin: Origin): number {
    if (timers.length === 0) return (this.#byLocal[local.id] ??= this.#add(local, timers, origin));
    const key = `${local.id}|${timers.map((timer) => timer.key).join(',')}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const component = this.#add(local, timers, origin);
    this.#byKey.set(key, component);
    return component;
  }

  #add(local: LocalState, timers: Timers, origin: Origin): number {
    this.#fit(this.components.length + 1, this.events.length);
    this.components.push({ local, timers, origin });
    return this.components.length - 1;
  }

  /** The number of an event that this actor hears. @throws {LimitReached} when the table is full. */
  eventNumber(event: EventObject): number {
    const key = eventKeyOf(event);
    const known = this.#eventByKey.get(key);
    if (known !== undefined) return known;
    this.#fit(this.components.length, this.events.length + 1);
    this.#eventByKey.set(key, this.events.length);
    this.events.push(event);
    return this.events.length - 1;
  }

  /**
   * The number of the step that an event makes.
   *
   * @throws {ModelError} when XState is asked and the machine does wrong.
   * @throws {LimitReached} when the table is full or there is no memory for more.
   */
  stepNumber(component: number, event: number): number {
    const place = component * this.stride + event;
    const known = this.cells[place] ?? unasked;
    return known === unasked ? this.#ask(component, event) : known;
  }

  /** The timers of a component that may expire, equal ones once, in canonical order. */
  expiries(component: number): readonly Expiry[] {
    const known = this.#expiries[component];
    if (known !== undefined) return known;
    const { local, timers } = this.component(component);
    const distinct = timers.filter((timer, i) => isDue(timer) && timer.key !== timers[i - 1]?.key);
    const found = distinct.map((timer, expiry) => ({ timer, after: this.intern(local, expire(timers, timer), { kind: 'expiry', component, expiry }) }));
    this.#expiries[component] = found;
    return found;
  }

  /** What a component becomes when a tick passes; -1 when a timer of it is due, so that none may. */
  tick(number: number): number {
    const known = this.#ticked[number];
    if (known !== undefined) return known;
    const { local, timers } = this.component(number);
    const after = mayTick(this.#clock, timers) ? this.intern(local, elapse(timers, this.#clock.tickMs), { kind: 'tick', component: number }) : -1;
    this.#ticked[number] = after;
    return after;
  }

  component(number: number): Component {
    const component = this.components[number];
    if (component === undefined) throw new RangeError(`no component ${number}`);
    return component;
  }

  step(number: number): ComponentStep {
    const step = this.steps[number];
    if (step === undefined) throw new RangeError(`no step ${number}`);
    return step;
  }

  /** The component after the macrostep that is about to join `steps`: timers set and cancelled, all gone if it stops. */
  #settle(timers: Timers, local: LocalStep, place: () => Place): number {
    const from = this.machine.name;
    let left = timers;
    for (const action of local.actions) {
      if (action.kind === 'schedule') {
        const leftMs = timeLeft(this.#clock, action.delayMs, action.event.type, place);
        left = schedule(left, { from, to: action.to, sendId: action.sendId, event: action.event, eventKey: eventKeyOf(action.event), delayMs: action.delayMs, leftMs });
      } else if (action.kind === 'cancel') left = cancel(left, from, action.sendId);
    }
    return this.intern(local.next, local.next.active ? left : dropTimersOf(left, from), { kind: 'step', step: this.steps.length });
  }

  #ask(component: number, number: number): number {
    const { local: state, timers } = this.component(component);
    const event = this.events[number];
    if (event === undefined) throw new RangeError(`no event ${number}`);
    refuseAt(this.#limits.memory.reached());
    const local = this.machine.step(state, event, eventKeyOf(event));
    const { actions } = local;
    const sends = actions.length === 0 ? none : actions.flatMap((action) => (action.kind === 'send' ? [{ to: action.to, event: action.event }] : []));
    const targets = actions.length === 0 ? none : actions.flatMap((action) => (action.kind === 'send' || action.kind === 'schedule' ? [action.to] : []));
    const step = { component, event, local, next: this.#settle(timers, local, () => this.#place(state, event)), sends, targets };
    const place = this.steps.length;
    this.steps.push(step);
    this.cells[component * this.stride + number] = place;
    return place;
  }

  #place(state: LocalState, event: EventObject): Place {
    return { actor: this.machine.name, machine: this.machine.machine.id, mode: modeText(state.snapshot.value), event: event.type };
  }

  /** Makes the table large enough for so many components and events. */
  #fit(components: number, events: number): void {
    const rows = this.cells.length / this.stride;
    if (components <= rows && events <= this.stride) return;
    const stride = events <= this.stride ? this.stride : this.stride * 2;
    refuseFullTable(this.#limits, stride, { actor: this.machine.name, machine: this.machine.machine.id, localStates: components, events });
    const rowsNow = Math.min(Math.max(8, components <= rows ? rows : rows * 2), rowsMax(this.#limits, stride));
    this.#limits.memory.makeRoom(rowsNow * stride * Int32Array.BYTES_PER_ELEMENT);
    const cells = new Int32Array(rowsNow * stride).fill(unasked);
    const rowsKept = Math.min(rows, rowsNow);
    for (let row = 0; row < rowsKept; row += 1) cells.set(this.cells.subarray(row * this.stride, (row + 1) * this.stride), row * stride);
    this.cells = cells;
    this.stride = stride;
  }
}

export function tableAt(tables: readonly ActorTable[], place: number): ActorTable {
  const table = tables[place];
  if (table === undefined) throw new RangeError(`no actor ${place}`);
  return table;
}

/** What a cell of a table looks like to a property. */
export function deliveryOf(table: ActorTable, number: number, from: string | null): Delivery {
  const { component, event, local } = table.step(number);
  return {
    from,
    to: table.machine.name,
    event,
    reception: local.reception,
    before: table.component(component).local.snapshot,
    after: local.next.snapshot,
    taken: local.taken,
    emitted: local.actions.flatMap((action) => (action.kind === 'emit' ? [action.event] : [])),
    unansweredRaises: local.unansweredRaises,
  };
}
