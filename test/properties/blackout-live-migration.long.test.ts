/**
 * The tables of docs/blackout-live-migration.md, measured, held to the closed forms, and compared with the page.
 *
 * `npm run blackout-live-migration` writes the page anew.
 */
import { expect, test } from 'vitest';
import { timedQuickMigration } from '../../machines/systems/timed-cluster-2008.ts';
import { liveTiming, liveTimingAtTheCap, switchOverMs, type LiveTiming } from '../../machines/systems/timed-live-migration.ts';
import { patienceMs, quickMigrationTakesLong, quickMigrationTakesNoLonger } from '../../properties/bounds/blackout-2008.ts';
import { check } from '../../src/index.ts';
import { blackoutPage, closedForm, type MigrationPoint, type Pause, type Way } from './blackout-live-migration-page.ts';
import { checkSuite, suiteNamed } from './check-suite.ts';
import { measure } from './measured-migration.ts';
import { expectUncapped } from './pre-copy-sweep.ts';

/** Memory in GiB, how much of it is written to in quarters, and MiB a second. */
const points = [
  ...[1, 2, 4].flatMap((memory) => [[memory, 4, 128, 64], [memory, 4, 128, 128], [memory, 4, 128, 256], [memory, 4, 1_024, 64], [memory, 4, 1_024, 1_024]]),
  [4, 2, 128, 128],
  [4, 3, 128, 128],
  [16, 4, 1_024, 512],
  [16, 4, 1_024, 1_024],
  [32, 4, 1_024, 1_024],
] as const;

function timingAt([memory = 1, quarters = 4, linkMibPerS = 128, dirtyMibPerS = 64]: readonly number[]): LiveTiming {
  // All times are powers of two: a tick is the shortest of them.
  const pageMib = memory * 256;
  return { ...liveTiming, tickMs: Math.min(500, (pageMib / linkMibPerS) * 1_000, (pageMib / dirtyMibPerS) * 1_000), pageMib, writablePages: quarters, linkMibPerS, dirtyMibPerS };
}

async function migrations(): Promise<readonly MigrationPoint[]> {
  const found: MigrationPoint[] = [];
  for (const point of points) {
    const timing = timingAt(point);
    const measured = await measure(timing);
    const { brownoutMs, blackoutMs } = closedForm(timing);
    const text = `${point.join(' ')}: ${String(measured.blackoutMostMs)} ms`;
    // Blackout exact; brownout exact where the cap ends it, else at most; and a live migration is invisible exactly where the closed form says so.
    expect([text, measured.blackoutMostMs, measured.keepsClients]).toEqual([text, blackoutMs, blackoutMs <= patienceMs]);
    expect([text, (measured.brownoutMostMs ?? Infinity) <= brownoutMs, timing.dirtyMibPerS < timing.linkMibPerS || measured.brownoutMostMs === brownoutMs]).toEqual([text, true, true]);
    expect([text, measured.blackoutLeastMs]).toEqual([text, switchOverMs(timing, 'csv')]);
    found.push({ timing, measured });
  }
  return found;
}

async function ways(): Promise<readonly Way[]> {
  const quick = await check(timedQuickMigration(2).tiny(), [quickMigrationTakesLong, quickMigrationTakesNoLonger(2)]);
  const bound = (id: string): number | null => quick.properties.find((property) => property.id === id)?.bound?.ms ?? null;
  const live = async (storage: 'csv' | 'lun', timing: LiveTiming): Promise<Way> => {
    const { blackoutLeastMs, blackoutMostMs } = await measure(timing, { storage });
    const names = storage === 'csv' ? { claim: 'ARG-6', way: 'live migration on a shared volume' } : { claim: 'ARG-5', way: 'live migration with a LUN that moves' };
    return { ...names, dirtyMibPerS: timing.dirtyMibPerS, leastMs: blackoutLeastMs, mostMs: blackoutMostMs };
  };
  return [
    { claim: 'ARG-4', way: 'quick migration', dirtyMibPerS: null, leastMs: bound(quickMigrationTakesLong.id), mostMs: bound(quickMigrationTakesNoLonger(2).id) },
    await live('lun', liveTiming),
    await live('lun', liveTimingAtTheCap),
    await live('csv', liveTiming),
    await live('csv', liveTimingAtTheCap),
  ];
}

/** What the first bound of each suite comes to. */
async function boundsOf(ids: readonly string[], scope: string): Promise<readonly Pause[]> {
  const found: Pause[] = [];
  for (const id of ids) {
    const suite = suiteNamed(id);
    const report = await checkSuite(suite, scope);
    found.push({ suite: id, about: suite.about, ms: report.properties.find(({ bound }) => bound !== null)?.bound?.ms ?? null });
  }
  return found;
}

test('docs/blackout-live-migration.md says what the model says', async () => {
  const pages = 3;
  const convergence: { copyTime: number; dirtyInterval: number; sent: number | null }[] = [];
  for (const copyTime of [1, 2, 3]) for (const dirtyInterval of [1, 2, 3, 4, 5]) convergence.push({ copyTime, dirtyInterval, sent: await expectUncapped({ pages, writablePages: pages, copyTime, dirtyInterval, remainingMax: 0 }) });
  const data = {
    ways: await ways(),
    pages,
    convergence,
    migrations: await migrations(),
    failures: await boundsOf(['live-migration-broken-timed', 'live-migration-and-crash-timed'], 'review'),
    pauses: await boundsOf(['coordinator-move-timed', 'coordinator-crash-timed', 'coordinator-move-and-crash-timed'], 'tiny'),
  };
  await expect(blackoutPage(data)).toMatchFileSnapshot('../../docs/blackout-live-migration.md');
});
