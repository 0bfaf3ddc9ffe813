/**
 * The sizes of the scopes of failover on a clock, and its shortest counterexamples.
 */
import type { Pinned } from './pinned.ts';

export const timedFailover: readonly Pinned[] = [
  { suite: 'failover-r2-timed', scope: 'tiny', states: 2_507, transitions: 7_223, depth: 77 },
  { suite: 'failover-r2-quorum-disk', scope: 'tiny', states: 785, transitions: 1_271, depth: 83 },
  { suite: 'failover-r2-quorum-disk-elsewhere', scope: 'tiny', states: 1_319, transitions: 1_972, depth: 95 },
  { suite: 'arbitration-above-the-limit', scope: 'tiny', states: 121, transitions: 321, depth: 11 },
  { suite: 'arbitration-at-the-limit', scope: 'tiny', states: 157, transitions: 413, depth: 14 },
  { suite: 'arbitration-of-two-challengers', scope: 'tiny', states: 1_126, transitions: 2_955, depth: 17 },
  { suite: 'arbitration-that-defends-at-once', scope: 'tiny', states: 748, transitions: 2_033, depth: 12 },
  { suite: 'partition-defended', scope: 'tiny', states: 6_098, transitions: 14_418, depth: 81 },
  { suite: 'partition-above-the-limit', scope: 'tiny', states: 3_152, transitions: 10_163, depth: 33 },
  { suite: 'partition-at-the-limit-of-mounting', scope: 'tiny', states: 3_184, transitions: 10_227, depth: 32 },
  { suite: 'partition-at-the-limit-of-running', scope: 'tiny', states: 3_443, transitions: 11_121, depth: 32 },
  { suite: 'partition-one-way', scope: 'tiny', states: 30_774, transitions: 60_731, depth: 46 },
  { suite: 'partition-at-a-quorum-disk', scope: 'tiny', states: 2_283, transitions: 3_108, depth: 71 },
  { suite: 'partition-at-a-lone-vote', scope: 'tiny', states: 31_468, transitions: 76_556, depth: 111 },
  { suite: 'partition-at-a-lone-vote-defended', scope: 'tiny', states: 30_788, transitions: 75_745, depth: 106 },
  { suite: 'failover-r2-killed-service', scope: 'tiny', states: 464, transitions: 929, depth: 68 },
];

/** Small too, but many: they put the same machines to the same questions, and are left to the long run. */
export const timedFailoverLong: readonly Pinned[] = [
  { suite: 'failover-r2-timed', scope: 'small', states: 5_455, transitions: 17_618, depth: 77 },
  { suite: 'failover-r2-timed', scope: 'review', states: 7_922, transitions: 22_863, depth: 81 },
  { suite: 'failover-r2-quorum-disk', scope: 'small', states: 795, transitions: 1_288, depth: 83 },
  { suite: 'failover-r2-quorum-disk', scope: 'review', states: 12_052, transitions: 31_724, depth: 90 },
  { suite: 'failover-r2-quorum-disk-elsewhere', scope: 'small', states: 1_329, transitions: 1_989, depth: 95 },
  { suite: 'failover-r2-quorum-disk-elsewhere', scope: 'review', states: 13_928, transitions: 35_598, depth: 98 },
  { suite: 'arbitration-above-the-limit', scope: 'small', states: 177, transitions: 494, depth: 12 },
  { suite: 'arbitration-above-the-limit', scope: 'review', states: 246, transitions: 768, depth: 13 },
  { suite: 'arbitration-at-the-limit', scope: 'small', states: 248, transitions: 702, depth: 14 },
  { suite: 'arbitration-at-the-limit', scope: 'review', states: 355, transitions: 1_131, depth: 14 },
  { suite: 'arbitration-of-two-challengers', scope: 'small', states: 2_036, transitions: 6_086, depth: 17 },
  { suite: 'arbitration-of-two-challengers', scope: 'review', states: 2_370, transitions: 8_784, depth: 17 },
  { suite: 'arbitration-that-defends-at-once', scope: 'small', states: 1_320, transitions: 4_070, depth: 13 },
  { suite: 'arbitration-that-defends-at-once', scope: 'review', states: 1_582, transitions: 5_864, depth: 14 },
  { suite: 'partition-defended', scope: 'small', states: 52_658, transitions: 224_528, depth: 85 },
  { suite: 'partition-defended', scope: 'review', states: 339_251, transitions: 1_526_282, depth: 86 },
  { suite: 'partition-defended', scope: 'twice', states: 155_325, transitions: 401_271, depth: 94 },
  { suite: 'partition-above-the-limit', scope: 'small', states: 8_311, transitions: 27_869, depth: 33 },
  { suite: 'partition-above-the-limit', scope: 'review', states: 51_658, transitions: 161_421, depth: 40 },
  { suite: 'partition-at-the-limit-of-mounting', scope: 'small', states: 8_343, transitions: 27_933, depth: 32 },
  { suite: 'partition-at-the-limit-of-mounting', scope: 'review', states: 51_899, transitions: 161_976, depth: 40 },
  { suite: 'partition-at-the-limit-of-running', scope: 'small', states: 8_602, transitions: 28_827, depth: 32 },
  { suite: 'partition-at-the-limit-of-running', scope: 'review', states: 52_506, transitions: 164_275, depth: 40 },
  { suite: 'partition-one-way', scope: 'small', states: 34_632, transitions: 67_575, depth: 53 },
  { suite: 'partition-one-way', scope: 'review', states: 34_632, transitions: 67_575, depth: 53 },
  { suite: 'partition-at-a-quorum-disk', scope: 'small', states: 2_283, transitions: 3_108, depth: 71 },
  { suite: 'partition-at-a-quorum-disk', scope: 'review', states: 14_874, transitions: 35_671, depth: 76 },
  { suite: 'partition-at-a-lone-vote', scope: 'small', states: 52_587, transitions: 133_533, depth: 111 },
  { suite: 'partition-at-a-lone-vote', scope: 'review', states: 77_255, transitions: 207_043, depth: 111 },
  { suite: 'partition-at-a-lone-vote-defended', scope: 'small', states: 51_478, transitions: 132_198, depth: 106 },
  { suite: 'partition-at-a-lone-vote-defended', scope: 'review', states: 76_146, transitions: 205_708, depth: 111 },
  { suite: 'failover-r2-killed-service', scope: 'small', states: 464, transitions: 929, depth: 68 },
  { suite: 'failover-r2-killed-service', scope: 'review', states: 197_245, transitions: 987_612, depth: 83 },
];

export const shortestInTimedFailover: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'defect:silence-unnoticed': { 'failover-r2-ends': 10 },
  'defect:challenger-gives-up': { 'failover-r2-ends': 30 },
  'defect:booted-in-no-time': { 'failover-r2-is-visible': 22 },
  'defect:holder-does-not-defend': { 'a-living-holder-keeps-the-disk': 9, 'volume-is-believed-mounted-once': 9 },
  'defect:regroup-postpones-the-defence': { 'a-living-holder-keeps-the-disk': 7, 'volume-is-believed-mounted-once': 7 },
};
