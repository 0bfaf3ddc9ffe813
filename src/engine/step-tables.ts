/**
 * Every local step of every actor as small integers in a few flat arrays: what the hot loop reads.
 *
 *   rows    one for each component of each actor, the rows of an actor one after the other:
 *           [ active | expiries | after a tick | ready | list of stimuli, block 0 | ... | step on event 0 | step on event 1 | ... ]    -1: not asked yet
 *   steps   four numbers each: [ next component | kind | first send | end of sends ]
 *   sends   two numbers each: [ actor | column of its event in that actor's rows ]
 *   lists   [ entries | entries not asked yet | code, budget | code, budget | ... ]     what a component enables
 *           [ expiries | code, label, component left, actor, column | ... ]             what may expire
 *   notes   as long as lists: [ - | - | stimulus, step | ... ], for those who must know more of an entry
 *
 * The enabled stimuli of a state are the lists of its blocks (blocks.ts), in order. Codes are those of the runs that follow (run-memory.ts). Lists and steps are filled when a state first needs them, by the tables of the actors, which ask XState.
 *
 * Longer than 250 lines because what fills the arrays and what they hold read best in one place.
 */
import { swallowedIn } from '../property/built-in.ts';
import type { System } from '../system/define-system.ts';
import { modeText } from '../system/local-step.ts';
import { ModelError, type Place } from '../system/model-error.ts';
import { deliveriesMax } from '../system/run-to-completion.ts';
import { tickLabel, type StepLabel } from '../system/step-label.ts';
import type { PendingTimer } from '../system/timers.ts';
import { deliveryOf, type ActorTable, type ComponentStep } from './actor-table.ts';
import { blocksOf, type Block } from './blocks.ts';
import { activeColumn, disabled, expiriesColumn, firstBlockColumn, losing, missing, naming, perEntry, perStep, readyColumn, sending, stopping, tickColumn, timeStands, unasked, type HotTables } from './hot-tables.ts';
import { longerShared, shared } from './longer.ts';

export class StepTables implements HotTables {
  /** Nothing may be added now: others are reading. What is missing is thrown. */
  isFrozen = false;
  readonly actors: readonly ActorTable[];
  /** By actor: where its rows begin, and how long each is. */
  readonly rowsFrom: Int32Array;
  readonly rowLength: Int32Array;
  moves = 0;
  rows = shared(64);
  steps = shared(64 * perStep);
  sends = shared(64);
  lists = shared(64);
  notes = shared(64);
  readonly blocks: readonly Block[];
  /** By block: its actor, and the column of its lists. */
  readonly blockPlaces: Int32Array;
  readonly blockColumns: Int32Array;
  /** Labels by number: those of the stimuli, then those of the timers as they were met. */
  readonly labels: StepLabel[] = [];
  /** By timer: its place in the order of timers. */
  timerRanks = shared(16);
  /** By step: its actor, and its number there. */
  readonly places: number[] = [];
  readonly numbers: number[] = [];
  /** Some component of some actor has stopped, or has a timer. */
  someoneStops = false;
  someoneWaits = false;
  /** Some component of some actor is in status error. */
  someoneFails = false;
  /** The label of a tick; -1 without a clock. Timers have the labels from `timersFrom` on. */
  readonly tickLabel: number;
  readonly timersFrom: number;
  /** By stimulus: some state enabled it. */
  readonly enabledOnce: Uint8Array;
  readonly #system: System;
  readonly #capacity: Int32Array;
  readonly #events: Int32Array;
  readonly #drops = new Set<string>();
  readonly #timers: PendingTimer[] = [];
  readonly #timerNumbers = new Map<string, number>();
  readonly #places: ReadonlyMap<string, number>;
  readonly #onComponent: (place: number, component: number) => void;
  #rowsEnd = 0;
  #listsEnd = 2;
  #sendsEnd = 0;

