/**
 * docs/blackout-live-migration.md: what the model says of time in live migration, in tables, beside the closed forms and the calculator.
 *
 * Pure: every figure of the model is measured before, by blackout-live-migration.long.test.ts, which also holds it to the closed forms.
 */
import { pageTimeMs, switchOverMs, type LiveTiming } from '../../machines/systems/timed-live-migration.ts';
import { patienceMs } from '../../properties/bounds/blackout-2008.ts';
import { blackoutMostMs, brownoutMostMs } from '../../properties/timed-live-migration-suites.ts';
import { predict } from '../../src/precopy/predict.ts';
import type { Measured } from './measured-migration.ts';

/** Without a cap: pages sent at most, or null for ever. */
export interface ConvergencePoint {
  readonly copyTime: number;
  readonly dirtyInterval: number;
  readonly sent: number | null;
}

export interface MigrationPoint {
  readonly timing: LiveTiming;
  readonly measured: Measured;
}

/** The blackout of one way to move a VM. */
export interface Way {
  readonly claim: string;
  readonly way: string;
  readonly dirtyMibPerS: number | null;
  readonly leastMs: number | null;
  readonly mostMs: number | null;
}

export interface Pause {
  readonly suite: string;
  readonly about: string;
  readonly ms: number | null;
}

export interface BlackoutData {
  readonly ways: readonly Way[];
  readonly pages: number;
  readonly convergence: readonly ConvergencePoint[];
  readonly migrations: readonly MigrationPoint[];
  readonly failures: readonly Pause[];
  readonly pauses: readonly Pause[];
}

const patiences = [5_000, 10_000, patienceMs, 30_000];
const mib = 2 ** 20;

export function blackoutPage({ ways, pages, convergence, migrations, failures, pauses }: BlackoutData): string {
  return `# Blackout of a live migration

How long a VM is dark while it is moved, as the model has it: exact, over every run of a scope. A VM is *dark* while it runs on no
node. Clients keep a connection for about ${seconds(patienceMs)} (TCP gives up after 63 retransmission times: 19 s at 300 ms) [V].

<!-- Written by npm run blackout-live-migration; a test compares it with the model. -->

A page of the model stands for a quarter of the memory, and is copied and becomes dirty as a whole; the VM is stopped when a
page or less is dirty, or after ten passes [V]. So figures of the model are exact for it, and to within one page for a real guest, which
is finer. Switch-over: 0.5 s for devices and 0.5 s for restoring [U]; a LUN that moves takes 2 s to dismount and 3 s to mount [U].
Links are 128 MiB/s, about 1 Gbit/s, and 1,024 MiB/s, about 10 Gbit/s. \`machines/systems/timed-live-migration.ts\` has them all.

## The argument of the articles

A VM of 2 GiB over 128 MiB/s. ARG-4: the least is above what clients wait. ARG-5: the least is above dismount and mount, 5 s.
ARG-6: the most is below what clients wait, also when as much becomes dirty as is copied.

${table(
    ['claim', 'way to move it', 'guest dirties', 'blackout at least', 'at most', `clients stay, ${seconds(patienceMs)}`],
    ways.map(({ claim, way, dirtyMibPerS, leastMs, mostMs }) => [claim, way, dirtyMibPerS === null ? 'whatever it likes' : `${dirtyMibPerS} MiB/s`, seconds(leastMs), seconds(mostMs), verdictText(leastMs, mostMs)]),
  )}

## Pre-copy converges when the dirty rate is below the rate of copying

${pages} pages of memory, all of them written to, copied in c seconds each, one becoming dirty every d seconds; nobody counts the
passes, and nothing may remain. The passes end if and only if c < d, and then at most ⌊${pages} d / (d - c)⌋ + 1 pages are sent
(\`properties/theorems/pre-copy-convergence.ts\` has the argument); in brackets the infinite sum of the calculator, ${pages} d / (d - c).
Tests compare model, closed form and calculator at 60 points, with a cap and without, and with part of the memory written to.

${convergenceTable(convergence, pages)}

With a cap of K passes no more than N + (K - 1) W pages are sent, W of N being written to, and at most W are left for the blackout.
Where c ≥ d both are attained, and the calculator has the same figures, to the millisecond; where c < d its blackout differs by one
page at most, and it has no more passes.

## When a live migration is invisible

Clients that wait so long notice nothing: yes or no. The longest blackout is the switch-over and the pages left for it: one, where the
passes end by themselves, else all that are written to. The closed form has the same verdict at every point.

${table(
    ['memory', 'written to', 'link', 'guest dirties', 'longest blackout', ...patiences.map((ms) => `waits ${seconds(ms)}`)],
    migrations.map(({ timing, measured }) => [
      gib(timing.pages * timing.pageMib),
      gib(timing.writablePages * timing.pageMib),
      `${timing.linkMibPerS.toLocaleString('en')} MiB/s`,
      `${timing.dirtyMibPerS.toLocaleString('en')} MiB/s`,
      seconds(measured.blackoutMostMs),
      ...patiences.map((ms) => (measured.blackoutMostMs !== null && measured.blackoutMostMs <= ms ? 'yes' : 'no')),
    ]),
  )}

## Brownout and blackout, at worst

The same points: exact longest times of the model with a shared volume, the blackout with a LUN that moves (5 s more), and what
\`quiesce precopy\` predicts for a guest that dirties at that rate all along, in pages of 4 KiB of which less than one may remain. Where the
passes end by themselves, the model sends in the blackout what is left of a page; the calculator goes on with smaller passes.

${table(
    ['memory', 'written to', 'link', 'guest dirties', 'states', 'longest brownout', 'longest blackout', 'with a LUN', 'calculator: passes', 'brownout', 'blackout'],
    migrations.map(({ timing, measured }) => {
      const predicted = predicted4Kib(timing);
      return [
        gib(timing.pages * timing.pageMib),
        gib(timing.writablePages * timing.pageMib),
        `${timing.linkMibPerS.toLocaleString('en')} MiB/s`,
        `${timing.dirtyMibPerS.toLocaleString('en')} MiB/s`,
        measured.states.toLocaleString('en'),
        seconds(measured.brownoutMostMs),
        seconds(measured.blackoutMostMs),
        seconds((measured.blackoutMostMs ?? NaN) - switchOverMs(timing, 'csv') + switchOverMs(timing, 'lun')),
        ...predicted,
      ];
    }),
  )}

Larger memories, by the calculator alone; all of the memory is written to.

${table(
    ['memory', 'link', 'guest dirties', 'passes', 'brownout', 'blackout', `clients stay, ${seconds(patienceMs)}`],
    largeOnes().map(({ timing }) => {
      const [passes = '', brownout = '', blackout = ''] = predicted4Kib(timing);
      return [gib(timing.pages * timing.pageMib), `${timing.linkMibPerS.toLocaleString('en')} MiB/s`, `${timing.dirtyMibPerS.toLocaleString('en')} MiB/s`, passes, brownout, blackout, Number.parseFloat(blackout.replaceAll(',', '')) * 1_000 <= patienceMs ? 'yes' : 'no'];
    }),
  )}

## When it fails

2 GiB on a shared volume, 64 MiB/s dirtied of 128 MiB/s. A source finds out after 10 s that its connection is broken [U]; a node that
is lost is found after 5 s [V], and its VM boots in 30 s [U]. Clients survive the first and not the second.

${table(['suite', 'about', 'dark at most'], failures.map(({ suite, about, ms }) => [suite, about, seconds(ms)]))}

## The coordinator of a shared volume

How long a VM on a shared volume waits for an I/O while another node becomes the coordinator: 2 s to dismount, 3 s to mount [U],
5 s to notice a node that is lost [V]. There is no official figure to compare with.

${table(['suite', 'about', 'waits at most'], pauses.map(({ suite, about, ms }) => [suite, about, seconds(ms)]))}
`;
}

