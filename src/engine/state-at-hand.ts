/**
 * The state that is being expanded, read out of its words: its fields, and by actor the row of its component in the tables of steps.
 *
 * A component whose lists of stimuli are known and whole is ready, and says so in its row; most states have ready components only,
 * and nothing needs to be asked for them.
 */
import { perEntry, readyColumn, unasked, type HotTables } from './hot-tables.ts';
import type { Layout } from './layout.ts';

export class StateAtHand {
  readonly fields: Int32Array;
  readonly rowOf: Int32Array;
  readonly #tables: HotTables;
  #moves = 0;

  /** `fields` is where the fields go. */
  constructor(tables: HotTables, fields: Int32Array) {
    this.#tables = tables;
    this.fields = fields;
    this.rowOf = new Int32Array(tables.actorCount);
  }

  /** Reads the state whose words stand at `at`; whether all its components are ready. */
  read({ word, shift, mask }: Layout, words: Int32Array, at: number): boolean {
    const { fields, rowOf } = this;
    const { rows, rowsFrom, rowLength, moves } = this.#tables;
    this.#moves = moves;
    let isReady = true;
    for (let place = 0; place < rowOf.length; place += 1) {
      const value = ((words[at + (word[place] ?? 0)] ?? 0) >>> (shift[place] ?? 0)) & (mask[place] ?? 0);
      const row = (rowsFrom[place] ?? 0) + value * (rowLength[place] ?? 0);
      fields[place] = value;
      rowOf[place] = row;
      if (rows[row + readyColumn] !== 1) isReady = false;
    }
    for (let field = rowOf.length; field < fields.length; field += 1) fields[field] = ((words[at + (word[field] ?? 0)] ?? 0) >>> (shift[field] ?? 0)) & (mask[field] ?? 0);
    return isReady;
  }

  /** Asks for the lists that are not known, or not whole. @throws {ModelError} */
  askLists(): void {
    const tables = this.#tables;
    const { blockPlaces, blockColumns } = tables;
    for (let block = 0; block < blockPlaces.length; block += 1) {
      const place = blockPlaces[block] ?? 0;
      const known = tables.rows[(this.rowOf[place] ?? 0) + (blockColumns[block] ?? 0)] ?? unasked;
      if (known !== unasked && !this.#needsMore(known)) continue;
      tables.list(block, this.fields[place] ?? 0, this.fields);
      this.findRows();
    }
  }

  /** Finds the rows again if they have been moved. */
  findRows(): void {
    const { rowsFrom, rowLength, moves } = this.#tables;
    if (moves === this.#moves) return;
    this.#moves = moves;
    for (let place = 0; place < this.rowOf.length; place += 1) this.rowOf[place] = (rowsFrom[place] ?? 0) + (this.fields[place] ?? 0) * (rowLength[place] ?? 0);
  }

  /** Whether a list has an entry that was never asked about, since its budget had always been spent, and this state has some left. */
  #needsMore(list: number): boolean {
    const { lists, notes } = this.#tables;
    if ((lists[list + 1] ?? 0) === 0) return false;
    const end = list + 2 + (lists[list] ?? 0) * perEntry;
    for (let entry = list + 2; entry < end; entry += perEntry) if (notes[entry + 1] === unasked && this.fields[lists[entry + 1] ?? 0] !== 0) return true;
    return false;
  }
}
