/**
 * A global step on integers: the same run to completion as the reference, over numbered components.
 *
 * The state under way is `fields`: the component of each actor, then what is left of each budget. A step writes into it
 * and notes what it overwrote, so that the next step of the same state starts from the same fields. Most steps end
 * with the actor they began with; those that send are played with mailboxes, depth first, as live actors do.
 */
import { ModelError, type Place } from '../system/model-error.ts';
import { modeText } from '../system/local-step.ts';
import { deliveriesMax, type Delivery } from '../system/run-to-completion.ts';
import type { EventObject } from 'xstate';
import { deliveryOf, sending, stopping, type ActorTable, type ComponentStep } from './actor-table.ts';

/** What was delivered in a step, three numbers each: actor, step of its table (-1: it had stopped), sender (-1: nobody). */
export const perDelivery = 3;

export class IntegerSteps {
  readonly tables: readonly ActorTable[];
  readonly fields: Int32Array;
  /** The deliveries of the last step, flat. */
  log = new Int32Array(192);
  logLength = 0;
  /** The fields that the last step wrote to, each with the value it had before. */
  changes = new Int32Array(64);
  changesLength = 0;
  /** How often each step of each table was taken. */
  readonly hits: Float64Array[];
  readonly #places: ReadonlyMap<string, number>;
  /** Mail that waits, in order: two numbers a message, its event and its sender. */
  readonly #mailboxes: number[][];
  /** By actor: where in its mailbox the next message stands. */
  readonly #heads: Int32Array;
  readonly #busy: Uint8Array;
  readonly #stopped: Uint8Array;
  /** The events of deliveries to stopped actors, in order of the log. */
  readonly #lost: EventObject[] = [];
  #someoneStops = false;

  constructor(tables: readonly ActorTable[], budgets: number) {
    this.tables = tables;
    this.fields = new Int32Array(tables.length + budgets);
    this.#places = new Map(tables.map(({ machine }, place) => [machine.name, place]));
    for (const table of tables) table.meet(tables);
    this.#mailboxes = tables.map(() => []);
    this.#heads = new Int32Array(tables.length);
    this.#busy = new Uint8Array(tables.length);
    this.#stopped = new Uint8Array(tables.length);
    this.hits = tables.map(() => new Float64Array(64));
  }

  /** Takes back what the last step wrote. */
  undo(): void {
    const { changes, fields } = this;
    for (let i = this.changesLength - 2; i >= 0; i -= 2) fields[changes[i] ?? 0] = changes[i + 1] ?? 0;
    this.changesLength = 0;
  }

  write(field: number, value: number): void {
    const at = this.changesLength;
    if (at + 2 > this.changes.length) this.changes = longer(this.changes);
    this.changes[at] = field;
    this.changes[at + 1] = this.fields[field] ?? 0;
    this.changesLength = at + 2;
    this.fields[field] = value;
  }

