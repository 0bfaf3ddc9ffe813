/**
 * One migration on a clock, measured: the exact longest and shortest brownout and blackout of a point of a grid, and what the pre-copy
 * calculator says of the same point.
 */
import { expect } from 'vitest';
import { uncappedWorker } from '../../machines/defects/passes-outrun-the-clock.ts';
import { liveTiming, switchOverMs, timedMigration, type LiveTiming } from '../../machines/systems/timed-live-migration.ts';
import { blackoutIsBounded, blackoutTakesDismountAndMount, liveMigrationKeepsClients } from '../../properties/bounds/live-migration.ts';
import { readMigration } from '../../properties/live-migration-reading.ts';
import { isInBrownout, passesEndInTime, type PreCopy } from '../../properties/theorems/pre-copy-convergence.ts';
import { check, reachable, shortest, type Property } from '../../src/index.ts';
import { predict, type Prediction } from '../../src/precopy/predict.ts';

export interface Measured {
  readonly states: number;
  /** Null when it has no bound. */
  readonly brownoutMostMs: number | null;
  readonly brownoutLeastMs: number | null;
  readonly blackoutMostMs: number | null;
  readonly blackoutLeastMs: number | null;
  /** The verdict on ARG-6. */
  readonly keepsClients: boolean;
  /** Of the passes asked about, those that can be under way. */
  readonly passes: readonly number[];
}

const shortestBrownout = shortest({ id: 'shortest-brownout', requirements: [], statement: 'Measured only.', during: (state) => isInBrownout(readMigration(state)), atLeastMs: 0 });

function passIsReached(pass: number): Property {
  return reachable({ id: `pass-${pass}`, requirements: [], statement: `Pass ${pass} can be under way.`, holds: (state) => readMigration(state).workers.some(({ context }) => context.pass === pass) });
}

export interface MeasureOptions {
  readonly storage?: 'csv' | 'lun';
  /** Nobody counts the passes. */
  readonly uncapped?: boolean;
  readonly passesAsked?: readonly number[];
}

/** Explores every run of one migration. */
export async function measure(timing: LiveTiming, { storage = 'csv', uncapped = false, passesAsked = [] }: MeasureOptions = {}): Promise<Measured> {
  const system = timedMigration({ id: 'measured', storage, timing, budgets: { faults: 0, operator: 1, guest: 0 }, operator: 'migrates' }, uncapped ? { migrationWorker: uncappedWorker(timing) } : {});
  const report = await check(system, [passesEndInTime(Infinity), shortestBrownout, blackoutIsBounded(Infinity), blackoutTakesDismountAndMount(0), liveMigrationKeepsClients(), ...passesAsked.map(passIsReached)]);
  expect(report.complete).toBe(true);
  const ms = (id: string): number | null => report.properties.find((property) => property.id === id)?.bound?.ms ?? null;
  const wrong = report.properties.filter(({ id, verdict }) => id.startsWith('no-') && verdict.kind !== 'holds');
  expect(wrong.map(({ id }) => id)).toEqual([]);
  return {
    states: report.exploration.distinct,
    brownoutMostMs: ms('passes-end-in-time'),
    brownoutLeastMs: ms('shortest-brownout'),
    blackoutMostMs: ms('blackout-is-bounded'),
    blackoutLeastMs: ms('blackout-takes-dismount-and-mount'),
    keepsClients: report.properties.some(({ id, verdict }) => id === liveMigrationKeepsClients().id && verdict.kind === 'holds'),
    passes: passesAsked.filter((pass) => report.properties.some(({ id, verdict }) => id === `pass-${pass}` && verdict.kind === 'witnessed')),
  };
}

const mib = 2 ** 20;

/** The same by the calculator: Hyper-V's rule, where fewer dirty bytes than a page more than may remain are none. */
export function calculated(timing: LiveTiming, storage: 'csv' | 'lun', { dirtyMibPerS = timing.dirtyMibPerS, passesMax = timing.passesMax } = {}): Prediction {
  const pageBytes = timing.pageMib * mib;
  return predict(
    {
      memoryBytes: timing.pages * pageBytes,
      nonZeroShare: 1,
      linkBytesPerSecond: timing.linkMibPerS * mib,
      cap: { kind: 'none' },
      dirty: { kind: 'constant', bytesPerSecond: dirtyMibPerS * mib, writableBytes: timing.writablePages * pageBytes },
      rule: { kind: 'hyper-v', passesMax, thresholdBytes: (timing.remainingMax + 1) * pageBytes },
      framing: { kind: 'none' },
      switchOverMs: switchOverMs(timing, storage),
    },
    { passesMax: 1_000 },
  );
}

/** A point in seconds: a tick is one, and so is whatever else takes time. */
export function timingOf({ pages, writablePages, copyTime, dirtyInterval, passesMax, remainingMax }: PreCopy): LiveTiming {
  // 60 is a multiple of every time of the grids.
  const pageMib = 60;
  const second = 1_000;
  return {
    ...liveTiming,
    tickMs: second,
    pageMib,
    pages,
    writablePages,
    linkMibPerS: pageMib / copyTime,
    dirtyMibPerS: pageMib / dirtyInterval,
    passesMax,
    remainingMax,
    setupMs: second,
    quiesceMs: second,
    restoreMs: second,
    cleanupMs: second,
  };
}
