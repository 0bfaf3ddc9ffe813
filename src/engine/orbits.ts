/**
 * One representative for each orbit: two states get the same one exactly when some renaming takes the one to the other.
 *
 * Members of a group - actors, or blocks of them - are first told apart by colours: numbers made of what each is and of what
 * all say of it, which no renaming changes. They are sorted by colour, one exchange of neighbours after another, each of which takes the whole
 * state to its image. Those of one colour are left as they are if exchanging them changes nothing:
 *
 *   vm1 saving, vm2 off, vm3 off, lun held by vm1   ->   vm1 off, vm2 off, vm3 saving, lun held by vm3   (vm1 and vm2 alike)
 *
 * Else colours are refined by who says what of whom, and, as long as that is not enough, each of the first cell of alike
 * members is tried in the first place; of all the states so found the least is the representative. Members whose exchange
 * changes nothing lead to the same states, and one of them is tried. A colour is a hash: members that share one by accident
 * cost time and nothing else, because it is states that are compared in the end.
 *
 * A cell is a run of members that are still alike; `cells` tells for each member where its cell begins. Hot loops over typed
 * arrays; so indices are plain and locals are mutable.
 */
import type { ComponentImages } from './component-images.ts';
import type { Marks, Member } from './marks.ts';

const noExchange = -1;

export class Orbits {
  readonly #images: ComponentImages;
  readonly #marks: Marks;
  readonly #actors: number;
  readonly #members: readonly Member[];
  /** By member: the first member of its group; the exchange with the next member of its group. */
  readonly #groups: Int32Array;
  readonly #exchanges: Int32Array;
  readonly #colours: Int32Array;
  readonly #cells: Int32Array;
  readonly #scratch: Int32Array;
  readonly #moved: Int32Array;

  /** `members` stand group by group; exchanges are numbered in the same order. */
  constructor(images: ComponentImages, marks: Marks, actors: number, members: readonly Member[]) {
    this.#images = images;
    this.#marks = marks;
    this.#actors = actors;
    this.#members = members;
    this.#groups = Int32Array.from(members, ({ group }) => members.findIndex((member) => member.group === group));
    let exchange = 0;
    this.#exchanges = Int32Array.from(members, ({ group }, i) => (members[i + 1]?.group === group ? exchange++ : noExchange));
    this.#colours = new Int32Array(members.length);
    this.#cells = new Int32Array(members.length);
    this.#scratch = new Int32Array(actors);
    this.#moved = new Int32Array(actors);
  }

