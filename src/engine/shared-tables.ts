/** The tables of steps as a worker sees them: it reads what is there, and may not ask for more. */
import { labelCount, someoneStops, someoneWaits, type News } from './crew-control.ts';
import { missing, type HotTables } from './hot-tables.ts';

const none: Int32Array = new Int32Array(0);
const miss = (): never => {
  throw missing;
};

export class SharedTables implements HotTables {
  readonly isFrozen = true;
  rows: Int32Array = none;
  rowsFrom: Int32Array = none;
  /** None while a worker looks at them. */
  readonly moves = 0;
  rowLength: Int32Array = none;
  steps: Int32Array = none;
  sends: Int32Array = none;
  lists: Int32Array = none;
  notes: Int32Array = none;
  blockPlaces: Int32Array = none;
  blockColumns: Int32Array = none;
  readonly ask = miss;
  readonly list = miss;
  readonly expiries = miss;
  readonly tick = miss;
  readonly isFirstLoss = miss;
  readonly isFirstDrop = miss;
  readonly refuseStopped = miss;
  readonly refuseUnbounded = miss;
  readonly #control: Int32Array;
  #timerRanks: Int32Array = none;
  #timersFrom = 0;
  tickLabel = -1;

  constructor(control: Int32Array, news: NonNullable<News['tables']>) {
    this.#control = control;
    this.take(news);
  }

  take(news: NonNullable<News['tables']>): void {
    this.rows = news.rows;
    this.rowsFrom = news.rowsFrom;
    this.rowLength = news.rowLength;
    this.steps = news.steps;
    this.sends = news.sends;
    this.lists = news.lists;
    this.notes = news.notes;
    this.blockPlaces = news.blockPlaces;
    this.blockColumns = news.blockColumns;
    this.#timerRanks = news.timerRanks;
    this.#timersFrom = news.timersFrom;
    this.tickLabel = news.tickLabel;
  }

  get actorCount(): number {
    return this.rowsFrom.length;
  }

  get labelCount(): number {
    return this.#control[labelCount] ?? 0;
  }

  get someoneStops(): boolean {
    return this.#control[someoneStops] === 1;
  }

  get someoneWaits(): boolean {
    return this.#control[someoneWaits] === 1;
  }

  rankOf(label: number): number {
    return this.#timerRanks[label - this.#timersFrom] ?? 0;
  }
}
