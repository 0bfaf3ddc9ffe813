/**
 * Between a search and whatever keeps it: what a search hands over so that another process can go on, and gets back.
 *
 * A search works in rounds. Between two rounds, and nowhere else, it asks `due` and if so awaits `save`; when it has come to its end
 * or was stopped, it awaits `end`. When `saved` is not null it begins from that instead of the initial state.
 *
 *   const keeper = options.keeper;
 *   let next = keeper?.saved ? await resume(keeper.saved) : begin();
 *   while (...) {
 *     next = expandSome(next);
 *     if (keeper?.due()) await keeper.save(state(next));
 *   }
 *   await keeper?.end(state(next));
 *
 * Two kinds of things are saved. *Columns* are large and only grow at their end: packed states, parents, the steps that were
 * asked of XState. A row is written once; only when the layout of a column changes is it written anew. *Progress* is small
 * and written whole each time: counters, coverage, the ledger. Neither is looked into here, so a search may
 * change what it saves without a change to this folder; it then raises `formatVersion` in manifest.ts.
 *
 * What has to be among them: whatever the rest of the search depends on and cannot be had again from the system. Memories of
 * predicates, for instance, can.
 */

/** Rows of equal size that are only ever added at the end. */
export interface Column {
  /** Lower-case letters; the name of its file. */
  readonly name: string;
  /** How a row is to be read. When this text changes, all rows are asked for again. */
  readonly layout: string;
  readonly bytesPerRow: number;
  readonly rows: number;
  /** The bytes of the rows from one on, in pieces: from the first that was not given to a `save` before, or from 0 in a new layout. */
  from(row: number): Iterable<Uint8Array>;
}

/** A search between two rounds. Nothing in it may change while it is being saved. */
export interface SearchState {
  readonly columns: readonly Column[];
  /** Plain data, as `serialize` of node:v8 takes it: Maps, Sets and typed arrays too. */
  readonly progress: unknown;
  readonly distinct: number;
  /** How long this process has worked on it. */
  readonly elapsedMs: number;
}

/** A column as it was saved. */
export interface SavedColumn {
  readonly layout: string;
  readonly rows: number;
  /**
   * Its bytes, in pieces that are only valid until the next one is asked for. To be read to the end, once.
   *
   * @throws {CheckpointError} `checkpoint-damaged`, after the last piece at the latest: until then nothing of it can be relied on.
   */
  bytes(): AsyncIterable<Uint8Array>;
}

/** A search as it was saved. */
export interface SavedSearch {
  readonly progress: unknown;
  /** @throws {CheckpointError} `checkpoint-damaged` when there is none of this name. */
  column(name: string): SavedColumn;
  /** Says that what was saved cannot be what it says, or is not of this system. */
  refuse(reason: Refusal): never;
}

/** Why a search cannot go on from what was saved, found by the search itself. */
export type Refusal =
  | { readonly kind: 'unreadable'; readonly column: string }
  /** XState gives another answer than it gave: a machine's functions have changed. */
  | { readonly kind: 'other-machine'; readonly actor: string; readonly mode: string; readonly event: string };

export interface Keeper {
  /** What to go on from; null for a search from the start. */
  readonly saved: SavedSearch | null;
  /** Whether it is time. Asked between all rounds, so it is quick. */
  due(): boolean;
  /** Keeps it: when this returns, a process that is killed has lost nothing before it. @throws {CheckpointError} when it cannot be written. */
  save(state: SearchState): Promise<void>;
  /** As `save`, but what was found is worth more than that it is kept: it does not throw, and whoever opened the checkpoint learns of the failure. */
  end(state: SearchState): Promise<void>;
}