  /** Makes a state the representative of its orbit. @throws {ModelError} `asymmetric-machine`, when an image is asked for that is none. */
  canonicalise(fields: Int32Array): void {
    const colours = this.#colours;
    const cells = this.#cells;
    for (let member = 0; member < colours.length; member += 1) colours[member] = this.#colourAlone(fields, member, this.#groups[member] ?? 0);
    cells.set(this.#groups);
    this.#sort(fields, colours, cells);
    if (this.#firstOpen(fields, cells) < 0) return;
    fields.set(this.#least(fields.slice(0, this.#actors), cells.slice()));
  }

  /** Takes a state to its image. */
  apply(exchange: number, fields: Int32Array): void {
    const { known, exchanges } = this.#images;
    const actors = this.#actors;
    const base = exchange * actors;
    const moved = this.#moved;
    const places = exchanges[exchange]?.places ?? moved;
    for (let place = 0; place < actors; place += 1) {
      const component = fields[place] ?? 0;
      const image = known[base + place]?.[component] ?? 0;
      moved[places[place] ?? place] = image > 0 ? image - 1 : this.#images.find(exchange, place, component);
    }
    fields.set(moved);
  }

  /** The least of the states that every way to tell the members apart leads to. */
  #least(state: Int32Array, cells: Int32Array): Int32Array {
    this.#refine(state, cells);
    const first = this.#firstOpen(state, cells);
    let best = state;
    if (first < 0) return best;
    const tried: number[] = [];
    for (let member = first; member < cells.length && cells[member] === first; member += 1) {
      const chosen = member;
      if (tried.some((other) => this.#areAlike(state, other, chosen))) continue;
      const next = state.slice();
      for (let at = chosen - 1; at >= first; at -= 1) this.#exchange(at, next);
      const nextCells = cells.map((cell, at) => (cell === first && at > first ? first + 1 : cell));
      const leaf = this.#least(next, nextCells);
      if (tried.length === 0 || isLess(leaf, best)) best = leaf;
      tried.push(chosen);
    }
    return best;
  }

  /** Splits cells by what members say of each other, until that tells no more of them apart. */
  #refine(state: Int32Array, cells: Int32Array): void {
    const colours = new Int32Array(cells.length);
    for (let before = 0, now = countOf(cells); now > before; ) {
      for (let member = 0; member < cells.length; member += 1) colours[member] = this.#colourAmong(state, cells, member);
      this.#sort(state, colours, cells);
      before = now;
      now = countOf(cells);
    }
  }

  /** What all actors, its own among them, say of a member. */
  #colourAlone(state: Int32Array, member: number, seed: number): number {
    let sum = 0;
    for (let place = 0; place < this.#actors; place += 1) sum = (sum + mixed(31, this.#marks.of(place, state[place] ?? 0, member))) | 0;
    return mixed(seed, sum);
  }

  /** The same, and how it stands to each of the others, who count by their cells alone. */
  #colourAmong(state: Int32Array, cells: Int32Array, member: number): number {
    let sum = 0;
    for (let other = 0; other < cells.length; other += 1) {
      if (other === member) continue;
      const says = this.#sayingOf(state, other, member);
      const hears = this.#sayingOf(state, member, other);
      sum = (sum + mixed(mixed(mixed(17, cells[other] ?? 0), says), hears)) | 0;
    }
    return mixed(this.#colourAlone(state, member, cells[member] ?? 0), sum);
  }

  /** What the actors of one member say of another member. */
  #sayingOf(state: Int32Array, one: number, other: number): number {
    let sum = 0;
    for (const place of this.#members[one]?.places ?? []) sum = (sum + mixed(31, this.#marks.of(place, state[place] ?? 0, other))) | 0;
    return sum;
  }

  /** Sorts the members of each cell by colour, and makes each colour a cell. */
  #sort(state: Int32Array, colours: Int32Array, cells: Int32Array): void {
    for (let member = 1; member < cells.length; member += 1) {
      for (let at = member; at > 0 && cells[at] === cells[at - 1] && (colours[at] ?? 0) < (colours[at - 1] ?? 0); at -= 1) {
        const kept = colours[at] ?? 0;
        colours[at] = colours[at - 1] ?? 0;
        colours[at - 1] = kept;
        this.#exchange(at - 1, state);
      }
    }
    let start = 0;
    let before = cells[0] ?? 0;
    for (let member = 1; member < cells.length; member += 1) {
      const cell = cells[member] ?? 0;
      if (cell !== before || colours[member] !== colours[member - 1]) start = member;
      before = cell;
      cells[member] = start;
    }
  }

  /** Exchanges a member with the next one of its group. */
  #exchange(member: number, state: Int32Array): void {
    this.apply(this.#exchanges[member] ?? noExchange, state);
  }

  /** The first cell that some exchange of its members changes; -1 when there is none. */
  #firstOpen(state: Int32Array, cells: Int32Array): number {
    for (let member = 1; member < cells.length; member += 1) {
      if (cells[member] === cells[member - 1] && !this.#isFixed(state, this.#exchanges[member - 1] ?? noExchange)) return cells[member] ?? 0;
    }
    return -1;
  }

  #isFixed(state: Int32Array, exchange: number): boolean {
    for (let place = 0; place < this.#actors; place += 1) {
      const image = this.#images.image(exchange, place, state[place] ?? 0);
      if (image !== state[this.#images.placeUnder(exchange, place)]) return false;
    }
    return true;
  }

  /** Whether exchanging two members of a group changes nothing. */
  #areAlike(state: Int32Array, one: number, other: number): boolean {
    const scratch = this.#scratch;
    scratch.set(state);
    for (let at = one; at < other; at += 1) this.#exchange(at, scratch);
    for (let at = other - 2; at >= one; at -= 1) this.#exchange(at, scratch);
    return state.every((component, place) => component === scratch[place]);
  }
}

function isLess(one: Int32Array, other: Int32Array): boolean {
  const at = one.findIndex((component, place) => component !== other[place]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
}

/** How many cells there are: each has one member that stands where it begins. */
function countOf(cells: Int32Array): number {
  return cells.filter((cell, member) => cell === member).length;
}

/** Order counts; what a colour is made of is mixed in one after the other. */
function mixed(colour: number, value: number): number {
  const once = Math.imul(colour ^ Math.imul(value + 0x7f4a7c15, 0x9e3779b1), 0x85ebca6b);
  return once ^ (once >>> 15);
}
