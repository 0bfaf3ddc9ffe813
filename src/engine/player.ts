/**
 * A global step on integers: the same run to completion as the reference, over the flat tables.
 *
 * The state under way stands here twice, as fields (the component of each actor, then what is left of each budget) and as
 * packed words. Every write changes both and notes what it overwrote, so that the next step of the same state starts from the same
 * fields. Most steps end with the actor they began with; those that send are played depth first, with a mailbox for each
 * actor that is busy, as live actors do.
 */
import { deliveriesMax } from '../system/run-to-completion.ts';
import type { Layout } from './layout.ts';
import { pack } from './layout.ts';
import { longer, longerFloats } from './longer.ts';
import { activeColumn, losing, naming, perDelivery, perStep, sending, stopping, unasked, type HotTables } from './hot-tables.ts';

export class Player {
  readonly fields: Int32Array;
  /** The words of the state under way. */
  words: Int32Array;
  /** Whether something was lost in the last step, swallowed or sent to an actor that had stopped, that was not lost before. */
  lost = false;
  /**
   * The deliveries of the last step, if they are wanted, four numbers each: step, sender (-1: nobody), 0, 0; or, if the actor had
   * stopped, -1 - actor, sender, column of the event, component.
   */
  isLogging = false;
  log = new Int32Array(64 * perDelivery);
  logLength = 0;
  /** Where in the log the deliveries begin that follow from each message of the actor that the step began with. */
  readonly marks: number[] = [];
  /** How often each step was taken. */
  hits = new Float64Array(64);
  readonly #tables: HotTables;
  #layout: Layout;
  /** Pairs of a field and what it was before. */
  #written = new Int32Array(64);
  #writtenLength = 0;
  #deliveries = 0;
  /** Mail that waits, in order: two numbers a message, column and sender; and by actor where the next one stands. */
  readonly #mailboxes: readonly number[][];
  readonly #heads: Int32Array;
  readonly #busy: Uint8Array;
  readonly #hasStopped = (place: number): boolean => {
    const { rows, rowsFrom, rowLength } = this.#tables;
    return this.#busy[place] === 0 && rows[(rowsFrom[place] ?? 0) + (this.fields[place] ?? 0) * (rowLength[place] ?? 0) + activeColumn] === 0;
  };

  constructor(tables: HotTables, budgets: number, layout: Layout) {
    const length = tables.actorCount;
    this.#tables = tables;
    this.#layout = layout;
    this.fields = new Int32Array(length + budgets);
    this.words = new Int32Array(layout.words);
    this.#mailboxes = Array.from({ length }, () => []);
    this.#heads = new Int32Array(length);
    this.#busy = new Uint8Array(length);
  }

  /** Goes on with another layout of words. */
  relayout(layout: Layout): void {
    this.#layout = layout;
    this.words = new Int32Array(layout.words);
    pack(layout, this.fields, this.words, 0);
  }

  /** Begins a step from the state whose fields are in `fields` and whose words stand at `at`. */
  begin(words: Int32Array, at: number): void {
    for (let i = 0; i < this.words.length; i += 1) this.words[i] = words[at + i] ?? 0;
    this.#writtenLength = 0;
    this.#deliveries = 0;
    this.logLength = 0;
    this.marks.length = 0;
    this.lost = false;
    this.fitHits();
  }

  /** Makes room to count every step there is. */
  fitHits(): void {
    if (this.hits.length * perStep < this.#tables.steps.length) this.hits = longerFloats(this.hits, this.#tables.steps.length / perStep);
  }

  /** Takes in how often another thread took each step. */
  addHits(hits: Float64Array): void {
    if (this.hits.length < hits.length) this.hits = longerFloats(this.hits, hits.length);
    hits.forEach((times, step) => {
      this.hits[step] = (this.hits[step] ?? 0) + times;
    });
  }

  /** Takes back that the deliveries of the step under way were counted. */
  uncount(): void {
    for (let at = 0; at < this.logLength; at += perDelivery) {
      const step = this.log[at] ?? 0;
      if (step >= 0) this.hits[step] = (this.hits[step] ?? 0) - 1;
    }
  }

  /** What the step changed: pairs of a field and what to XOR it with. */
  changes(): readonly number[] {
    const changes: number[] = [];
    const last = new Map<number, number>();
    for (let i = 0; i < this.#writtenLength; i += 2) if (!last.has(this.#written[i] ?? 0)) last.set(this.#written[i] ?? 0, this.#written[i + 1] ?? 0);
    for (const [field, before] of last) changes.push(field, before ^ (this.fields[field] ?? 0));
    return changes;
  }

  /** Takes back what the step wrote. */
  undo(): void {
    for (let i = this.#writtenLength - 2; i >= 0; i -= 2) this.fields[this.#written[i] ?? 0] = this.#written[i + 1] ?? 0;
    this.#writtenLength = 0;
  }

  write(field: number, value: number): void {
    const at = this.#writtenLength;
    if (at + 2 > this.#written.length) this.#written = longer(this.#written, this.#written.length * 2);
    const before = this.fields[field] ?? 0;
    this.#written[at] = field;
    this.#written[at + 1] = before;
    this.#writtenLength = at + 2;
    this.fields[field] = value;
    const word = this.#layout.word[field] ?? 0;
    this.words[word] = (this.words[word] ?? 0) ^ ((before ^ value) << (this.#layout.shift[field] ?? 0));
  }

  /** Takes a known step of an actor, and plays all that follows. @throws {ModelError} as the reference does. */
  take(place: number, step: number): void {
    try {
      this.#finish(place, this.#macrostep(place, step, -1));
    } catch (error) {
      this.#abandon();
      throw error;
    }
  }

  /** Delivers an event to an actor, and plays all that follows. @throws {ModelError} as the reference does. */
  deliver(place: number, column: number, from: number): void {
    try {
      this.#send(place, column, from);
    } catch (error) {
      this.#abandon();
      throw error;
    }
  }

  #send(to: number, column: number, from: number): void {
    if (this.#busy[to] === 1) this.#mailboxes[to]?.push(column, from);
    else if (this.#tables.someoneStops && this.#hasStopped(to)) this.#drop(to, column, from);
    else this.#finish(to, this.#macrostep(to, this.#stepOn(to, column), from));
  }

  /** Handles the mail that came while an actor was busy. */
  #finish(place: number, wasBusy: boolean): void {
    if (!wasBusy) return;
    const mailbox = this.#mailboxes[place] ?? [];
    while ((this.#heads[place] ?? 0) < mailbox.length) {
      const at = this.#heads[place] ?? 0;
      this.#heads[place] = at + 2;
      this.#macrostep(place, this.#stepOn(place, mailbox[at] ?? 0), mailbox[at + 1] ?? 0);
    }
    this.#empty(place, mailbox);
    this.#busy[place] = 0;
  }

  /** One macrostep, and what follows from its sends; whether the actor was made busy by it. */
  #macrostep(place: number, step: number, from: number): boolean {
    const tables = this.#tables;
    const at = step * perStep;
    const kind = tables.steps[at + 1] ?? 0;
    if (tables.someoneStops && (kind & naming) !== 0) tables.refuseStopped(step, this.#hasStopped);
    const next = tables.steps[at] ?? 0;
    if (next !== this.fields[place]) this.write(place, next);
    this.hits[step] = (this.hits[step] ?? 0) + 1;
    if (this.isLogging) this.#note(step, from, 0, 0);
    this.#deliveries += 1;
    if (this.#deliveries > deliveriesMax) tables.refuseUnbounded(step);
    if ((kind & losing) !== 0 && tables.isFirstLoss(step)) this.lost = true;
    if ((kind & (sending | stopping)) === 0) return false;
    this.#busy[place] = 1;
    const end = tables.steps[at + 3] ?? 0;
    const isFirst = this.#deliveries === 1;
    for (let send = tables.steps[at + 2] ?? 0; send < end; send += 2) {
      if (isFirst) this.marks.push(this.logLength);
      this.#send(tables.sends[send] ?? 0, tables.sends[send + 1] ?? 0, place);
    }
    if ((kind & stopping) !== 0) this.#stop(place);
    return true;
  }

  #stepOn(place: number, column: number): number {
    const tables = this.#tables;
    const component = this.fields[place] ?? 0;
    const known = tables.rows[(tables.rowsFrom[place] ?? 0) + component * (tables.rowLength[place] ?? 0) + column] ?? unasked;
    if (known !== unasked) return known;
    const step = tables.ask(place, component, column);
    if (step >= this.hits.length) this.hits = longerFloats(this.hits, tables.steps.length / perStep);
    return step;
  }

  #stop(place: number): void {
    const mailbox = this.#mailboxes[place] ?? [];
    for (let at = this.#heads[place] ?? 0; at < mailbox.length; at += 2) this.#drop(place, mailbox[at] ?? 0, mailbox[at + 1] ?? 0);
    this.#empty(place, mailbox);
  }

  #drop(place: number, column: number, from: number): void {
    if (this.#tables.isFirstDrop(place, this.fields[place] ?? 0, column)) this.lost = true;
    this.#deliveries += 1;
    if (this.isLogging) this.#note(-1 - place, from, column, this.fields[place] ?? 0);
  }

  #empty(place: number, mailbox: number[]): void {
    if (mailbox.length === 0) return;
    mailbox.length = 0;
    this.#heads[place] = 0;
  }

  #abandon(): void {
    this.#mailboxes.forEach((mailbox, place) => this.#empty(place, mailbox));
    this.#busy.fill(0);
  }

  #note(step: number, from: number, column: number, component: number): void {
    const at = this.logLength;
    if (at + perDelivery > this.log.length) this.log = longer(this.log, this.log.length * 2);
    this.log[at] = step;
    this.log[at + 1] = from;
    this.log[at + 2] = column;
    this.log[at + 3] = component;
    this.logLength = at + perDelivery;
  }
}
