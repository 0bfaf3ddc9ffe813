/**
 * Figures predicted and seen, of a migration that has completed.
 *
 *   by the bytes    what was sent with the VM running, at the rate that was measured, and the blackout that was seen: the total time
 *   by the rule     what is left for the last pass is below θ = bandwidth × downtime limit, and the blackout below that limit
 *   by the bounds   no total time is less than that of the memory that had to be sent once
 *   by the curve    passes, bytes and total time, from the dirty curve through this run's own passes
 *
 * Only the first three can be wrong of a run that does what the calculator describes, so only they agree or differ. The curve is fitted
 * to the run that it then predicts: it shows whether the arithmetic of passes holds, and not what the guest would do another time.
 */
import { boundsOf } from '../precopy/bounds.ts';
import type { DirtyCurve } from '../precopy/dirty-curve.ts';
import { powerLawThrough, type DirtySample } from '../precopy/fitted-curve.ts';
import { MigrationError } from '../precopy/migration-error.ts';
import { qemuFraming, timeOf, type Migration } from '../precopy/migration.ts';
import { predict } from '../precopy/predict.ts';
import { thresholdBytesOf } from '../precopy/stop-rule.ts';
import type { Sample } from './counters.ts';
import type { Settings } from './settings.ts';
import { measuredRateMax, qemuRuleOf } from './stop-rule-fault.ts';

export type Comparison = { readonly kind: 'compared'; readonly rateBytesPerSecond: number; readonly rows: readonly Figure[]; readonly curve: CurveUsed } | { readonly kind: 'none'; readonly because: WhyNone };

/** `impossible`: figures that no migration has, of which the calculator refuses to predict any. */
export type WhyNone = 'refused' | 'not-completed' | 'no-rate' | 'no-figures' | 'impossible';

export interface Figure {
  readonly name: 'total' | 'last-pass' | 'blackout' | 'total-least' | 'passes' | 'total-by-curve' | 'plateau';
  readonly unit: 'ms' | 'bytes' | 'passes';
  readonly basis: 'bytes' | 'rule' | 'bounds' | 'curve';
  /** `about`: within 2 % of it. `never`: the calculator finds no end. */
  readonly predicted: { readonly kind: 'about' | 'at-most' | 'at-least'; readonly value: number } | { readonly kind: 'never' };
  readonly seen: number;
  /** Null where nothing follows from a difference. */
  readonly agrees: boolean | null;
}

/** The dirty curve, and from how many passes; or why there is none. */
export type CurveUsed = { readonly kind: 'fitted'; readonly passes: number; readonly curve: DirtyCurve } | { readonly kind: 'none'; readonly because: 'throttled' | 'vm-stopped' | 'few-passes' };

/** Of the total time by the bytes; as for the validation of the calculator in docs/precopy.md. */
export const toleranceShare = 0.02;

const passesMin = 3;

export function comparisonOf(samples: readonly Sample[], settings: Settings): Comparison {
  const last = samples.at(-1);
  if (last?.status !== 'completed') return { kind: 'none', because: 'not-completed' };
  const rateBytesPerSecond = medianRate(samples);
  if (rateBytesPerSecond === null) return { kind: 'none', because: 'no-rate' };
  const found = figuresNeeded(last);
  if (found === null) return { kind: 'none', because: 'no-figures' };
  const measured = { ...found, normalBytesFirst: firstPassBytes(samples) ?? found.normalBytes, rateBytesPerSecond };
  const curve = curveOf(samples, measured);
  try {
    return { kind: 'compared', rateBytesPerSecond, rows: [...byTheBytes(measured, settings, samples), ...byTheCurve(measured, settings, samples, curve)], curve };
  } catch (error) {
    if (error instanceof MigrationError) return { kind: 'none', because: 'impossible' };
    throw error;
  }
}

interface Needed {
  readonly totalMs: number;
  readonly blackoutMs: number;
  readonly memoryBytes: number;
  readonly precopyBytes: number;
  readonly lastBytes: number;
  readonly normalBytes: number;
  readonly syncs: number;
}

