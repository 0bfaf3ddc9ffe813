/**
 * Time in live migration and on a shared volume: sizes, and every bound to the millisecond.
 */
import type { Pinned } from './pinned.ts';

/** Half of what the link carries becomes dirty; without a shared volume its LUN moves in the blackout. */
const converging = { 'passes-end-in-time': 36_000, 'blackout-is-bounded': 1_000, 'live-migration-keeps-clients': 1_000 };
const convergingWithLun = { 'passes-end-in-time': 36_000, 'blackout-is-bounded': 6_000, 'live-migration-keeps-clients': 6_000, 'a-lun-takes-time-to-move': 5_000 };
const atTheCap = { 'passes-end-in-time': 160_000, 'blackout-is-bounded': 17_000, 'live-migration-keeps-clients': 17_000 };
const justTooLarge = { 'passes-end-in-time': 200_000, 'blackout-is-bounded': 21_000, 'live-migration-keeps-clients': 21_000 };
const pausesFor = (ms: number) => ({ 'io-pauses-no-longer': ms, 'io-pause-keeps-clients': ms });

export const pinnedLiveMigrationTime: readonly Pinned[] = [
  { suite: 'live-migration-timed', scope: 'tiny', states: 6_133, transitions: 7_475, depth: 115, boundsMs: converging },
  { suite: 'live-migration-timed', scope: 'small', states: 24_998, transitions: 37_588, depth: 172, boundsMs: converging },
  { suite: 'live-migration-timed', scope: 'review', states: 36_212, transitions: 63_215, depth: 172, boundsMs: converging },
  { suite: 'live-migration-without-csv-timed', scope: 'tiny', states: 6_493, transitions: 7_851, depth: 118, boundsMs: { ...convergingWithLun, 'blackout-takes-dismount-and-mount': 6_000 } },
  // Asked for again while it is under way, a migration is refused at its end, and the source goes on.
  { suite: 'live-migration-without-csv-timed', scope: 'small', states: 26_216, transitions: 39_052, depth: 187, boundsMs: { ...convergingWithLun, 'blackout-takes-dismount-and-mount': 5_500 } },
  { suite: 'live-migration-without-csv-timed', scope: 'review', states: 83_462, transitions: 133_170, depth: 256, boundsMs: { ...convergingWithLun, 'blackout-takes-dismount-and-mount': 5_500 } },
  { suite: 'live-migration-at-the-cap', scope: 'tiny', states: 18_141, transitions: 20_540, depth: 425, boundsMs: atTheCap },
  { suite: 'live-migration-at-the-cap', scope: 'small', states: 45_841, transitions: 61_982, depth: 497, boundsMs: atTheCap },
  { suite: 'live-migration-just-too-large', scope: 'tiny', states: 21_200, transitions: 22_208, depth: 498, boundsMs: justTooLarge },
  { suite: 'live-migration-just-too-large', scope: 'small', states: 113_243, transitions: 160_147, depth: 617, boundsMs: justTooLarge },
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
  'defect:passes-outrun-the-clock': { 'passes-end-in-time': 64 },
  'defect:memory-copied-in-the-blackout': { 'blackout-is-bounded': 98, 'live-migration-keeps-clients': 98 },
  'defect:lun-moved-in-no-time': { 'blackout-takes-dismount-and-mount': 57, 'a-lun-takes-time-to-move': 54 },
  'defect:lun-taken-before-the-dismount': { 'blackout-takes-dismount-and-mount': 64, 'a-lun-takes-time-to-move': 62, 'migrated-lun-is-mounted-once': 52 },
  'defect:coordinator-checks-on-mount': { 'io-pauses-no-longer': 74, 'io-pause-keeps-clients': 74 },
};
