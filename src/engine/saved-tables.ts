/**
 * The tables of the actors, written down so that another process can have the very same numbers.
 *
 * Packed states hold numbers of components, and those are given in the order in which components are met. Snapshots are not
 * saved: a machine is asked the same questions in the same order again, and what comes out is compared, by digest, with what
 * came out then. So a resumed search rests on what these machines do now, and a function that has changed is found out, by the
 * actor and the event, before a state is read.
 *
 * Rows of one actor stand in the order of their numbers; those of different actors are mixed, as their tables do not depend
 * on each other once the events have their numbers. The order of steps and expiries among each other follows from the numbers
 * of the components: an expiry must come before whatever leads to a later component.
 */
import type { Column, SavedSearch } from '../checkpoint/keeper.ts';
import { modeText } from '../system/local-step.ts';
import { ModelError } from '../system/model-error.ts';
import type { ActorTable } from './actor-table.ts';
import { GrowingColumn, wholeColumn } from './saved-columns.ts';
import { digestOfComponent, digestOfStep, frameOf, rowBytes, rowOfComponent, rowOfStep, tablesIn, type SavedStep, type SavedTable } from './table-rows.ts';

const layout = '1';

/** How long it asks XState before it lets the process hear a Ctrl-C. */
const sliceMs = 50;

export class SavedTables {
  readonly #tables: readonly ActorTable[];
  readonly #written: { components: number; steps: number; events: number }[];
  #components = new GrowingColumn('components', layout, rowBytes, 0);
  #steps = new GrowingColumn('steps', layout, rowBytes, 0);
  #events = new GrowingColumn('events', layout, 1, 0);

  constructor(tables: readonly ActorTable[]) {
    this.#tables = tables;
    this.#written = tables.map(() => ({ components: 0, steps: 0, events: 0 }));
  }

  /** What the tables hold now, for one save. */
  columns(): readonly Column[] {
    const all = [this.#components, this.#steps, this.#events];
    for (const column of all) column.forgetGiven();
    this.#tables.forEach((table, actor) => this.#write(table, actor));
    return all;
  }

  /**
   * Fills empty tables with what was saved: the same numbers, from the same questions to XState.
   *
   * @throws {CheckpointError} `checkpoint-foreign` when a machine gives another answer now, `checkpoint-damaged`.
   */
  async rebuild(saved: SavedSearch): Promise<void> {
    const components = await wholeColumn(saved, 'components', layout);
    const steps = await wholeColumn(saved, 'steps', layout);
    const events = await wholeColumn(saved, 'events', layout);
    const from = tablesIn(saved, this.#tables.length, { components, steps, events });
    const rebuildings = from.flatMap((table, actor) => (this.#tables[actor] === undefined ? [] : [new Rebuilding(this.#tables[actor], table, saved)]));
    // All events have their numbers before the first machine is asked, as what one actor sends is an event of another.
    for (const rebuilding of rebuildings) rebuilding.begin();
    for (const rebuilding of rebuildings) await rebuilding.ask();
    for (const rebuilding of rebuildings) rebuilding.end();
    from.forEach((table, actor) => {
      this.#written[actor] = { components: table.components.length, steps: table.steps.length, events: table.events.length };
    });
    this.#components = new GrowingColumn('components', layout, rowBytes, components.length / rowBytes);
    this.#steps = new GrowingColumn('steps', layout, rowBytes, steps.length / rowBytes);
    this.#events = new GrowingColumn('events', layout, 1, events.length);
  }

  #write(table: ActorTable, actor: number): void {
    const written = this.#written[actor];
    if (written === undefined) return;
    for (; written.components < table.components.length; written.components += 1) this.#components.add(rowOfComponent(actor, table.component(written.components)));
    for (; written.steps < table.steps.length; written.steps += 1) this.#steps.add(rowOfStep(actor, table, table.step(written.steps)));
    for (; written.events < table.events.length; written.events += 1) this.#events.add(frameOf(actor, table.events[written.events]));
  }
}

/** One table that is being filled again. */
class Rebuilding {
  readonly #table: ActorTable;
  readonly #from: SavedTable;
  readonly #saved: SavedSearch;

  constructor(table: ActorTable, from: SavedTable, saved: SavedSearch) {
    this.#table = table;
    this.#from = from;
    this.#saved = saved;
  }

  begin(): void {
    const { components, events } = this.#from;
    events.forEach((event, number) => {
      if (this.#table.eventNumber(event) !== number) this.#unreadable('events');
    });
    // The initial component is there already; if it is another now, so is the first macrostep.
    if (this.#table.components.some((component, number) => digestOfComponent(component) !== components[number]?.digest)) this.#otherMachine('(start)', 'xstate.init');
  }

  async ask(): Promise<void> {
    let slice = performance.now();
    for (const [number, step] of this.#from.steps.entries()) {
      this.#ask(number, step);
      if (performance.now() - slice <= sliceMs) continue;
      await new Promise((resolve) => setImmediate(resolve));
      slice = performance.now();
    }
    this.#meet(this.#from.components.length);
  }

  end(): void {
    const { components, events, steps } = this.#from;
    const table = this.#table;
    if (table.steps.length !== steps.length || table.events.length !== events.length) this.#unreadable('steps');
    if (table.components.length !== components.length || table.components.some((component, number) => digestOfComponent(component) !== components[number]?.digest)) this.#unreadable('components');
  }

  #ask(number: number, { component, event, next, digest }: SavedStep): void {
    const origin = this.#from.components[next]?.origin;
    const isNew = origin?.kind === 'step' && origin.step === number;
    this.#meet(Math.max(component + 1, isNew ? next : next + 1));
    const table = this.#table;
    const asked = table.events[event] ?? this.#unreadable('steps');
    const mode = modeText(table.component(component).local.snapshot.value);
    try {
      const step = table.step(table.stepNumber(component, event));
      if (table.steps.length !== number + 1 || step.next !== next || digestOfStep(step) !== digest) this.#otherMachine(mode, asked.type);
    } catch (error) {
      if (error instanceof ModelError) this.#otherMachine(mode, asked.type);
      throw error;
    }
  }

  /** Lets timers expire and ticks pass until so many components are known; all that steps lead to are known already. */
  #meet(count: number): void {
    const table = this.#table;
    while (table.components.length < count) {
      const known = table.components.length;
      const origin = this.#from.components[known]?.origin;
      if ((origin?.kind !== 'expiry' && origin?.kind !== 'tick') || origin.component >= known) return this.#unreadable('components');
      if (origin.kind === 'expiry') table.expiries(origin.component);
      else table.tick(origin.component);
      if (table.components.length === known) this.#unreadable('components');
    }
  }

  #otherMachine(mode: string, event: string): never {
    return this.#saved.refuse({ kind: 'other-machine', actor: this.#table.machine.name, mode, event });
  }

  #unreadable(column: string): never {
    return this.#saved.refuse({ kind: 'unreadable', column });
  }
}
