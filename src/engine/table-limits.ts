/**
 * How large the table of one actor may get, and why not larger.
 *
 *   local states   a Map finds them by their text, and a Map of V8 holds 2^24 entries. (A field of a packed state has up to
 *                  31 bits and would hold more.) One entry is left for the local state that does not fit and is named.
 *   cells          one for each local state and event, in one typed array, found by component * stride + event. Below 2^31
 *                  that is whole-number arithmetic of 32 bits; beyond, V8 would fall back to doubles. 8 GiB of cells.
 *
 * An actor whose table is full ends the run, by name and with the count: no larger limit on states or memory would help.
 */
import { LimitReached } from '../property/limit-reached.ts';
import { endlessMemory, type Memory } from '../property/memory-limit.ts';

export interface TableLimits {
  /** Local states of one actor, each with the timers set in it. */
  readonly localStatesMax: number;
  /** Local states times events, as the table is laid out. */
  readonly cellsMax: number;
  readonly memory: Memory;
}

/** How large a table may get, apart from the memory it takes. */
export type TableSize = Pick<TableLimits, 'localStatesMax' | 'cellsMax'>;

export const localStatesMax = 2 ** 24 - 1;
export const cellsMax = 2 ** 31 - 1;
/** Events are found by a Map too. */
const eventsMax = 2 ** 24;

export const largestTable: TableSize = { localStatesMax, cellsMax };
export const inEndlessMemory: TableLimits = { ...largestTable, memory: endlessMemory };

/** How many local states a table holds whose rows are so wide. */
export function rowsMax(limits: TableSize, stride: number): number {
  return stride > eventsMax ? 0 : Math.min(limits.localStatesMax, Math.floor(limits.cellsMax / stride));
}

/** @throws {LimitReached} when an actor has more local states than its table holds. */
export function refuseFullTable(limits: TableSize, stride: number, found: { readonly actor: string; readonly machine: string; readonly localStates: number; readonly events: number }): void {
  const max = rowsMax(limits, stride);
  if (found.localStates > max) throw new LimitReached({ kind: 'table', ...found, max });
}
