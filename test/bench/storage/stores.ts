/**
 * What is compared: ways to keep the visited set, behind the few calls that a search makes.
 *
 *   packed    the engine's own: bits as they are needed, every state laid out anew when an actor outgrows its bits
 *   fitted    the same, told beforehand how many values each field will have: what never laying out anew would save
 *   tree      a tree of pairs over the fields
 *   nothing   keeps nothing; what reading the stream costs, to be taken off the others
 */
import { PackedStates } from './packed-states.ts';
import { TreeStates } from './tree-states.ts';

/** The stores that keep what they are given. */
export const kept = ['packed', 'fitted', 'tree'] as const;
export const storeNames = [...kept, 'nothing'] as const;
export type StoreName = (typeof storeNames)[number];

export interface Store {
  /** Bytes of the typed arrays at the moment, as far as they are written. */
  readonly bytes: number;
  /** How large they have become, in words for the table; and the CPU time of laying states out anew, in microseconds. */
  readonly shape: string;
  readonly repackingMicroseconds: number;
  /** Keeps the initial state, as number 0. */
  readonly begin: (fields: Int32Array) => void;
  /** Reads a state, from which `put` then starts. */
  readonly load: (number: number, fields: Int32Array) => void;
  /** Puts a candidate into the batch; `changes` holds each field that differs from the state last loaded, once, and its value there. */
  readonly put: (fields: Int32Array, changes: Int32Array, changesLength: number) => void;
  /** As that of batched-states.ts. */
  readonly settle: (found: Int32Array) => number;
}

/** How many values each field is given room for at the start of a search, and how many it had in the end. */
export interface FieldCounts {
  readonly first: readonly number[];
  readonly last: readonly number[];
}

export function storeOf(name: StoreName, { first, last }: FieldCounts): Store {
  switch (name) {
    case 'packed':
      return new PackedStates(first);
    case 'fitted':
      return new PackedStates(last);
    case 'tree':
      return new TreeStates(first.length);
    case 'nothing':
      return { bytes: 0, shape: '', repackingMicroseconds: 0, begin: () => {}, load: () => {}, put: () => {}, settle: () => 0 };
  }
}
