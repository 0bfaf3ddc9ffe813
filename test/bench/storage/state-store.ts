/**
 * What is compared: ways to keep the visited set, behind the few calls that a search makes.
 *
 *   packed      the engine's own: bits as they are needed, every state packed anew when an actor outgrows its bits
 *   packed-fit  the same, told beforehand how many values each field will have: what never packing anew would save
 *   tree        a tree of pairs over the fields
 *   tree-fit    a tree of pairs over packed words, told as packed-fit is: what both together could save
 *   none        keeps nothing; what reading the stream costs, to be taken off the others
 *
 * The engine's store is met here and nowhere else, so that a change of how it is called ends here.
 */
import { PackedStates } from '../../../src/engine/packed-states.ts';
import { TreeStates } from './tree-states.ts';
import { WordTreeStates } from './word-tree-states.ts';

export const storeNames = ['packed', 'packed-fit', 'tree', 'tree-fit', 'none'] as const;
export type StoreName = (typeof storeNames)[number];

export interface StateStore {
  /** Bytes of the typed arrays at the moment. */
  readonly bytes: number;
  /** How often all states have been packed anew. */
  readonly repackings: number;
  /** 32-bit words of a packed state; for a tree, pairs that are not roots. */
  readonly shape: number;
  /** Adds a state and returns its number, or -1 - number when it was there already. Numbers count from 0. */
  add(fields: Int32Array, parent: number): number;
  /** Reads a state, and makes it the one that `addChanged` starts from. */
  load(number: number, fields: Int32Array): void;
  /** As `add`, with each field that differs from the state last loaded and the value it has there, in `changes`. */
  addChanged(fields: Int32Array, changes: Int32Array, changesLength: number, parent: number): number;
  read(number: number, fields: Int32Array): void;
}

/** What is known of the fields of a system before the search, and after it. */
export interface FieldCounts {
  /** How many values the search would give room for at the start. */
  readonly first: readonly number[];
  /** How many values each field had in the end. */
  readonly last: readonly number[];
}

export function storeOf(name: StoreName, counts: FieldCounts): StateStore {
  switch (name) {
    case 'packed':
      return packed(new PackedStates(counts.first));
    case 'packed-fit':
      return packed(new PackedStates(counts.last));
    case 'tree':
      return tree(new TreeStates(counts.first.length));
    case 'tree-fit':
      return tree(new WordTreeStates(counts.last));
    case 'none':
      return { bytes: 0, repackings: 0, shape: 0, add: () => 0, load: () => {}, addChanged: () => -1, read: () => {} };
  }
}

function packed(states: PackedStates): StateStore {
  return {
    get bytes() {
      return states.bytes;
    },
    get repackings() {
      return states.repackings;
    },
    get shape() {
      return states.words;
    },
    add: (fields, parent) => states.add(fields, parent),
    load: (number, fields) => states.load(number, fields),
    addChanged: (fields, changes, changesLength, parent) => states.addChanged(fields, changes, changesLength, parent),
    read: (number, fields) => states.read(number, fields),
  };
}

function tree(states: TreeStates | WordTreeStates): StateStore {
  return {
    get bytes() {
      return states.bytes;
    },
    repackings: 0,
    get shape() {
      return states.innerPairs;
    },
    add: (fields, parent) => states.add(fields, parent),
    load: (number, fields) => states.load(number, fields),
    addChanged: (fields, changes, changesLength, parent) => states.addChanged(fields, changes, changesLength, parent),
    read: (number, fields) => states.read(number, fields),
  };
}
