/**
 * The calculator against what was measured: which rows it can be held to, with which inputs, and how far off it is.
 *
 * Three ways, from little to much that is predicted:
 *
 *   accounting   given the bytes that were sent with the guest running and suspended: the times
 *   forecast     given the non-zero memory and the workload's dirty curve from its *other* runs: everything
 *   plateau      the same, for the runs that did not converge
 *
 * What domain.md 5.2 explains is taken from there: the limiter runs at 129.0 MiB/s instead of 128, the cap is lifted for the
 * last pass, zero pages are elided. The rate of the uncapped link is that of the post-copy runs over the same socket.
 */
import { qemuFraming, timeOf, type Migration } from '../../src/precopy/migration.ts';
import type { DirtyCurve } from '../../src/precopy/dirty-curve.ts';
import { powerLawThrough, type PowerLaw } from '../../src/precopy/fitted-curve.ts';
import { predict, type Prediction } from '../../src/precopy/predict.ts';
import { mib, qemu } from './migrations.ts';
import { known, median, runs, seenPasses, type MeasuredRun, type SeenPass } from './measured.ts';

export const limiterMibPerSecond = 129.0;

/** What a row is good for, or why it is good for nothing. */
export type Use = { readonly kind: 'accounting' | 'bytes-and-mean-rate' } | { readonly kind: 'none'; readonly because: string };

export function useOf({ id, mode, evidence, totalMs, linkMibPerSecond, nonZeroMib }: MeasuredRun): Use {
  if (id.startsWith('LW-') && (mode === 'pre-copy' || mode === 'stop-and-copy')) return { kind: 'accounting' };
  if (mode !== 'pre-copy') return { kind: 'none', because: `no pre-copy (${mode})` };
  if (evidence.startsWith('recalled')) return { kind: 'none', because: 'figures recalled, not compared with the paper; neither link nor total time' };
  if (totalMs === null) return { kind: 'none', because: 'only the blackout was logged' };
  if (linkMibPerSecond === null) return { kind: 'none', because: 'link rate, non-zero share and dirty rate unknown' };
  if (nonZeroMib === null) return { kind: 'none', because: 'non-zero share and dirty rate unknown; wall time of a batch' };
  return { kind: 'bytes-and-mean-rate' };
}

/** Post-copy after the first moment is one copy of the memory without a cap. */
const linkBytesPerSecond = median(runs.filter(({ mode }) => mode === 'post-copy').map((run) => (known(run.sentMib) * mib) / (known(run.totalMs) / 1000)));

const idle: DirtyCurve = { kind: 'constant', bytesPerSecond: 0, writableBytes: 0 };

function qemuMigration(memoryBytes: number, nonZeroBytes: number, dirty: DirtyCurve): Migration {
  return {
    memoryBytes,
    nonZeroShare: nonZeroBytes / memoryBytes,
    linkBytesPerSecond,
    cap: { kind: 'capped', bytesPerSecond: limiterMibPerSecond * mib, lastPass: 'lifted' },
    dirty,
    rule: qemu,
    framing: qemuFraming,
    switchOverMs: 0,
  };
}

/** Total time from the bytes that were sent, in ms. A guest that was stopped first was copied under the cap all the same. */
export function accountedMs(run: MeasuredRun): number {
  const memoryBytes = known(run.memoryMib) * mib;
  const sentBytes = known(run.sentMib) * mib;
  const lastBytes = run.mode === 'stop-and-copy' ? 0 : known(run.lastBytes);
  return timeOf(qemuMigration(memoryBytes, memoryBytes, idle), sentBytes - lastBytes, lastBytes).totalMs;
}

/** Total time of a near-idle guest over the mean rate of its own run: only zero pages and headers are put to the test. */
export function idleMs(run: MeasuredRun): number {
  const memoryBytes = known(run.memoryMib) * mib;
  const rate = known(run.linkMibPerSecond) * mib;
  const prediction = predict({ ...qemuMigration(memoryBytes, known(run.nonZeroMib) * mib, idle), cap: { kind: 'none' }, linkBytesPerSecond: rate });
  if (prediction.kind !== 'switched') throw new Error(`an idle guest is ${prediction.kind}`);
  return prediction.times.totalMs;
}

/** The non-zero pages of a run, as its first pass found them: those sent when the second pass was first seen. */
export function forecast(run: MeasuredRun): Prediction {
  const second = passesOfRun(run.id)[1];
  const scenario = second?.scenario ?? '';
  const others = seenPasses.filter((pass) => pass.scenario === scenario && pass.run !== run.id);
  const memoryBytes = known(run.memoryMib) * mib;
  return predict(qemuMigration(memoryBytes, (second?.normalPages ?? 0) * 4096, curveOf(others, memoryBytes)));
}

/** The power law through what became dirty in each pass. */
export function curveOf(passes: readonly SeenPass[], memoryBytes: number): DirtyCurve {
  return { kind: 'power-law', ...lawThrough(dirtiedIn(passes)), writableBytes: memoryBytes };
}

/** The power law through samples that have one. */
export function lawThrough(samples: readonly PassSample[]): PowerLaw {
  const law = powerLawThrough(samples);
  if (law === null) throw new Error('no power law goes through these samples');
  return law;
}

export interface PassSample {
  readonly seconds: number;
  /** What became dirty. */
  readonly bytes: number;
  /** What was still to be sent when it was over. */
  readonly remainingBytes: number;
}

/**
 * What became dirty between two passes seen one after the other: the change of what remains, and what was sent meanwhile.
 *
 * A pass seen by one poll alone lasted anything from nothing to 400 ms, and is left out; as are two between which a third was missed.
 */
export function dirtiedIn(passes: readonly SeenPass[]): readonly PassSample[] {
  return passes.flatMap((pass, i) => {
    const before = passes[i - 1];
    if (before === undefined || before.run !== pass.run || !pass.isRunning || pass.number !== before.number + 1) return [];
    const seconds = (pass.atMs - before.atMs) / 1000;
    const sentPages = pass.normalPages + pass.zeroPages - before.normalPages - before.zeroPages;
    const bytes = pass.remainingBytes - before.remainingBytes + sentPages * 4096;
    return seconds > 0.25 && bytes > 0 ? [{ seconds, bytes, remainingBytes: pass.remainingBytes }] : [];
  });
}

/**
 * The plateau of a run that did not converge: the median of what remained when a pass from the 20th on was first seen, and a window
 * of 100 ms, which is what had been sent by then on average (nothing to two windows).
 */
export function seenPlateauBytes(run: MeasuredRun): number {
  const remaining = passesOfRun(run.id).filter(({ number, isRunning }) => number >= 20 && isRunning);
  return median(remaining.map(({ remainingBytes }) => remainingBytes)) + limiterMibPerSecond * mib * 0.1;
}

export function passesOfRun(id: string): readonly SeenPass[] {
  return seenPasses.filter(({ run }) => run === id);
}

/** Predicted against measured, in per cent. */
export function errorPercent(predicted: number, measured: number | null): number {
  return (predicted / known(measured) - 1) * 100;
}

export const scenarioOf = ({ id }: MeasuredRun): string => id.replace(/-\d+$/, '');