  /** Delivers an event of `place`'s table to it, and plays all that follows. @throws {ModelError} as the reference does. */
  deliver(place: number, event: number, from: number): void {
    this.logLength = 0;
    if (this.#lost.length > 0) this.#lost.length = 0;
    if (this.#someoneStops) this.#noteStopped();
    try {
      if (this.#stopped[place] === 1) this.#drop(place, this.#eventOf(place, event), from);
      else this.#handle(place, event, from);
    } catch (error) {
      this.#mailboxes.forEach((mailbox, waiting) => this.#empty(waiting, mailbox));
      this.#busy.fill(0);
      throw error;
    }
  }

  /** The last step's deliveries as properties see them. */
  deliveries(): readonly Delivery[] {
    const found: Delivery[] = [];
    let lost = 0;
    for (let i = 0; i < this.logLength; i += perDelivery) {
      const place = this.log[i] ?? 0;
      const number = this.log[i + 1] ?? 0;
      const sender = this.log[i + 2] ?? -1;
      const table = this.#table(place);
      const from = sender < 0 ? null : this.#table(sender).machine.name;
      if (number < 0) {
        const { snapshot } = table.component(-1 - number).local;
        const event = this.#lost[lost] ?? { type: '' };
        lost += 1;
        found.push({ from, to: table.machine.name, event, reception: 'stopped', before: snapshot, after: snapshot, taken: [], emitted: [], unansweredRaises: [] });
      } else {
        found.push(deliveryOf(table, number, from));
      }
    }
    return found;
  }

  /** Actors may be stopped from the start. */
  watchStops(): void {
    this.#someoneStops = true;
  }

  #handle(place: number, event: number, from: number): void {
    if (!this.#macrostep(place, event, from)) return;
    // It sent, so that mail may have come while it was busy.
    const mailbox = this.#mailboxes[place];
    if (mailbox === undefined) return;
    while ((this.#heads[place] ?? 0) < mailbox.length) {
      const at = this.#heads[place] ?? 0;
      this.#heads[place] = at + 2;
      this.#macrostep(place, mailbox[at] ?? 0, mailbox[at + 1] ?? 0);
    }
    this.#empty(place, mailbox);
    this.#busy[place] = 0;
  }

  /** One macrostep, and what follows from its sends; whether the actor was made busy by it. */
  #macrostep(place: number, event: number, from: number): boolean {
    const table = this.tables[place];
    if (table === undefined) return false;
    const component = this.fields[place] ?? 0;
    const known = table.cells[component * table.stride + event] ?? -1;
    const number = known >= 0 ? known : table.stepNumber(component, event);
    if (this.#someoneStops) this.#refuseStopped(table, component, table.step(number));
    const next = table.nexts[number] ?? 0;
    if (next !== component) this.write(place, next);
    this.#count(place, number);
    this.#note(place, number, from);
    if (this.logLength > deliveriesMax * perDelivery) {
      throw new ModelError({ code: 'unbounded-step', place: placeOf(table, component, table.step(number).event), count: deliveriesMax, unit: 'deliveries' });
    }
    const kind = table.kinds[number] ?? 0;
    if ((kind & (sending | stopping)) === 0) return false;
    this.#busy[place] = 1;
    const end = table.sendsTo[number] ?? 0;
    for (let at = table.sendsFrom[number] ?? 0; at < end; at += 2) this.#send(table.sends[at] ?? 0, table.sends[at + 1] ?? 0, place);
    if ((kind & stopping) !== 0) this.#stop(place);
    return true;
  }

  #send(to: number, event: number, from: number): void {
    if (this.#stopped[to] === 1) this.#drop(to, this.#eventOf(to, event), from);
    else if (this.#busy[to] === 1) this.#mailboxes[to]?.push(event, from);
    else this.#handle(to, event, from);
  }

  #stop(place: number): void {
    if (!this.#someoneStops) {
      this.#someoneStops = true;
      this.#noteStopped();
    }
    this.#stopped[place] = 1;
    const mailbox = this.#mailboxes[place] ?? [];
    for (let at = this.#heads[place] ?? 0; at < mailbox.length; at += 2) this.#drop(place, this.#eventOf(place, mailbox[at] ?? 0), mailbox[at + 1] ?? 0);
    this.#empty(place, mailbox);
  }

  #empty(place: number, mailbox: number[]): void {
    if (mailbox.length === 0) return;
    mailbox.length = 0;
    this.#heads[place] = 0;
  }

  #drop(place: number, event: EventObject, from: number): void {
    this.#lost.push(event);
    this.#note(place, -1 - (this.fields[place] ?? 0), from);
  }

  #note(place: number, number: number, from: number): void {
    const at = this.logLength;
    if (at + perDelivery > this.log.length) this.log = longer(this.log);
    this.log[at] = place;
    this.log[at + 1] = number;
    this.log[at + 2] = from;
    this.logLength = at + perDelivery;
  }

  #count(place: number, number: number): void {
    let hits = this.hits[place];
    if (hits === undefined) return;
    if (number >= hits.length) {
      const wider = new Float64Array(Math.max(number + 1, hits.length * 2));
      wider.set(hits);
      hits = wider;
      this.hits[place] = wider;
    }
    hits[number] = (hits[number] ?? 0) + 1;
  }

  #noteStopped(): void {
    for (let place = 0; place < this.tables.length; place += 1) this.#stopped[place] = this.#busy[place] === 1 || this.#table(place).component(this.fields[place] ?? 0).local.active ? 0 : 1;
  }

  #refuseStopped(table: ActorTable, component: number, { event, targets }: ComponentStep): void {
    for (const target of targets) {
      if (this.#stopped[this.#placeOf(target)] === 1) throw new ModelError({ code: 'stopped-target', place: placeOf(table, component, event), target });
    }
  }

  #placeOf(name: string): number {
    const place = this.#places.get(name);
    if (place === undefined) throw new RangeError(`no actor ${name}`);
    return place;
  }

  #table(place: number): ActorTable {
    const table = this.tables[place];
    if (table === undefined) throw new RangeError(`no actor ${place}`);
    return table;
  }

  #eventOf(place: number, event: number): EventObject {
    return this.#table(place).events[event] ?? { type: '' };
  }
}

function longer(array: Int32Array): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(array.length * 2);
  twice.set(array);
  return twice;
}

function placeOf(table: ActorTable, component: number, event: EventObject): Place {
  const { name, machine } = table.machine;
  return { actor: name, machine: machine.id, mode: modeText(table.component(component).local.snapshot.value), event: event.type };
}
