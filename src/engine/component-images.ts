/**
 * What exchanging two neighbours of a group makes of each component, found out by asking the machines.
 *
 *   vm1 ↔ vm2        component 5 of vm1 ──▶ component 3 of vm2        component 8 of lun (held by vm1) ──▶ component 9 of lun (held by vm2)
 *
 * The image of the start is the start. The image of what an event makes of a component is what the renamed event makes of
 * the component's image: the same question, put to the other actor. The answer must be the first one with its names changed -
 * the same key, the same timers, the same messages - or the actors are not interchangeable. An image is found when it is
 * first needed; those under other renamings are made of images under exchanges.
 */
import { deepFreeze } from '../system/canonical.ts';
import { eventTypeFault } from '../system/interchangeable.ts';
import { ModelError } from '../system/model-error.ts';
import { renamed, type Renaming } from '../system/renaming.ts';
import { timersUnder } from '../system/timers.ts';
import { unchanged, type Asymmetry } from './asymmetry.ts';
import { tableAt, type ActorTable, type ComponentStep } from './actor-table.ts';
import { longer } from './longer.ts';
import { likeness, resultText, type Likeness } from './step-result.ts';

/** Two neighbours of a group exchanged. */
export interface Exchange {
  readonly names: Renaming;
  /** By place of an actor: the place that its component goes to. */
  readonly places: Int32Array;
}

export class ComponentImages {
  readonly exchanges: readonly Exchange[];
  /** By exchange * actors + place: for each component its image plus one; 0 where it is not known yet. For hot loops, with `find`. */
  readonly known: Int32Array[];
  readonly #system: string;
  readonly #tables: readonly ActorTable[];
  readonly #asymmetry: Asymmetry;
  readonly #events: (number | undefined)[][];

  constructor(system: string, tables: readonly ActorTable[], exchanges: readonly Exchange[], asymmetry: Asymmetry) {
    this.#system = system;
    this.#tables = tables;
    this.exchanges = exchanges;
    this.#asymmetry = asymmetry;
    this.known = Array.from({ length: exchanges.length * tables.length }, () => new Int32Array(16));
    this.#events = this.known.map(() => []);
  }

  /** The place that an actor's component goes to. */
  placeUnder(exchange: number, place: number): number {
    return this.exchanges[exchange]?.places[place] ?? place;
  }

