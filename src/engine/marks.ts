/**
 * What a component says of each member of a group, as numbers that no renaming changes.
 *
 *   lun { owner: vm1, waiting: S[vm3] }     vm1: mark 7    vm2: mark 8    vm3: mark 9
 *   lun { owner: vm2, waiting: S[vm3] }     vm1: mark 8    vm2: mark 7    vm3: mark 9
 *
 * A mark stands for the text of the component with names made what they are beside the member. Names that some renaming makes
 * one of the other are of one kind:
 *
 *   of vm1, twice     { owner: "kind 0 of this", waiting: S["kind 0"] }
 *
 * Under a renaming the text of the image beside the member's image is the same. Equal marks need not mean that one is an
 * image of the other, as names of others fall together; they only have to tell many apart.
 */
import type { Renaming } from '../system/renaming.ts';
import { timersUnder } from '../system/timers.ts';
import { tableAt, type ActorTable } from './actor-table.ts';
import type { Exchange } from './component-images.ts';
import { longer } from './longer.ts';

/** What changes places with the others of its group: the names and places of one actor or several, and the number of the group. */
export interface Member {
  readonly group: number;
  readonly names: readonly string[];
  readonly places: readonly number[];
}

export class Marks {
  readonly #tables: readonly ActorTable[];
  readonly #members: number;
  /** By member: all names that change, made what they are beside it. */
  readonly #names: readonly Renaming[];
  /** By place: for each component a row of marks plus one; 0 where there is none yet. */
  readonly #marks: Int32Array[];
  readonly #numbers = new Map<string, number>();

  constructor(tables: readonly ActorTable[], members: readonly Member[], exchanges: readonly Exchange[]) {
    this.#tables = tables;
    this.#members = members.length;
    const kinds = kindsOf(members.flatMap(({ names }) => names), exchanges);
    this.#names = members.map((member) => new Map([...kinds].map(([name, kind]) => [name, member.names.includes(name) ? `kind ${kind} of this` : `kind ${kind}`])));
    this.#marks = tables.map(() => new Int32Array(16 * members.length));
  }

  /** What a component of the actor at `place` says of a member. */
  of(place: number, component: number, member: number): number {
    const known = this.#marks[place]?.[component * this.#members + member] ?? 0;
    return known > 0 ? known - 1 : this.#mark(place, component, member);
  }

  #mark(place: number, component: number, member: number): number {
    const table = tableAt(this.#tables, place);
    const { local, timers } = table.component(component);
    const names = this.#names[member] ?? new Map<string, string>();
    const text = [names.get(table.machine.name) ?? table.machine.name, table.machine.keyUnder(local, names), ...timersUnder(timers, names).map(({ key }) => key)].join('\n');
    const mark = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, mark);
    this.#rowFor(place, component)[component * this.#members + member] = mark + 1;
    return mark;
  }

  #rowFor(place: number, component: number): Int32Array {
    const row = this.#marks[place] ?? new Int32Array(0);
    const needed = (component + 1) * this.#members;
    if (needed <= row.length) return row;
    const wider = longer(row, Math.max(needed, row.length * 2));
    this.#marks[place] = wider;
    return wider;
  }
}

/** Each name with the number of its kind: what exchanges make of each other is of one kind. */
function kindsOf(names: readonly string[], exchanges: readonly Exchange[]): ReadonlyMap<string, number> {
  const kinds = new Map<string, number>();
  for (const [kind, name] of names.entries()) {
    const frontier = kinds.has(name) ? [] : [name];
    for (const met of frontier) {
      kinds.set(met, kind);
      for (const exchange of exchanges) {
        const other = exchange.names.get(met) ?? met;
        if (!kinds.has(other) && !frontier.includes(other)) frontier.push(other);
      }
    }
  }
  return kinds;
}