/** What the claim about a point must come to. */
export function closedForm(timing: LiveTiming): { readonly brownoutMs: number; readonly blackoutMs: number } {
  return { brownoutMs: brownoutMostMs(timing), blackoutMs: blackoutMostMs(timing, 'csv') };
}

function convergenceTable(points: readonly ConvergencePoint[], pages: number): string {
  const intervals = [...new Set(points.map(({ dirtyInterval }) => dirtyInterval))];
  const times = [...new Set(points.map(({ copyTime }) => copyTime))];
  const cell = (copyTime: number, dirtyInterval: number): string => {
    const sent = points.find((point) => point.copyTime === copyTime && point.dirtyInterval === dirtyInterval)?.sent ?? null;
    return sent === null ? 'never ends' : `${sent} pages (${((pages * dirtyInterval) / (dirtyInterval - copyTime)).toFixed(1)})`;
  };
  return table(['', ...intervals.map((d) => `d = ${d} s`)], times.map((c) => [`**c = ${c} s**`, ...intervals.map((d) => cell(c, d))]));
}

function predicted4Kib(timing: LiveTiming): readonly string[] {
  const { pages, pageMib, writablePages, linkMibPerS, dirtyMibPerS, passesMax } = timing;
  const prediction = predict({
    memoryBytes: pages * pageMib * mib,
    nonZeroShare: 1,
    linkBytesPerSecond: linkMibPerS * mib,
    cap: { kind: 'none' },
    dirty: { kind: 'constant', bytesPerSecond: dirtyMibPerS * mib, writableBytes: writablePages * pageMib * mib },
    rule: { kind: 'hyper-v', passesMax, thresholdBytes: 4_096 },
    framing: { kind: 'none' },
    switchOverMs: switchOverMs(timing, 'csv'),
  });
  if (prediction.kind !== 'switched') throw new Error(`${pageTimeMs(timing)} ms a page: no end under a cap`);
  return [String(prediction.passes.length), seconds(prediction.times.brownoutMs), seconds(prediction.times.blackoutMs)];
}

function largeOnes(): readonly { readonly timing: LiveTiming }[] {
  const base = { tickMs: 500, pages: 4, writablePages: 4, passesMax: 10, remainingMax: 1, setupMs: 500, quiesceMs: 500, restoreMs: 500, cleanupMs: 500, dismountMs: 2_000, mountMs: 3_000, keepAliveMs: 10_000, detectionMs: 5_000, bootMs: 30_000 };
  return [8, 32, 128].flatMap((memoryGib) => [128, 1_024].flatMap((linkMibPerS) => [20, 100, 800].map((dirtyMibPerS) => ({ timing: { ...base, pageMib: memoryGib * 256, linkMibPerS, dirtyMibPerS } }))));
}

function verdictText(leastMs: number | null, mostMs: number | null): string {
  if (leastMs === null || mostMs === null) return 'no';
  return mostMs <= patienceMs ? 'always' : leastMs > patienceMs ? 'never' : 'not always';
}

function seconds(ms: number | null): string {
  return ms === null ? 'for ever' : `${(ms / 1_000).toLocaleString('en', { maximumFractionDigits: 2 })} s`;
}

function gib(mebibytes: number): string {
  return `${(mebibytes / 1_024).toLocaleString('en')} GiB`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