  /** `onComponent` hears of every component before a state can hold it. */
  constructor(system: System, actors: readonly ActorTable[], onComponent: (place: number, component: number) => void) {
    this.#system = system;
    this.actors = actors;
    this.#onComponent = onComponent;
    this.#places = new Map(system.actorNames.map((name, place) => [name, place]));
    this.blocks = blocksOf(system, this.#places);
    this.blockPlaces = Int32Array.from(this.blocks, ({ place }) => place);
    this.blockColumns = Int32Array.from(this.blocks, ({ column }) => column);
    this.enabledOnce = new Uint8Array(system.stimuli.length);
    this.rowsFrom = shared(actors.length);
    this.rowLength = shared(actors.length);
    this.#capacity = new Int32Array(actors.length);
    this.#events = new Int32Array(actors.length);
    system.stimuli.forEach(({ to, event, budget }, index) => this.labels.push({ kind: 'stimulus', index, to, event, budget: budget ?? null }));
    this.tickLabel = system.clock === null ? -1 : system.stimuli.length;
    if (system.clock !== null) this.labels.push(tickLabel(system.clock.tickMs));
    this.timersFrom = this.labels.length;
    actors.forEach((_, place) => {
      this.#events[place] = firstBlockColumn + this.blocks.filter((block) => block.place === place).length;
      this.#fit(place, 4, (this.#events[place] ?? 0) + 4);
    });
  }

  get actorCount(): number {
    return this.actors.length;
  }

  get labelCount(): number {
    return this.labels.length;
  }

  /** The number of steps known so far. */
  get stepCount(): number {
    return this.places.length;
  }

  /** The column of an event in the rows of an actor. */
  columnOf(place: number, event: number): number {
    const column = (this.#events[place] ?? 0) + event;
    if (column >= (this.rowLength[place] ?? 0)) this.#fit(place, this.#capacity[place] ?? 0, column * 2);
    return column;
  }

  /** The number that an event has in its actor's table, by its column. */
  eventAt(place: number, column: number): number {
    return column - (this.#events[place] ?? 0);
  }

  /** Makes a component's row; components are numbered by their actor's table. */
  admit(place: number, component: number): void {
    if (component >= (this.#capacity[place] ?? 0)) this.#fit(place, (component + 1) * 2, this.rowLength[place] ?? 0);
    const cell = this.#cell(place, component, activeColumn);
    if (this.rows[cell] !== unasked) return;
    const { local, timers } = this.actor(place).component(component);
    this.rows[cell] = local.active ? 1 : 0;
    if (!local.active) this.someoneStops = true;
    if (timers.length > 0) this.someoneWaits = true;
    this.#noteReady(place, component);
    if (local.status === 'error') this.someoneFails = true;
    this.#onComponent(place, component);
  }

  /** The step on an event, asked for now. @throws {ModelError} when the machine does wrong. */
  ask(place: number, component: number, column: number): number {
    const known = this.rows[this.#cell(place, component, column)] ?? unasked;
    if (known !== unasked) return known;
    if (this.isFrozen) throw missing;
    const actor = this.actor(place);
    const number = actor.stepNumber(component, this.eventAt(place, column));
    const { next, sends, targets, local } = actor.step(number);
    this.admit(place, next);
    const step = this.stepCount;
    this.places.push(place);
    this.numbers.push(number);
    if ((step + 1) * perStep > this.steps.length) this.steps = longerShared(this.steps, this.steps.length * 2);
    const kind = (sends.length > 0 ? sending : 0) | (this.rows[this.#cell(place, next, activeColumn)] === 1 ? 0 : stopping) | (targets.length > 0 ? naming : 0);
    const mayLose = local.reception === 'swallowed' || local.unansweredRaises.length > 0;
    const lost = mayLose && swallowedIn(deliveryOf(actor, number, null)).length > 0 ? losing : 0;
    const from = this.#sendsEnd;
    for (const { to, event } of sends) this.#noteSend(this.placeOf(to), event);
    this.steps.set([next, kind | lost, from, this.#sendsEnd], step * perStep);
    this.rows[this.#cell(place, component, column)] = step;
    return step;
  }

  /**
   * The list of what a component enables in a block; the state whose fields are given is being expanded.
   *
   * @throws {ModelError} with the label that was asked about.
   */
  list(block: number, component: number, fields: Int32Array): number {
    if (this.isFrozen) throw missing;
    const { place, column, first, end } = this.#block(block);
    const cell = this.#cell(place, component, column);
    const known = this.rows[cell] ?? unasked;
    if (known !== unasked) {
      if ((this.lists[known + 1] ?? 0) > 0) this.#complete(place, component, known, fields);
      this.#noteReady(place, component);
      return known;
    }
    const entries: number[] = [];
    const notes: number[] = [];
    let open = 0;
    for (let stimulus = first; this.rows[this.#cell(place, component, activeColumn)] === 1 && stimulus < end; stimulus += 1) {
      const budget = this.#budgetOf(stimulus);
      const step = budget >= 0 && fields[budget] === 0 ? unasked : this.#enabled(place, component, stimulus);
      if (step === unasked) open += 1;
      if (step === disabled) continue;
      entries.push(unasked, budget);
      notes.push(stimulus, step);
    }
    const list = this.#addList([entries.length / perEntry, open, ...entries], [0, 0, ...notes]);
    this.rows[this.#cell(place, component, column)] = list;
    this.#noteReady(place, component);
    return list;
  }

  /** The list of the timers of a component that may expire. */
  expiries(place: number, component: number): number {
    const known = this.rows[this.#cell(place, component, expiriesColumn)] ?? unasked;
    if (known !== unasked) return known;
    if (this.isFrozen) throw missing;
    const found = this.actor(place).expiries(component);
    const entries = found.flatMap(({ timer, after }) => {
      this.admit(place, after);
      const to = this.placeOf(timer.to);
      return [unasked, this.timersFrom + this.#timerNumber(timer), after, to, this.columnOf(to, this.actor(to).eventNumber(timer.event))];
    });
    const list = this.#addList([found.length, ...entries], []);
    this.rows[this.#cell(place, component, expiriesColumn)] = list;
    return list;
  }

  tick(place: number, component: number): number {
    const known = this.rows[this.#cell(place, component, tickColumn)] ?? unasked;
    if (known !== unasked) return known;
    if (this.isFrozen) throw missing;
    const after = this.actor(place).tick(component);
    if (after >= 0) this.admit(place, after);
    this.rows[this.#cell(place, component, tickColumn)] = after < 0 ? timeStands : after;
    return after < 0 ? timeStands : after;
  }

  /** Whether a message to a component that has stopped is the first such. */
  isFirstDrop(place: number, component: number, column: number): boolean {
    if (this.isFrozen) throw missing;
    const key = `${place} ${component} ${column}`;
    if (this.#drops.has(key)) return false;
    this.#drops.add(key);
    return true;
  }

  isFirstLoss(step: number): boolean {
    if (this.isFrozen) throw missing;
    // Once is enough: what is lost is known from the step.
    const kind = step * perStep + 1;
    this.steps[kind] = (this.steps[kind] ?? 0) & ~losing;
    return true;
  }

  refuseStopped(step: number, hasStopped: (place: number) => boolean): void {
    if (this.isFrozen) throw missing;
    const target = this.local(step).targets.find((name) => hasStopped(this.placeOf(name)));
    if (target !== undefined) throw new ModelError({ code: 'stopped-target', place: this.#where(step), target });
  }

  refuseUnbounded(step: number): never {
    if (this.isFrozen) throw missing;
    throw new ModelError({ code: 'unbounded-step', place: this.#where(step), count: deliveriesMax, unit: 'deliveries' });
  }

  /** A step as its actor's table has it. */
  local(step: number): ComponentStep {
    return this.actor(this.places[step] ?? -1).step(this.numbers[step] ?? -1);
  }

  actor(place: number): ActorTable {
    const actor = this.actors[place];
    if (actor === undefined) throw new RangeError(`no actor ${place}`);
    return actor;
  }

  /** The place of a timer's label in the order of timers. */
  rankOf(label: number): number {
    return this.timerRanks[label - this.timersFrom] ?? 0;
  }

  label(number: number): StepLabel {
    const label = this.labels[number];
    if (label === undefined) throw new RangeError(`no label ${number}`);
    return label;
  }

  placeOf(name: string): number {
    const place = this.#places.get(name);
    if (place === undefined) throw new RangeError(`no actor ${name}`);
    return place;
  }

  /** Notes it if all lists of a component are known and whole. */
  #noteReady(place: number, component: number): void {
    for (let column = firstBlockColumn; column < (this.#events[place] ?? 0); column += 1) {
      const list = this.rows[this.#cell(place, component, column)] ?? unasked;
      if (list === unasked || (this.lists[list + 1] ?? 0) > 0) return;
    }
    this.rows[this.#cell(place, component, readyColumn)] = 1;
  }

  /** Asks about the entries of a list whose budgets had been spent in all states before this one. */
  #complete(place: number, component: number, list: number, fields: Int32Array): void {
    const count = this.lists[list] ?? 0;
    for (let entry = list + 2; entry < list + 2 + count * perEntry; entry += perEntry) {
      if (this.notes[entry + 1] !== unasked || fields[this.lists[entry + 1] ?? 0] === 0) continue;
      const step = this.#enabled(place, component, this.notes[entry] ?? 0);
      this.notes[entry + 1] = step;
      if (step === disabled) this.lists[entry] = disabled;
      this.lists[list + 1] = (this.lists[list + 1] ?? 0) - 1;
    }
  }

  #enabled(place: number, component: number, stimulus: number): number {
    const label = this.label(stimulus);
    try {
      const actor = this.actor(place);
      const step = this.ask(place, component, this.columnOf(place, actor.eventNumber(label.event)));
      if (actor.step(this.numbers[step] ?? 0).local.reception !== 'taken') return disabled;
      this.enabledOnce[stimulus] = 1;
      return step;
    } catch (error) {
      if (error instanceof ModelError) throw error.after([label, ...error.steps]);
      throw error;
    }
  }

  #budgetOf(stimulus: number): number {
    const budget = this.#system.stimuli[stimulus]?.budget;
    return budget === undefined ? -1 : this.actors.length + this.#system.budgetNames.indexOf(budget);
  }

  #timerNumber(timer: PendingTimer): number {
    const known = this.#timerNumbers.get(timer.key);
    if (known !== undefined) return known;
    const { from, to, event, delayMs, sendId, orphan, key } = timer;
    const number = this.#timers.length;
    this.#timers.push(timer);
    this.#timerNumbers.set(key, number);
    this.labels.push({ kind: 'timer', from, to, event, delayMs, sendId, orphan, timer: key });
    if (number >= this.timerRanks.length) this.timerRanks = shared(number * 2);
    const order = this.#timers.map((_, other) => other).toSorted((a, b) => ((this.#timers[a]?.key ?? '') < (this.#timers[b]?.key ?? '') ? -1 : 1));
    order.forEach((other, rank) => {
      this.timerRanks[other] = rank;
    });
    return number;
  }

  #noteSend(to: number, event: Parameters<ActorTable['eventNumber']>[0]): void {
    const column = this.columnOf(to, this.actor(to).eventNumber(event));
    if (this.#sendsEnd + 2 > this.sends.length) this.sends = longerShared(this.sends, this.sends.length * 2);
    this.sends[this.#sendsEnd] = to;
    this.sends[this.#sendsEnd + 1] = column;
    this.#sendsEnd += 2;
  }

  #addList(list: readonly number[], notes: readonly number[]): number {
    const from = this.#listsEnd;
    if (from + list.length > this.lists.length) {
      const length = Math.max(this.lists.length * 2, from + list.length);
      this.lists = longerShared(this.lists, length);
      this.notes = longerShared(this.notes, length);
    }
    this.lists.set(list, from);
    this.notes.set(notes, from);
    this.#listsEnd = from + list.length;
    return from;
  }

  /** Gives an actor so many rows of such a length, at the end of `rows`; they are moved there. */
  #fit(place: number, capacity: number, length: number): void {
    this.moves += 1;
    const from = this.#rowsEnd;
    const end = from + capacity * length;
    if (end > this.rows.length) this.rows = longerShared(this.rows, Math.max(this.rows.length * 2, end));
    this.rows.fill(unasked, from, end);
    const oldFrom = this.rowsFrom[place] ?? 0;
    const oldLength = this.rowLength[place] ?? 0;
    for (let row = 0; row < (this.#capacity[place] ?? 0); row += 1) this.rows.copyWithin(from + row * length, oldFrom + row * oldLength, oldFrom + (row + 1) * oldLength);
    this.rowsFrom[place] = from;
    this.rowLength[place] = length;
    this.#capacity[place] = capacity;
    this.#rowsEnd = end;
  }

  #where(step: number): Place {
    const actor = this.actor(this.places[step] ?? -1);
    const { component, event } = this.local(step);
    const { name, machine } = actor.machine;
    return { actor: name, machine: machine.id, mode: modeText(actor.component(component).local.snapshot.value), event: event.type };
  }

  #cell(place: number, component: number, column: number): number {
    return (this.rowsFrom[place] ?? 0) + component * (this.rowLength[place] ?? 0) + column;
  }

  #block(number: number): Block {
    const block = this.blocks[number];
    if (block === undefined) throw new RangeError(`no block ${number}`);
    return block;
  }
}
