/** What was measured, as rows: medians, and from them rates and bytes a state. */
import type { Measured } from './measure.ts';
import type { Contender, Tool } from './models.ts';

export interface TimedRow {
  readonly model: string;
  readonly scope: string;
  readonly tool: Tool;
  readonly workers: number;
  readonly distinct: number;
  /** Steps the tool took, those that led nowhere included. */
  readonly steps: number;
  /** The median of `runsMs`. */
  readonly wallMs: number;
  readonly runsMs: readonly number[];
  readonly statesPerSecond: number;
  readonly stepsPerSecond: number;
  /** The median peak of resident memory, less that of the same tool on one state, over the states; null where it cannot be told. */
  readonly bytesPerState: number | null;
  readonly peakRssBytes: number | null;
}

/** With fewer states than this the peak says more about when the collector ran than about them. */
const statesForMemory = 10_000;

/** Never a wrong figure: what went wrong instead. */
export interface ErrorRow {
  readonly model: string;
  readonly scope: string;
  readonly tool: Tool;
  readonly workers: number;
  readonly error: string;
}

export type Row = TimedRow | ErrorRow;

export const isTimed = (row: Row): row is TimedRow => !('error' in row);

export function rowOf(place: { readonly model: string; readonly scope: string; readonly tool: Contender }, measured: Measured, emptyBytes: number | null): Row {
  const { model, scope } = place;
  const start = { model, scope, tool: place.tool === 'quiesce-2' ? 'quiesce' : place.tool, workers: place.tool === 'quiesce-2' ? 2 : 1 } as const;
  if (measured.kind === 'error') return { ...start, error: measured.problem };
  const [first] = measured.runs;
  if (first === undefined) return { ...start, error: 'it was not run' };
  if (measured.runs.some(({ steps }) => steps !== first.steps)) return { ...start, error: 'its runs took different numbers of steps' };
  const { distinct, steps } = first;
  const wallMs = median(measured.runs.map((run) => run.wallMs));
  const peak = peakBytes(measured);
  return {
    ...start,
    distinct,
    steps,
    wallMs: rounded(wallMs, 1),
    runsMs: measured.runs.map((run) => rounded(run.wallMs, 1)),
    statesPerSecond: Math.round((distinct / wallMs) * 1000),
    stepsPerSecond: Math.round((steps / wallMs) * 1000),
    bytesPerState: peak === null || emptyBytes === null || distinct < statesForMemory ? null : rounded((peak - emptyBytes) / distinct, 1),
    peakRssBytes: peak,
  };
}

/** The median peak of resident memory; null when there is none. */
export function peakBytes(measured: Measured | undefined): number | null {
  if (measured?.kind !== 'timed') return null;
  const peaks = measured.runs.flatMap(({ peakRssBytes }) => peakRssBytes ?? []);
  return peaks.length === 0 ? null : median(peaks);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2;
}

export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
