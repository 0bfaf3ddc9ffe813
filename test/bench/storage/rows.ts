/** What was measured of a store on a model: medians over its runs, less what reading the stream costs; as a line of a Markdown table. */
import { countText } from '../../../src/report/quantities.ts';
import { median } from '../rows.ts';
import { table, type Side } from '../tables.ts';
import type { StoreRun } from './run.ts';
import type { StoreName } from './stores.ts';
import type { StreamHead } from './stream.ts';

export interface StoreRow {
  readonly model: string;
  readonly scope: string;
  readonly head: StreamHead;
  readonly store: StoreName;
  /** CPU time of all that a search asks: states loaded, candidates looked up and kept. Nanoseconds. */
  readonly candidateNs: number;
  /** Typed arrays in the end. */
  readonly bytesPerState: number;
  /** Resident memory at its highest, less that of a process which keeps nothing. */
  readonly peakPerState: number;
  readonly repackingMs: number;
  readonly shape: string;
}

/** By store, in their order; `packed` is what a check relies on. @throws Error when another gives another number to any candidate. */
export function rowsOf(model: string, scope: string, head: StreamHead, runs: ReadonlyMap<StoreName, readonly StoreRun[]>): readonly StoreRow[] {
  const relied = runs.get('packed')?.[0]?.digest;
  const medianOf = (store: StoreName, pick: (run: StoreRun) => number): number => median((runs.get(store) ?? []).map(pick));
  const over = (store: StoreName, pick: (run: StoreRun) => number): number => medianOf(store, pick) - medianOf('nothing', pick);
  return [...runs].filter(([store]) => store !== 'nothing').map(([store, its]) => {
    const wrong = its.find(({ found, digest }) => found !== head.states || digest !== relied);
    const [first] = its;
    if (wrong !== undefined || first === undefined) throw new Error(`${model}: ${store} found ${wrong?.found ?? 'no'} states, not ${head.states}, or numbers them otherwise`);
    return {
      model,
      scope,
      head,
      store,
      candidateNs: (1000 * over(store, (run) => run.cpuMicroseconds)) / head.candidates,
      bytesPerState: first.bytes / head.states,
      peakPerState: over(store, (run) => run.peakBytes) / head.states,
      repackingMs: medianOf(store, (run) => run.repackingMicroseconds) / 1000,
      shape: first.shape,
    };
  });
}

const columns = ['model', 'size', 'fields', 'states', 'candidates', 'changed', 'store', 'ns/candidate', 'bytes/state', 'at the peak', 'repacking ms', ''] as const;
const sides = columns.map((title): Side => (['model', 'size', 'store', ''].includes(title) ? 'left' : 'right'));

/** `changed` is in how many fields a candidate differs from the state it is a step from, on average. */
export function storageTable(rows: readonly StoreRow[]): string {
  return table(columns, sides, rows.map(({ model, scope, head, store, candidateNs, bytesPerState, peakPerState, repackingMs, shape }) => [
    model,
    scope,
    String(head.initial.length),
    countText(head.states),
    countText(head.candidates),
    (head.writes / head.candidates).toFixed(1),
    store,
    candidateNs.toFixed(0),
    bytesPerState.toFixed(1),
    // With fewer states it says more about when the collector ran than about them.
    head.states < 250_000 ? '' : peakPerState.toFixed(0),
    repackingMs === 0 ? '' : repackingMs.toFixed(0),
    shape,
  ]));
}