interface Measured extends Needed {
  /** What the first pass sent: the memory that is not zero. */
  readonly normalBytesFirst: number;
  readonly rateBytesPerSecond: number;
}

function figuresNeeded({ figures }: Sample): Needed | null {
  const names = ['total-time', 'downtime', 'ram.total', 'ram.precopy-bytes', 'ram.downtime-bytes', 'ram.normal-bytes', 'ram.dirty-sync-count'];
  const [totalMs, blackoutMs, memoryBytes, precopyBytes, lastBytes, normalBytes, syncs] = names.map((name) => figures.get(name));
  if (totalMs === undefined || blackoutMs === undefined || memoryBytes === undefined || precopyBytes === undefined || lastBytes === undefined || normalBytes === undefined || syncs === undefined) return null;
  return totalMs <= 0 || memoryBytes <= 0 ? null : { totalMs, blackoutMs, memoryBytes, precopyBytes, lastBytes, normalBytes, syncs };
}

/** A VM that was stopped before: all of it went as if it were a pass. */
const wasStopped = ({ precopyBytes }: Needed): boolean => precopyBytes === 0;

function byTheBytes(measured: Measured, settings: Settings, samples: readonly Sample[]): readonly Figure[] {
  const { totalMs, blackoutMs, precopyBytes, lastBytes, rateBytesPerSecond } = measured;
  const idle = migrationOf(measured, settings, { kind: 'constant', bytesPerSecond: 0, writableBytes: 0 });
  const stopped = wasStopped(measured);
  const total = timeOf({ ...idle, switchOverMs: blackoutMs }, stopped ? lastBytes : precopyBytes, 0).totalMs;
  const fastest = measuredRateMax(samples) ?? rateBytesPerSecond;
  const threshold = thresholdBytesOf(idle.rule, fastest);
  // What is left for the last pass may go faster than was ever measured, so it is taken to cost nothing.
  const least = Math.max(0, boundsOf({ ...idle, linkBytesPerSecond: fastest }).totalLeastMs - (threshold / fastest) * 1000);
  const whileItRan: readonly Figure[] = stopped
    ? []
    : [
        { name: 'last-pass', unit: 'bytes', basis: 'rule', predicted: { kind: 'at-most', value: threshold }, seen: lastBytes, agrees: lastBytes <= threshold },
        { name: 'blackout', unit: 'ms', basis: 'rule', predicted: { kind: 'at-most', value: settings.downtimeLimitMs }, seen: blackoutMs, agrees: blackoutMs <= settings.downtimeLimitMs },
        { name: 'total-least', unit: 'ms', basis: 'bounds', predicted: { kind: 'at-least', value: least }, seen: totalMs, agrees: totalMs >= least },
      ];
  return [
    { name: 'total', unit: 'ms', basis: 'bytes', predicted: { kind: 'about', value: total }, seen: totalMs, agrees: Math.abs(total / totalMs - 1) <= toleranceShare },
    ...whileItRan,
  ];
}

function byTheCurve(measured: Measured, settings: Settings, samples: readonly Sample[], used: CurveUsed): readonly Figure[] {
  if (used.kind === 'none') return [];
  const prediction = predict(migrationOf(measured, settings, used.curve));
  const passesSeen = measured.syncs - 2;
  if (prediction.kind !== 'switched') {
    const plateau: readonly Figure[] = prediction.kind === 'endless' ? [{ name: 'plateau', unit: 'bytes', basis: 'curve', predicted: { kind: 'about', value: prediction.plateau.greatestBytes }, seen: plateauSeen(samples, measured), agrees: null }] : [];
    return [{ name: 'passes', unit: 'passes', basis: 'curve', predicted: { kind: 'never' }, seen: passesSeen, agrees: null }, ...plateau];
  }
  return [
    { name: 'passes', unit: 'passes', basis: 'curve', predicted: { kind: 'about', value: prediction.passes.length }, seen: passesSeen, agrees: null },
    { name: 'total-by-curve', unit: 'ms', basis: 'curve', predicted: { kind: 'about', value: prediction.times.brownoutMs + measured.blackoutMs }, seen: measured.totalMs, agrees: null },
  ];
}

