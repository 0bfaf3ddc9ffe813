/** What the rows say about the bars: quiesce over another tool on the same model and size, from the same run. */
import type { Tool } from './models.ts';
import { isTimed, type Row, type TimedRow } from './rows.ts';

export interface Ratio {
  readonly model: string;
  readonly against: Tool;
  readonly kind: 'time over' | 'times as fast as' | 'on two threads, times as fast as';
  readonly value: number;
  /** Null where there is none. */
  readonly bar: { readonly text: string; readonly met: boolean } | null;
}

/** 300 times as fast as `@xstate/graph`; no longer than Spin's faster search. */
const graphBar = 300;

/** Two threads against one. */
const threadsBar = 1.6;

/** The bars are for models of at least so many states: below, the time is that of starting. */
const statesForBar = 100_000;

export function ratiosOf(rows: readonly Row[]): readonly Ratio[] {
  const timed = rows.filter(isTimed);
  return timed.filter(({ tool, workers }) => tool === 'quiesce' && workers === 1).flatMap((ours) => {
    const others = timed.filter(({ model }) => model === ours.model);
    return [...overOneThread(ours, others), ...overSpin(ours, others), ...overGraph(ours, others), ...overReference(ours, others)];
  });
}

function overSpin(ours: TimedRow, others: readonly TimedRow[]): readonly Ratio[] {
  const spins = others.filter(({ tool }) => tool === 'spin-dfs' || tool === 'spin-bfs').toSorted((a, b) => a.wallMs - b.wallMs);
  const [best] = spins;
  // With one of the two there is no telling which is the faster.
  if (best === undefined || spins.length < 2) return [];
  const value = ours.wallMs / best.wallMs;
  return [{ model: ours.model, against: best.tool, kind: 'time over', value, bar: ours.distinct < statesForBar ? null : { text: 'at most 1', met: value <= 1 } }];
}

function overOneThread(ours: TimedRow, others: readonly TimedRow[]): readonly Ratio[] {
  return others.filter(({ tool, workers }) => tool === 'quiesce' && workers === 2).map(({ wallMs, distinct }) => {
    const value = ours.wallMs / wallMs;
    return { model: ours.model, against: 'quiesce', kind: 'on two threads, times as fast as', value, bar: distinct < statesForBar ? null : { text: `at least ${threadsBar}`, met: value >= threadsBar } };
  });
}

function overGraph(ours: TimedRow, others: readonly TimedRow[]): readonly Ratio[] {
  return others.filter(({ tool }) => tool === 'xstate-graph').map(({ tool, wallMs, distinct }) => {
    const value = wallMs / ours.wallMs;
    return { model: ours.model, against: tool, kind: 'times as fast as', value, bar: distinct < statesForBar ? null : { text: `at least ${graphBar}`, met: value >= graphBar } };
  });
}

function overReference(ours: TimedRow, others: readonly TimedRow[]): readonly Ratio[] {
  return others.filter(({ tool }) => tool === 'reference').map(({ tool, wallMs }) => ({ model: ours.model, against: tool, kind: 'times as fast as', value: wallMs / ours.wallMs, bar: null }));
}
