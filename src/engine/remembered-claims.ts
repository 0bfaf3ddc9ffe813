/**
 * Claims over integer states: each predicate behind a memory of its answers.
 *
 * A state has fields to be read: the local state of each actor, the timers of each actor, each budget. A predicate
 * gets a view made for this one call, which notes what is read of it; a view that was shared would let a predicate keep
 * what it read for another and so read less than it depends on.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { onState, onStep, type Outcome, type StateClaim, type StepClaim } from '../property/ledger.ts';
import type { StepView } from '../property/property.ts';
import type { StateView, System, TimerView } from '../system/define-system.ts';
import type { ActorTable } from './actor-table.ts';
import { AnswerMemory } from './answer-memory.ts';
import { tableAt } from './enumerate.ts';

const outcomes: readonly Outcome[] = ['untested', 'true', 'false'];

/** Reads the fields of integer states. */
export class StateFields {
  readonly #system: System;
  readonly #tables: readonly ActorTable[];
  readonly #actorNames: Readonly<Record<string, AnyMachineSnapshot>>;
  readonly #actorPlaces: ReadonlyMap<string, number>;
  readonly #budgetNames: Readonly<Record<string, number>>;
  readonly #budgetPlaces: ReadonlyMap<string, number>;

  constructor(system: System, tables: readonly ActorTable[]) {
    this.#system = system;
    this.#tables = tables;
    this.#actorNames = namesOnly(system.actorNames);
    this.#actorPlaces = new Map(system.actorNames.map((name, place) => [name, place]));
    this.#budgetNames = namesOnly(system.budgetNames);
    this.#budgetPlaces = new Map(system.budgetNames.map((name, place) => [name, place]));
  }

  /** Local states, then timers, then budgets. */
  get count(): number {
    return 2 * this.#tables.length + this.#system.budgetNames.length;
  }

  value(fields: Int32Array, field: number): number {
    const actors = this.#tables.length;
    if (field >= 2 * actors) return fields[field - actors] ?? 0;
    const place = field < actors ? field : field - actors;
    const component = this.#tables[place]?.components[fields[place] ?? 0];
    return (field < actors ? component?.local.id : component?.timersId) ?? 0;
  }

  /** A view of a state that tells what is read of it. */
  view(fields: Int32Array, noteRead: (field: number) => void): StateView {
    const tables = this.#tables;
    return {
      actors: watchedRecord(this.#actorPlaces, this.#actorNames, (place) => {
        noteRead(place);
        return tableAt(tables, place).component(fields[place] ?? 0).local.snapshot;
      }),
      budgets: watchedRecord(this.#budgetPlaces, this.#budgetNames, (place) => {
        noteRead(2 * tables.length + place);
        return fields[tables.length + place] ?? 0;
      }),
      get timers(): readonly TimerView[] {
        tables.forEach((_, place) => noteRead(tables.length + place));
        const all = tables.flatMap((table, place) => table.component(fields[place] ?? 0).timers);
        return all.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
      },
    };
  }
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

/** A claim about states. */
export class RememberedClaim {
  readonly #memory = new AnswerMemory();
  readonly #fields: StateFields;
  readonly #property: StateClaim;
  #state: Int32Array = new Int32Array(0);
  readonly #valueOf = (field: number): number => this.#fields.value(this.#state, field);
  readonly #call = (noteRead: (field: number) => void): number => outcomes.indexOf(onState(this.#property, this.#fields.view(this.#state, noteRead)));

  constructor(property: StateClaim, fields: StateFields) {
    this.#property = property;
    this.#fields = fields;
  }

  outcome(state: Int32Array): Outcome {
    this.#state = state;
    return outcomes[this.#memory.answer(this.#valueOf, this.#call)] ?? 'untested';
  }
}

/**
 * A claim about steps, with a memory for each run: `runNumber` stands for the label and everything that was delivered.
 *
 * What a step makes of a field follows from the field before and from the run; so the fields after need no place in a key.
 * Many claims look at the step first and at nothing else when it is not their business: their keys are empty.
 */
export class RememberedStepClaim {
  readonly #memories: AnswerMemory[] = [];
  readonly #fields: StateFields;
  readonly #property: StepClaim;
  #before: Int32Array = new Int32Array(0);
  #after: Int32Array = new Int32Array(0);
  #step: () => StepView = () => ({ kind: 'stimulus', to: '', event: { type: '' }, deliveries: [] });
  readonly #valueOf = (field: number): number => this.#fields.value(this.#before, field);
  readonly #call = (noteRead: (field: number) => void): number => {
    const from = this.#fields.view(this.#before, noteRead);
    const to = this.#fields.view(this.#after, noteRead);
    return outcomes.indexOf(onStep(this.#property, from, this.#step(), to));
  };

  constructor(property: StepClaim, fields: StateFields) {
    this.#property = property;
    this.#fields = fields;
  }

  outcome(before: Int32Array, runNumber: number, step: () => StepView, after: Int32Array): Outcome {
    this.#before = before;
    this.#after = after;
    this.#step = step;
    const memory = (this.#memories[runNumber] ??= new AnswerMemory());
    return outcomes[memory.answer(this.#valueOf, this.#call)] ?? 'untested';
  }
}
