/** What was measured of a store on a model: medians over its runs, with what reading the stream costs taken off. */
import { median, rounded } from '../rows.ts';
import type { Detail, StoreRun } from './run.ts';
import type { StoreName } from './state-store.ts';
import type { StreamHead } from './stream.ts';

export interface Place {
  readonly model: string;
  readonly scope: string;
  readonly store: StoreName;
}

export interface StoreRow extends Place {
  readonly fields: number;
  readonly states: number;
  readonly candidates: number;
  /** Fields in which a candidate differs from the state it is a step from, on average. */
  readonly writesPerCandidate: number;
  /** CPU time of all that a search asks: states loaded, candidates looked up and kept. Nanoseconds; null where too few states tell. */
  readonly candidateNs: number | null;
  readonly candidateNsOfRuns: readonly number[];
  /** CPU time to read a whole state, in order and at random. Nanoseconds; null where too few states tell. */
  readonly readNs: number | null;
  readonly readAtRandomNs: number | null;
  /** Typed arrays in the end. */
  readonly bytesPerState: number;
  /** Resident memory at its highest, less that of a process which keeps nothing; null where too few states tell. */
  readonly peakBytesPerState: number | null;
  readonly growth: Growth;
}

/** What growing costs: packing all states anew; or, for a tree, building the index of its inner pairs from nothing. */
export type Growth =
  | { readonly kind: 'packed'; readonly words: number; readonly repackings: number; readonly repackedStates: number; readonly ms: number }
  | { readonly kind: 'tree'; readonly innerPairs: number; readonly ms: number };

/** Never a wrong figure: what went wrong instead. */
export interface StoreErrorRow extends Place {
  readonly error: string;
}

/** With fewer states than this a time says more about what was compiled when. */
const statesForTime = 10_000;
/** With fewer states than this the peak says more about when the collector ran than about them. */
const statesForPeak = 250_000;

/** `empty` are the runs of the store that keeps nothing; `readSum` is what must have been read. */
export function storeRowOf(place: Place, head: StreamHead, runs: readonly StoreRun[], empty: readonly StoreRun[], readSum: number): StoreRow | StoreErrorRow {
  const { initial, states, candidates, writes } = head;
  const [first] = runs;
  if (first === undefined || first.detail.kind === 'none') return { ...place, error: 'it was not run' };
  const wrong = runs.find(({ found }) => found !== states);
  if (wrong !== undefined) return { ...place, error: `it found ${wrong.found} states, not ${states}` };
  if (runs.some((run) => run.readSum !== readSum)) return { ...place, error: 'it reads other states than were put in' };
  const emptyMicroseconds = median(empty.map((run) => run.cpuMicroseconds));
  const nsOf = (pick: (run: StoreRun) => number, times: number): number | null => (states < statesForTime ? null : rounded((1000 * (median(runs.map(pick)) - median(empty.map(pick)))) / times, 1));
  const peaks = [runs, empty].map((each) => each.flatMap(({ peakRssBytes }) => peakRssBytes ?? []));
  return {
    ...place,
    fields: initial.length,
    states,
    candidates,
    writesPerCandidate: rounded(writes / candidates, 2),
    candidateNs: nsOf((run) => run.cpuMicroseconds, candidates),
    candidateNsOfRuns: runs.map((run) => rounded((1000 * (run.cpuMicroseconds - emptyMicroseconds)) / candidates, 1)),
    readNs: nsOf((run) => run.readMicroseconds, states),
    readAtRandomNs: nsOf((run) => run.readAtRandomMicroseconds, states),
    bytesPerState: rounded(first.bytes / states, 1),
    peakBytesPerState: states < statesForPeak || peaks.some((each) => each.length === 0) ? null : rounded((median(peaks[0] ?? []) - median(peaks[1] ?? [])) / states, 1),
    growth: growthOf(first.detail, runs),
  };
}

function growthOf(detail: Exclude<Detail, { kind: 'none' }>, runs: readonly StoreRun[]): Growth {
  if (detail.kind === 'packed') {
    const { words, repackings, repackedStates } = detail;
    return { kind: 'packed', words, repackings, repackedStates, ms: medianMs(runs, (each) => (each.kind === 'packed' ? each.repackingMicroseconds : 0)) };
  }
  return { kind: 'tree', innerPairs: detail.innerPairs, ms: medianMs(runs, (each) => (each.kind === 'tree' ? each.rebuildingMicroseconds : 0)) };
}

const medianMs = (runs: readonly StoreRun[], pick: (detail: Detail) => number): number => rounded(median(runs.map(({ detail }) => pick(detail))) / 1000, 1);
