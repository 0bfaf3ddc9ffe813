/** The measured migrations under data/, read and typed; what is empty there is null here. */
import { readFileSync } from 'node:fs';

export interface MeasuredRun {
  readonly id: string;
  readonly mode: string;
  readonly memoryMib: number | null;
  readonly nonZeroMib: number | null;
  readonly linkMibPerSecond: number | null;
  readonly totalMs: number | null;
  readonly blackoutMs: number | null;
  readonly passes: number | null;
  readonly sentMib: number | null;
  readonly lastBytes: number | null;
  readonly throttleMaxPercent: number | null;
  readonly evidence: string;
}

/** What a poll every 200 ms saw of a pass first. */
export interface SeenPass {
  readonly run: string;
  readonly scenario: string;
  readonly number: number;
  readonly atMs: number;
  readonly remainingBytes: number;
  readonly normalPages: number;
  readonly zeroPages: number;
  readonly isRunning: boolean;
}

export const runs: readonly MeasuredRun[] = rowsOf('precopy-validation.csv').map((row) => ({
  id: textOf(row, 'id'),
  mode: textOf(row, 'mode'),
  memoryMib: numberOf(row, 'mem_mib'),
  nonZeroMib: numberOf(row, 'nonzero_mib'),
  linkMibPerSecond: numberOf(row, 'link_mib_s'),
  totalMs: numberOf(row, 'total_ms'),
  blackoutMs: numberOf(row, 'downtime_ms'),
  passes: numberOf(row, 'passes'),
  sentMib: numberOf(row, 'transferred_mib'),
  lastBytes: numberOf(row, 'final_round_bytes'),
  throttleMaxPercent: numberOf(row, 'cpu_throttle_max_pct'),
  evidence: textOf(row, 'evidence'),
}));

export const seenPasses: readonly SeenPass[] = rowsOf('precopy-passes.csv').map((row) => ({
  run: `LW-${textOf(row, 'scenario')}-${textOf(row, 'run').padStart(2, '0')}`,
  scenario: textOf(row, 'scenario'),
  number: known(numberOf(row, 'dirty_sync_count')),
  atMs: known(numberOf(row, 't_ms')),
  remainingBytes: known(numberOf(row, 'remaining_bytes')),
  normalPages: known(numberOf(row, 'normal_pages')),
  zeroPages: known(numberOf(row, 'zero_pages')),
  isRunning: textOf(row, 'status') === 'active',
}));

/** A figure that the row is known to have. */
export function known(value: number | null): number {
  if (value === null) throw new Error('the row has no such figure');
  return value;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return (known(low ?? null) + known(high ?? null)) / 2;
}

type Row = ReadonlyMap<string, string>;

function textOf(row: Row, column: string): string {
  const text = row.get(column);
  if (text === undefined) throw new Error(`no column ${column}`);
  return text;
}

function numberOf(row: Row, column: string): number | null {
  const text = textOf(row, column);
  return text === '' || !Number.isFinite(Number(text)) ? null : Number(text);
}

/** Fields with commas are quoted, and quotes in them doubled. */
function rowsOf(name: string): readonly Row[] {
  const lines = readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8').trimEnd().split(/\r?\n/);
  const [heading = [], ...rows] = lines.map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? ''));
  return rows.map((fields) => new Map(heading.map((column, i) => [column, fields[i] ?? ''])));
}
