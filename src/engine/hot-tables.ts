/**
 * What the hot loop reads of the tables of steps, whoever keeps them: the thread that asks XState (step-tables.ts), or a worker that
 * looks over its shoulder (shared-tables.ts). How the arrays are laid out stands in step-tables.ts.
 */

/** Columns of every row. */
export const activeColumn = 0;
export const expiriesColumn = 1;
/** The component after a tick; see `timeStands`. */
export const tickColumn = 2;
/** 1 when all lists of stimuli are known and whole. */
export const readyColumn = 3;
export const firstBlockColumn = 4;

export const perStep = 4;
/** Numbers in a log for each delivery; see player.ts. */
export const perDelivery = 4;
export const perEntry = 2;
export const perExpiry = 5;
/** Bits of a step's kind: it sends; the actor stops with it; something is swallowed in it; it names actors, to which it sends or for which it sets timers. */
export const sending = 1;
export const stopping = 2;
export const losing = 4;
export const naming = 8;

/** In place of a step. */
export const unasked = -1;
/** In place of a step, and of the code of an entry: the stimulus is not enabled. */
export const disabled = -2;
/** In place of the component after a tick: a timer is due, so no time passes. */
export const timeStands = -2;

/** Thrown for what is not in the tables by one who may not ask for it. */
export const missing = new Error('not in the tables yet');

export interface HotTables {
  /** Nothing can be added now: what is not there is thrown as missing. */
  readonly isFrozen: boolean;
  readonly rows: Int32Array;
  readonly rowsFrom: Int32Array;
  /** How often rows have been moved. */
  readonly moves: number;
  readonly rowLength: Int32Array;
  readonly steps: Int32Array;
  readonly sends: Int32Array;
  readonly lists: Int32Array;
  readonly notes: Int32Array;
  readonly blockPlaces: Int32Array;
  readonly blockColumns: Int32Array;
  readonly actorCount: number;
  /** At least as many as a state has steps. */
  readonly labelCount: number;
  readonly someoneStops: boolean;
  readonly someoneWaits: boolean;
  /** The label of a tick; -1 in a system without a clock. */
  readonly tickLabel: number;
  readonly ask: (place: number, component: number, column: number) => number;
  readonly list: (block: number, component: number, fields: Int32Array) => number;
  readonly expiries: (place: number, component: number) => number;
  /** The component after a tick, or `timeStands`. */
  readonly tick: (place: number, component: number) => number;
  /** The place of a timer's label in the order of timers. */
  readonly rankOf: (label: number) => number;
  /** Whether it is the first time that a step loses something, or that a component that has stopped is sent this. */
  readonly isFirstLoss: (step: number) => boolean;
  readonly isFirstDrop: (place: number, component: number, column: number) => boolean;
  /** Refuses a step that names an actor that has stopped; or one that never ends. @throws {ModelError} */
  readonly refuseStopped: (step: number, hasStopped: (place: number) => boolean) => void;
  readonly refuseUnbounded: (step: number) => never;
}
