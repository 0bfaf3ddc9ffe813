/**
 * Time in live migration and on a shared volume: sizes, and every bound to the millisecond.
 */
import type { Pinned } from './pinned.ts';

/** Half of what the link carries becomes dirty; without a shared volume its LUN moves in the blackout. */
const converging = { 'passes-end-in-time': 36_000, 'blackout-is-bounded': 5_000, 'live-migration-keeps-clients': 5_000 };
const convergingWithLun = { 'passes-end-in-time': 36_000, 'blackout-is-bounded': 10_000, 'live-migration-keeps-clients': 10_000, 'a-lun-takes-time-to-move': 5_000 };
const atTheCap = { 'passes-end-in-time': 160_000, 'blackout-is-bounded': 17_000, 'live-migration-keeps-clients': 17_000 };
const justTooLarge = { 'passes-end-in-time': 200_000, 'blackout-is-bounded': 21_000, 'live-migration-keeps-clients': 21_000 };
/** Ten seconds until a broken connection is found; five until a lost node is, and thirty to boot. */
const broken = { 'a-failed-migration-goes-on': 14_500, 'live-migration-keeps-clients': 14_500 };
const crashed = { 'a-crash-in-a-migration-ends': 40_000, 'live-migration-keeps-clients': 40_000 };
const pausesFor = (ms: number) => ({ 'io-pauses-no-longer': ms, 'io-pause-keeps-clients': ms });

export const pinnedLiveMigrationTime: readonly Pinned[] = [
  { suite: 'live-migration-timed', scope: 'tiny', states: 7_446, transitions: 9_540, depth: 115, boundsMs: converging },
  { suite: 'live-migration-timed', scope: 'small', states: 29_588, transitions: 45_665, depth: 172, boundsMs: converging },
  { suite: 'live-migration-timed', scope: 'review', states: 42_304, transitions: 73_496, depth: 172, boundsMs: converging },
  { suite: 'live-migration-without-csv-timed', scope: 'tiny', states: 8_176, transitions: 10_169, depth: 118, boundsMs: { ...convergingWithLun, 'blackout-takes-dismount-and-mount': 6_000 } },
  // Asked for again while it is under way, a migration is refused at its end, and the source goes on.
  { suite: 'live-migration-without-csv-timed', scope: 'small', states: 32_799, transitions: 49_518, depth: 187, boundsMs: { ...convergingWithLun, 'blackout-takes-dismount-and-mount': 5_500 } },
  { suite: 'live-migration-without-csv-timed', scope: 'review', states: 102_136, transitions: 165_681, depth: 256, boundsMs: { ...convergingWithLun, 'blackout-takes-dismount-and-mount': 5_500 } },
  { suite: 'live-migration-at-the-cap', scope: 'tiny', states: 24_450, transitions: 28_694, depth: 432, boundsMs: atTheCap },
  { suite: 'live-migration-at-the-cap', scope: 'small', states: 52_402, transitions: 72_620, depth: 497, boundsMs: atTheCap },
  { suite: 'live-migration-at-the-cap', scope: 'review', states: 95_610, transitions: 137_256, depth: 485, boundsMs: atTheCap },
  { suite: 'live-migration-just-too-large', scope: 'tiny', states: 35_142, transitions: 40_054, depth: 516, boundsMs: justTooLarge },
  { suite: 'live-migration-just-too-large', scope: 'small', states: 121_694, transitions: 174_646, depth: 617, boundsMs: justTooLarge },
  { suite: 'live-migration-just-too-large', scope: 'review', states: 138_000, transitions: 193_214, depth: 577, boundsMs: justTooLarge },
  { suite: 'live-migration-broken-timed', scope: 'tiny', states: 17_960, transitions: 24_111, depth: 89, boundsMs: broken },
  { suite: 'live-migration-broken-timed', scope: 'small', states: 38_572, transitions: 53_961, depth: 99, boundsMs: broken },
  { suite: 'live-migration-broken-timed', scope: 'review', states: 81_127, transitions: 114_798, depth: 133, boundsMs: broken },
  { suite: 'live-migration-and-crash-timed', scope: 'tiny', states: 66_233, transitions: 106_464, depth: 137, boundsMs: crashed },
  { suite: 'live-migration-and-crash-timed', scope: 'small', states: 94_395, transitions: 158_603, depth: 149, boundsMs: crashed },
  { suite: 'live-migration-and-crash-timed', scope: 'review', states: 147_571, transitions: 254_798, depth: 182, boundsMs: crashed },
  { suite: 'live-migration-and-crash-timed', scope: 'large', states: 1_964_874, transitions: 3_639_867, depth: 292, boundsMs: crashed },
  { suite: 'coordinator-move-timed', scope: 'tiny', states: 258, transitions: 465, depth: 26, boundsMs: pausesFor(5_000) },
  { suite: 'coordinator-move-timed', scope: 'small', states: 2_346, transitions: 4_920, depth: 52, boundsMs: pausesFor(5_000) },
  { suite: 'coordinator-move-timed', scope: 'review', states: 4_500, transitions: 9_996, depth: 59, boundsMs: pausesFor(5_000) },
  { suite: 'coordinator-crash-timed', scope: 'tiny', states: 445, transitions: 817, depth: 23, boundsMs: pausesFor(8_000) },
  { suite: 'coordinator-crash-timed', scope: 'small', states: 1_241, transitions: 2_416, depth: 27, boundsMs: pausesFor(8_000) },
  { suite: 'coordinator-crash-timed', scope: 'review', states: 2_459, transitions: 4_927, depth: 31, boundsMs: pausesFor(8_000) },
  { suite: 'coordinator-move-and-crash-timed', scope: 'tiny', states: 15_432, transitions: 35_068, depth: 68, boundsMs: pausesFor(13_000) },
  { suite: 'coordinator-move-and-crash-timed', scope: 'small', states: 42_855, transitions: 101_319, depth: 70, boundsMs: pausesFor(13_000) },
  { suite: 'coordinator-move-and-crash-timed', scope: 'review', states: 80_389, transitions: 197_179, depth: 73, boundsMs: pausesFor(13_000) },
];

export const shortestLiveMigrationTime: Readonly<Record<string, Readonly<Record<string, number | null>>>> = {
  'defect:passes-outrun-the-clock': { 'passes-end-in-time': 86 },
  'defect:memory-copied-in-the-blackout': { 'blackout-is-bounded': 98, 'live-migration-keeps-clients': 98 },
  'defect:lun-moved-in-no-time': { 'blackout-takes-dismount-and-mount': 57, 'a-lun-takes-time-to-move': 54 },
  'defect:lun-taken-before-the-dismount': { 'blackout-takes-dismount-and-mount': 64, 'a-lun-takes-time-to-move': 62, 'migrated-lun-is-mounted-once': 52 },
  'defect:broken-connection-unnoticed': { 'a-failed-migration-goes-on': 108, 'live-migration-keeps-clients': 108 },
  'defect:lost-node-unnoticed': { 'a-crash-in-a-migration-ends': 186 },
  'defect:coordinator-checks-on-mount': { 'io-pauses-no-longer': 74, 'io-pause-keeps-clients': 74 },
};