/** As it was, save that passes and the last one go at the rate that was measured: that of the last is not known before. */
function migrationOf({ memoryBytes, normalBytesFirst, rateBytesPerSecond }: Measured, settings: Settings, dirty: DirtyCurve): Migration {
  return {
    memoryBytes,
    nonZeroShare: Math.min(1, normalBytesFirst / memoryBytes),
    linkBytesPerSecond: rateBytesPerSecond,
    cap: { kind: 'none' },
    dirty,
    rule: qemuRuleOf(settings),
    framing: qemuFraming,
    switchOverMs: 0,
  };
}

function medianRate(samples: readonly Sample[]): number | null {
  const rates = samples.flatMap(({ status, figures }) => (status === 'active' ? [figures.get('ram.mbps') ?? 0] : [])).filter((mbps) => mbps > 0);
  return rates.length === 0 ? null : (median(rates) * 1e6) / 8;
}

/** Of pages that are not zero, when the second look for dirty pages was first seen. */
function firstPassBytes(samples: readonly Sample[]): number | null {
  return samples.find(({ figures }) => (figures.get('ram.dirty-sync-count') ?? 0) >= 2)?.figures.get('ram.normal-bytes') ?? null;
}

function curveOf(samples: readonly Sample[], measured: Measured): CurveUsed {
  if (wasStopped(measured)) return { kind: 'none', because: 'vm-stopped' };
  if (samples.some(({ figures }) => (figures.get('cpu-throttle-percentage') ?? 0) > 0)) return { kind: 'none', because: 'throttled' };
  const dirtied = dirtiedIn(firstOfPasses(samples));
  const fitted = dirtied.length < passesMin ? null : powerLawThrough(dirtied);
  if (fitted === null) return { kind: 'none', because: 'few-passes' };
  return { kind: 'fitted', passes: dirtied.length, curve: { kind: 'power-law', ...fitted, writableBytes: measured.memoryBytes } };
}

function firstOfPasses(samples: readonly Sample[]): readonly Sample[] {
  return samples.filter(({ status, figures }, i) => status === 'active' && figures.get('ram.dirty-sync-count') !== samples[i - 1]?.figures.get('ram.dirty-sync-count'));
}

/**
 * What became dirty between two passes seen one after the other: the change of what remains, and what was sent meanwhile. Those that one
 * poll alone has seen are left out, as they lasted anything from nothing to two polls.
 */
function dirtiedIn(firsts: readonly Sample[]): readonly DirtySample[] {
  return firsts.flatMap((pass, i): readonly DirtySample[] => {
    const before = firsts[i - 1];
    if (before === undefined) return [];
    const change = (name: string): number => (pass.figures.get(name) ?? 0) - (before.figures.get(name) ?? 0);
    if (change('ram.dirty-sync-count') !== 1) return [];
    const seconds = change('total-time') / 1000;
    const sentPages = change('ram.normal') + change('ram.duplicate');
    const bytes = change('ram.remaining') + sentPages * (pass.figures.get('ram.page-size') ?? 0);
    return seconds > 0.25 && bytes > 0 ? [{ seconds, bytes }] : [];
  });
}

/** What a pass had to send from the twentieth on, or from the middle on if there are fewer; what was sent before it was first seen is a window of 100 ms on average. */
function plateauSeen(samples: readonly Sample[], { rateBytesPerSecond }: Measured): number {
  const firsts = firstOfPasses(samples);
  const late = firsts.slice(Math.min(20, Math.floor(firsts.length / 2))).flatMap(({ figures }) => figures.get('ram.remaining') ?? []);
  return (late.length === 0 ? 0 : median(late)) + rateBytesPerSecond * 0.1;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.floor(sorted.length / 2)] ?? 0)) / 2;
}
