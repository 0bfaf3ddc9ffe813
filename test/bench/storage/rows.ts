/** What was measured of a store on a model: medians over its runs, with what reading the stream costs taken off. */
import { median, rounded } from '../rows.ts';
import type { Moments } from './replay.ts';
import type { StoreRun } from './run.ts';
import type { StoreName } from './state-store.ts';
import type { StreamHead } from './stream.ts';

export interface StoreRow {
  readonly model: string;
  readonly scope: string;
  readonly store: StoreName;
  readonly fields: number;
  readonly states: number;
  readonly candidates: number;
  /** Fields in which a candidate differs from the state it is a step from, on average. */
  readonly writesPerCandidate: number;
  /** 32-bit words of a packed state in the end; null for a tree. */
  readonly words: number | null;
  /** Pairs that are no roots; null for a packed store. */
  readonly innerPairs: number | null;
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
  /** Times that all states were packed anew, states so moved, and the CPU time of it. */
  readonly repackings: number;
  readonly repackedStates: number;
  readonly repackingMs: number;
  /** Times that an array grew otherwise, and the CPU time of these lookups. */
  readonly growths: number;
  readonly growingMs: number;
}

/** Never a wrong figure: what went wrong instead. */
export interface StoreErrorRow {
  readonly model: string;
  readonly scope: string;
  readonly store: StoreName;
  readonly error: string;
}

export interface Place {
  readonly model: string;
  readonly scope: string;
  readonly store: StoreName;
}

/** With fewer states than this a time says more about what was compiled when. */
const statesForTime = 10_000;
/** With fewer states than this the peak says more about when the collector ran than about them. */
const statesForPeak = 250_000;

export function storeRowOf(place: Place, { initial, states, candidates, writes }: StreamHead, { repacks, grows, moved }: Moments, runs: readonly StoreRun[], empty: readonly StoreRun[]): StoreRow {
  const of = (pick: (run: StoreRun) => number): number => median(runs.map(pick));
  const nsOf = (pick: (run: StoreRun) => number, times: number): number | null => (states < statesForTime ? null : rounded((1000 * (of(pick) - median(empty.map(pick)))) / times, 1));
  const emptyMicroseconds = median(empty.map((run) => run.cpuMicroseconds));
  const peaks = [runs, empty].map((each) => each.flatMap(({ peakRssBytes }) => peakRssBytes ?? []));
  const isPacked = place.store.startsWith('packed');
  const [shape, bytes] = [runs[0]?.shape ?? 0, runs[0]?.bytes ?? 0];
  return {
    ...place,
    fields: initial.length,
    states,
    candidates,
    writesPerCandidate: rounded(writes / candidates, 2),
    words: isPacked ? shape : null,
    innerPairs: isPacked ? null : shape,
    candidateNs: nsOf((run) => run.cpuMicroseconds, candidates),
    candidateNsOfRuns: runs.map((run) => rounded((1000 * (run.cpuMicroseconds - emptyMicroseconds)) / candidates, 1)),
    readNs: nsOf((run) => run.readMicroseconds, states),
    readAtRandomNs: nsOf((run) => run.readAtRandomMicroseconds, states),
    bytesPerState: rounded(bytes / states, 1),
    peakBytesPerState: states < statesForPeak || peaks.some((each) => each.length === 0) ? null : rounded((median(peaks[0] ?? []) - median(peaks[1] ?? [])) / states, 1),
    repackings: runs[0]?.repackings ?? 0,
    repackedStates: moved,
    repackingMs: repacks.length === 0 ? 0 : rounded(of((run) => run.repacksMicroseconds) / 1000, 1),
    growths: grows.length,
    growingMs: rounded(of((run) => run.growsMicroseconds) / 1000, 1),
  };
}

/** Why the runs of a store give no figure; null when they do. */
export function problemOf(states: number, runs: readonly StoreRun[], readSum: number): string | null {
  const wrong = runs.find(({ found }) => found !== states);
  if (wrong !== undefined) return `it found ${wrong.found} states, not ${states}`;
  return runs.every((run) => run.readSum === readSum) ? null : 'it reads other states than were put in';
}
