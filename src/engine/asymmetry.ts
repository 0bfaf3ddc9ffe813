/**
 * Faults of a declaration, told of what the search itself did.
 *
 * Most of what is asked about other names is asked as the image of a step, or as the image of an image. A fault that comes
 * up there is told of the step of the search that it goes back to, under the renaming that leads from the one to the other:
 *
 *   c1 releases (a step of the search) ──c1 ↔ c2──▶ c2 releases ──c2 ↔ c3──▶ c3 does not        c1 releases, and under c1 → c3, ... c3 does not
 */
import { namesConcerned, type Groups } from '../system/interchangeable.ts';
import { modeText } from '../system/local-step.ts';
import { ModelError, type Place } from '../system/model-error.ts';
import { composed, type Renaming } from '../system/renaming.ts';
import { tableAt, type ActorTable, type ComponentStep } from './actor-table.ts';
import { resultText } from './step-result.ts';

export const unchanged: Renaming = new Map();

/** The step that another one was asked for as the image of. */
interface Parent {
  readonly place: number;
  readonly step: number;
  readonly names: Renaming;
}

/** A step of the search, and the renaming that leads from it to one of its images. */
interface Ancestor {
  readonly place: number;
  readonly number: number;
  readonly step: ComponentStep;
  readonly names: Renaming;
}

export class Asymmetry {
  /** The step of the search that the last fault was told of; null when it was told of the start. */
  toldOf: { readonly place: number; readonly step: number } | null = null;
  /** How many steps were asked for as images. */
  asked = 0;
  readonly #tables: readonly ActorTable[];
  readonly #groups: Groups;
  readonly #parents: (Parent | undefined)[][];

  constructor(tables: readonly ActorTable[], groups: Groups) {
    this.#tables = tables;
    this.#groups = groups;
    this.#parents = tables.map(() => []);
  }

  /** Asks for the image of a step, which belongs to the table of `targetPlace`. @throws {ModelError} `asymmetric-machine` when the machine refuses. */
  asking(place: number, step: number, names: Renaming, targetPlace: number, ask: () => number): number {
    const { steps } = tableAt(this.#tables, targetPlace);
    const before = steps.length;
    try {
      const image = ask();
      if (image < before) return image;
      (this.#parents[targetPlace] ??= [])[image] = { place, step, names };
      this.asked += 1;
      return image;
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      throw this.fault(place, step, names, targetPlace, error.fault.code === 'threw' ? `throws: ${error.fault.message}` : `is refused: ${error.code}`);
    }
  }

  /** A step's image in the table of `targetPlace` comes to `found`, which is not what the names make of it. */
  fault(place: number, number: number, names: Renaming, targetPlace: number, found: string): ModelError {
    const ancestor = this.#ancestorOf(place, number, names);
    const table = tableAt(this.#tables, ancestor.place);
    const { component, event } = ancestor.step;
    this.toldOf = { place: ancestor.place, step: ancestor.number };
    return new ModelError({
      code: 'asymmetric-machine',
      place: placeOf(table, modeText(table.component(component).local.snapshot.value), event.type),
      group: namesConcerned(this.#groups, ancestor.names),
      names: [...ancestor.names],
      counterpart: tableAt(this.#tables, targetPlace).machine.name,
      wanted: resultText(table, ancestor.step, ancestor.names),
      found,
    });
  }

  /** The first macrosteps, and all that followed from them, must leave a state that no renaming changes. */
  startFault(place: number, component: number, names: Renaming, targetPlace: number, found: string): ModelError {
    const table = tableAt(this.#tables, place);
    this.toldOf = null;
    return new ModelError({
      code: 'asymmetric-machine',
      place: placeOf(table, '(start)', 'xstate.init'),
      group: namesConcerned(this.#groups, names),
      names: [...names],
      counterpart: tableAt(this.#tables, targetPlace).machine.name,
      wanted: table.machine.keyUnder(table.component(component).local, names),
      found,
    });
  }

  #ancestorOf(place: number, number: number, names: Renaming): Ancestor {
    const parent = this.#parents[place]?.[number];
    if (parent === undefined) return { place, number, step: tableAt(this.#tables, place).step(number), names };
    return this.#ancestorOf(parent.place, parent.step, composed(parent.names, names));
  }
}

function placeOf({ machine: { name, machine } }: ActorTable, mode: string, event: string): Place {
  return { actor: name, machine: machine.id, mode, event };
}