  /** The image of a component. @throws {ModelError} `asymmetric-machine` when it is not the component with its names changed. */
  image(exchange: number, place: number, component: number): number {
    const known = this.known[exchange * this.#tables.length + place]?.[component] ?? 0;
    return known > 0 ? known - 1 : this.find(exchange, place, component);
  }

  /** The same, for an image that is not known yet. A component comes from one with a smaller number, and that from another ... */
  find(exchange: number, place: number, component: number): number {
    const { components } = tableAt(this.#tables, place);
    const unknown: number[] = [];
    for (let at: number | null = component; at !== null && this.#isUnknown(exchange, place, at); at = sourceOf(components[at]?.origin, tableAt(this.#tables, place))) unknown.push(at);
    for (const at of unknown.toReversed()) this.#keep(exchange, place, at, this.#made(exchange, place, at));
    return this.image(exchange, place, component);
  }

  /** The image of a component under one exchange after another, and whose it is. */
  imageAlong(way: readonly number[], place: number, component: number): { readonly place: number; readonly component: number } {
    let [atPlace, at] = [place, component];
    for (const exchange of way) {
      at = this.image(exchange, atPlace, at);
      atPlace = this.placeUnder(exchange, atPlace);
    }
    return { place: atPlace, component: at };
  }

  /** The number of an event's image in the table of whoever hears it then. */
  eventAlong(way: readonly number[], place: number, event: ComponentStep['event']): number {
    let atPlace = place;
    let at = tableAt(this.#tables, place).eventNumber(event);
    for (const exchange of way) {
      at = this.#imageOfEvent(exchange, atPlace, tableAt(this.#tables, atPlace).events[at] ?? event);
      atPlace = this.placeUnder(exchange, atPlace);
    }
    return at;
  }

  /**
   * Asks for the image of a step, a step of its own table, and compares the two.
   *
   * @throws {ModelError} `asymmetric-machine`, `invalid-system` when an event is called like an actor.
   */
  compare(exchange: number, place: number, number: number): { readonly image: number; readonly like: Likeness } {
    const { names } = this.#exchange(exchange);
    const targetPlace = this.placeUnder(exchange, place);
    const target = tableAt(this.#tables, targetPlace);
    const step = tableAt(this.#tables, place).step(number);
    const found = this.#imageOfStep(exchange, place, number);
    const image = target.step(found);
    const like = likeness(step, image, names);
    if (like === 'other' || this.image(exchange, place, step.next) !== image.next) throw this.#asymmetry.fault(place, number, names, targetPlace, resultText(target, image, unchanged));
    return { image: found, like };
  }

  #isUnknown(exchange: number, place: number, component: number): boolean {
    return (this.known[exchange * this.#tables.length + place]?.[component] ?? 0) === 0;
  }

  /** The component that comes about in the image's table as this one did in its own, once it is known to be the same. */
  #made(exchange: number, place: number, number: number): number {
    const { names } = this.#exchange(exchange);
    const table = tableAt(this.#tables, place);
    const targetPlace = this.placeUnder(exchange, place);
    const target = tableAt(this.#tables, targetPlace);
    const { local, timers, origin } = table.component(number);
    const found = this.#again(exchange, place, origin);
    const image = target.component(found);
    const sameTimers = timersUnder(timers, names).map(({ key }) => key).join() === image.timers.map(({ key }) => key).join();
    if (sameTimers && table.machine.keyUnder(local, names) === image.local.key) return found;
    if (origin.kind === 'step') throw this.#asymmetry.fault(place, origin.step, names, targetPlace, resultText(target, target.step(this.#imageOfStep(exchange, place, origin.step)), unchanged));
    throw this.#asymmetry.startFault(place, number, names, targetPlace, image.local.key);
  }

  #again(exchange: number, place: number, origin: ActorTable['components'][number]['origin']): number {
    const { names } = this.#exchange(exchange);
    const target = tableAt(this.#tables, this.placeUnder(exchange, place));
    if (origin.kind === 'start') return 0;
    if (origin.kind === 'step') return target.step(this.#imageOfStep(exchange, place, origin.step)).next;
    if (origin.kind === 'tick') return target.tick(this.image(exchange, place, origin.component));
    const timer = tableAt(this.#tables, place).expiries(origin.component)[origin.expiry]?.timer;
    const [key] = timersUnder(timer === undefined ? [] : [timer], names).map((other) => other.key);
    const expired = target.expiries(this.image(exchange, place, origin.component)).find((expiry) => expiry.timer.key === key);
    if (expired === undefined) throw new RangeError(`no timer ${key ?? ''}`);
    return expired.after;
  }

  /** The number of the image of a step in its own table. */
  #imageOfStep(exchange: number, place: number, number: number): number {
    const targetPlace = this.placeUnder(exchange, place);
    const target = tableAt(this.#tables, targetPlace);
    const { component, event } = tableAt(this.#tables, place).step(number);
    const from = this.image(exchange, place, component);
    const heard = this.#imageOfEvent(exchange, place, event);
    const { names } = this.#exchange(exchange);
    return this.#asymmetry.asking(place, number, names, targetPlace, () => target.stepNumber(from, heard));
  }

  #imageOfEvent(exchange: number, place: number, event: ComponentStep['event']): number {
    const number = tableAt(this.#tables, place).eventNumber(event);
    const row = (this.#events[exchange * this.#tables.length + place] ??= []);
    const known = row[number];
    if (known !== undefined) return known;
    const { names } = this.#exchange(exchange);
    if (names.has(event.type)) throw new ModelError({ code: 'invalid-system', system: this.#system, ...eventTypeFault(event.type) });
    const image = renamed(event, names);
    deepFreeze(image);
    const found = tableAt(this.#tables, this.placeUnder(exchange, place)).eventNumber(image);
    row[number] = found;
    return found;
  }

  #keep(exchange: number, place: number, component: number, image: number): void {
    const at = exchange * this.#tables.length + place;
    let row = this.known[at] ?? new Int32Array(16);
    if (component >= row.length) {
      row = longer(row, Math.max(component + 1, row.length * 2));
      this.known[at] = row;
    }
    row[component] = image + 1;
  }

  #exchange(number: number): Exchange {
    const exchange = this.exchanges[number];
    if (exchange === undefined) throw new RangeError(`no exchange ${number}`);
    return exchange;
  }
}

/** The component that another one came from; null at the start. */
function sourceOf(origin: ActorTable['components'][number]['origin'] | undefined, table: ActorTable): number | null {
  if (origin === undefined || origin.kind === 'start') return null;
  return origin.kind === 'step' ? table.step(origin.step).component : origin.component;
}
