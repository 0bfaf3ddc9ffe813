/**
 * Claims over integer states: each predicate behind a memory of its answers.
 *
 * A state has fields to be read: the component of each actor, which is its local state and its timers, and each budget. A
 * predicate gets a view made for this one call, which notes what is read of it; a view that was shared would let a predicate keep
 * what it read for another and so read less than it depends on.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { onState, onStep, type Outcome, type StateClaim, type StepClaim } from '../property/ledger.ts';
import type { StepView } from '../property/property.ts';
import type { StateView, System, TimerView } from '../system/define-system.ts';
import type { ActorTable } from './actor-table.ts';
import { DecisionTree } from './decision-tree.ts';
import type { GlancedClaim } from './glance.ts';

const outcomes: readonly Outcome[] = ['untested', 'true', 'false'];

/** Makes views of integer states. */
export class StateViews {
  readonly #tables: readonly ActorTable[];
  readonly #actorNames: Readonly<Record<string, AnyMachineSnapshot>>;
  readonly #actorPlaces: ReadonlyMap<string, number>;
  readonly #budgetNames: Readonly<Record<string, number>>;
  readonly #budgetPlaces: ReadonlyMap<string, number>;

  constructor(system: System, tables: readonly ActorTable[]) {
    this.#tables = tables;
    this.#actorNames = namesOnly(system.actorNames);
    this.#actorPlaces = new Map(system.actorNames.map((name, place) => [name, place]));
    this.#budgetNames = namesOnly(system.budgetNames);
    this.#budgetPlaces = new Map(system.budgetNames.map((name, place) => [name, place]));
  }

  /** A view of a state that tells which of its fields are read. */
  view(fields: Int32Array, noteRead: (field: number) => void): StateView {
    const tables = this.#tables;
    return {
      actors: watchedRecord(this.#actorPlaces, this.#actorNames, (place) => {
        noteRead(place);
        return component(tables, fields, place).local.snapshot;
      }),
      budgets: watchedRecord(this.#budgetPlaces, this.#budgetNames, (place) => {
        noteRead(tables.length + place);
        return fields[tables.length + place] ?? 0;
      }),
      timersOf: (actor) => {
        const place = this.#actorPlaces.get(actor);
        if (place === undefined) throw new RangeError(`there is no actor "${actor}"`);
        noteRead(place);
        return component(tables, fields, place).timers;
      },
      get timers(): readonly TimerView[] {
        const all = tables.flatMap((_, place) => {
          noteRead(place);
          return component(tables, fields, place).timers;
        });
        return all.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
      },
    };
  }
}

function component(tables: readonly ActorTable[], fields: Int32Array, place: number): ReturnType<ActorTable['component']> {
  const table = tables[place];
  if (table === undefined) throw new RangeError(`no actor ${place}`);
  return table.component(fields[place] ?? 0);
}

/** A record that makes each value when it is read, under whatever name or by whatever means it is. */
function watchedRecord<T>(places: ReadonlyMap<string, number>, names: Readonly<Record<string, T>>, read: (place: number) => T): Readonly<Record<string, T>> {
  const valueAt = (name: string | symbol): T | undefined => {
    const place = typeof name === 'string' ? places.get(name) : undefined;
    return place === undefined ? undefined : read(place);
  };
  return new Proxy(names, {
    get: (_, name) => valueAt(name),
    // An accessor, so that listing the names, which are no part of a state, reads nothing.
    getOwnPropertyDescriptor: (_, name) => (Object.hasOwn(names, name) ? { get: () => valueAt(name), enumerable: true, configurable: true } : undefined),
  });
}

/** Names without values: a proxy needs something whose keys it shows. */
function namesOnly(names: readonly string[]): Record<string, never> {
  const record: Record<string, never> = {};
  for (const name of names) Object.defineProperty(record, name, { value: undefined, enumerable: true, configurable: true, writable: true });
  return record;
}

/** A predicate of states. */
export class RememberedPredicate {
  readonly #tree = new DecisionTree();
  #fields: Int32Array = new Int32Array(0);
  readonly #call: (noteRead: (field: number) => void) => number;

  constructor(predicate: (state: StateView) => boolean, views: StateViews) {
    this.#call = (noteRead) => (predicate(views.view(this.#fields, noteRead)) ? 1 : 0);
  }

  isTrue(fields: Int32Array): boolean {
    this.#fields = fields;
    return this.#tree.answer(0, fields, this.#call) === 1;
  }
}

/** A claim about states. */
export class RememberedClaim {
  readonly #tree = new DecisionTree();
  readonly #views: StateViews;
  readonly #property: StateClaim;
  #fields: Int32Array = new Int32Array(0);
  readonly #call = (noteRead: (field: number) => void): number => outcomes.indexOf(onState(this.#property, this.#views.view(this.#fields, noteRead)));

  constructor(property: StateClaim, views: StateViews) {
    this.#property = property;
    this.#views = views;
  }

  outcome(fields: Int32Array): Outcome {
    return outcomes[this.leaf(fields)] ?? 'untested';
  }

  /** The outcome as a leaf of its tree. */
  leaf(fields: Int32Array): number {
    this.#fields = fields;
    return this.#tree.answer(0, fields, this.#call);
  }

  /** What is remembered, for those who look at a glance; null when it is nothing. */
  glanced(place: number): GlancedClaim | null {
    const { trunk } = this.#tree;
    return trunk === null ? null : { place, ...trunk, decisive: outcomes.indexOf(this.#property.kind === 'always' ? 'false' : 'true') };
  }

  /** Notes that so many states were answered at a glance. */
  noteGlanced(states: number): void {
    this.#tree.noteFound(states);
  }
}

/**
 * A claim about steps, with a tree for each run: `runNumber` stands for the label and everything that was delivered.
 *
 * What a step makes of a field follows from the field before and from the run; so the fields after need no place in a path.
 * Many claims look at the step first and at nothing else when it is not their business: their paths are empty.
 */
export class RememberedStepClaim {
  readonly #tree = new DecisionTree();
  readonly #views: StateViews;
  readonly #property: StepClaim;
  #before: Int32Array = new Int32Array(0);
  #after: Int32Array = new Int32Array(0);
  #step: () => StepView = () => ({ kind: 'stimulus', to: '', event: { type: '' }, deliveries: [] });
  readonly #call = (noteRead: (field: number) => void): number => {
    const from = this.#views.view(this.#before, noteRead);
    const to = this.#views.view(this.#after, noteRead);
    return outcomes.indexOf(onStep(this.#property, from, this.#step(), to));
  };

  constructor(property: StepClaim, views: StateViews) {
    this.#property = property;
    this.#views = views;
  }

  outcome(before: Int32Array, runNumber: number, step: () => StepView, after: Int32Array): Outcome {
    this.#before = before;
    this.#after = after;
    this.#step = step;
    return outcomes[this.#tree.answer(runNumber, before, this.#call)] ?? 'untested';
  }
}
