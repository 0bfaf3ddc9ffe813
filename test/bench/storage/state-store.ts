/**
 * What is compared: ways to keep the visited set, behind the few calls that a search makes.
 *
 *   packed      the engine's own: bits as they are needed, every state packed anew when an actor outgrows its bits
 *   packed-fit  the same, told beforehand how many values each field will have: what never packing anew would save
 *   tree        a tree of pairs over the fields
 *   tree-fit    a tree of pairs over packed words, told as packed-fit is: what both together could save
 *   none        keeps nothing; what reading the stream costs, to be taken off the others
 */
import { PackedStore } from './packed-store.ts';
import { TreeStates } from './tree-states.ts';
import { WordTreeStates } from './word-tree-states.ts';

export const storeNames = ['packed', 'packed-fit', 'tree', 'tree-fit', 'none'] as const;
export type StoreName = (typeof storeNames)[number];

export interface StateStore {
  /** Bytes of the typed arrays at the moment, as far as they are written. */
  readonly bytes: number;
  /** Keeps the initial state, as number 0. */
  begin(fields: Int32Array): void;
  /** Reads a state, and makes it the one that `put` starts from. */
  load(number: number, fields: Int32Array): void;
  /** Puts a candidate into the batch; `changes` holds each field that differs from the state last loaded, once, and its value there. */
  put(fields: Int32Array, changes: Int32Array, changesLength: number): void;
  /** Looks up the batch and keeps what is new: `found[i]` is the number that state i got, or -1 if it was known. Returns their count. */
  settle(found: Int32Array): number;
  read(number: number, fields: Int32Array): void;
  /** The state from which a state was found first; -1 for the initial state. */
  parent(number: number): number;
}

/** What is known of the fields of a system before the search, and after it. */
export interface FieldCounts {
  /** How many values the search would give room for at the start. */
  readonly first: readonly number[];
  /** How many values each field had in the end. */
  readonly last: readonly number[];
}

export type Store = { readonly kind: 'packed'; readonly states: PackedStore } | { readonly kind: 'tree'; readonly states: TreeStates | WordTreeStates } | { readonly kind: 'none'; readonly states: StateStore };

export function storeOf(name: StoreName, counts: FieldCounts): Store {
  switch (name) {
    case 'packed':
      return { kind: 'packed', states: new PackedStore(counts.first) };
    case 'packed-fit':
      return { kind: 'packed', states: new PackedStore(counts.last) };
    case 'tree':
      return { kind: 'tree', states: new TreeStates(counts.first.length) };
    case 'tree-fit':
      return { kind: 'tree', states: new WordTreeStates(counts.last) };
    case 'none':
      return { kind: 'none', states: { bytes: 0, begin: () => {}, load: () => {}, put: () => {}, settle: () => 0, read: () => {}, parent: () => -1 } };
  }
}
