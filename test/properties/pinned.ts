/**
 * The size of every flagship scope. A change of a model that moves one of these says so, and why, in its commit.
 */

export interface Pinned {
  readonly suite: string;
  readonly scope: string;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

/** Small enough for every run of the tests. */
export const pinned: readonly Pinned[] = [
  { suite: 'quick-migration', scope: 'tiny', states: 3_001, transitions: 5_904, depth: 17 },
  { suite: 'quick-migration', scope: 'small', states: 9_899, transitions: 25_600, depth: 21 },
  { suite: 'shared-lun', scope: 'tiny', states: 4_391, transitions: 9_873, depth: 18 },
  { suite: 'shared-lun', scope: 'small', states: 17_782, transitions: 52_189, depth: 22 },
  { suite: 'lun-per-vm', scope: 'tiny', states: 3_684, transitions: 9_451, depth: 16 },
{ suite: 'quick-migration-of-2-gib', scope: 'tiny', states: 32, transitions: 33, depth: 27 },
  { suite: 'quick-migration-of-2-gib', scope: 'small', states: 101, transitions: 115, depth: 29 },
  { suite: 'quick-migration-of-2-gib', scope: 'review', states: 207, transitions: 249, depth: 31 },
  { suite: 'quick-migration-of-4-gib', scope: 'tiny', states: 48, transitions: 49, depth: 43 },
  { suite: 'quick-migration-of-4-gib', scope: 'small', states: 149, transitions: 163, depth: 45 },
  { suite: 'quick-migration-of-4-gib', scope: 'review', states: 303, transitions: 345, depth: 47 },
  { suite: 'quick-migration-of-16-gib', scope: 'tiny', states: 144, transitions: 145, depth: 139 },
  { suite: 'quick-migration-of-16-gib', scope: 'small', states: 437, transitions: 451, depth: 141 },
  { suite: 'quick-migration-of-16-gib', scope: 'review', states: 879, transitions: 921, depth: 143 },
  { suite: 'failover-2008-timed', scope: 'tiny', states: 89, transitions: 136, depth: 43 },
  { suite: 'failover-2008-timed', scope: 'small', states: 399, transitions: 614, depth: 45 },
  { suite: 'failover-2008-timed', scope: 'review', states: 939, transitions: 1_464, depth: 47 },
  { suite: 'move-and-crash-timed', scope: 'tiny', states: 700, transitions: 1_334, depth: 69 },
  { suite: 'move-and-crash-timed', scope: 'small', states: 2_298, transitions: 5_357, depth: 70 },
  { suite: 'move-and-crash-timed', scope: 'review', states: 19_775, transitions: 45_166, depth: 86 },
];

export const pinnedLong: readonly Pinned[] = [
  { suite: 'quick-migration', scope: 'review', states: 134_389, transitions: 414_302, depth: 25 },
  { suite: 'shared-lun', scope: 'review', states: 79_677, transitions: 242_169, depth: 25 },
  { suite: 'lun-per-vm', scope: 'small', states: 76_063, transitions: 235_391, depth: 24 },
  { suite: 'lun-per-vm', scope: 'review', states: 151_250, transitions: 465_073, depth: 26 },
];

/** Steps of the shortest counterexamples; null where a witness is missing from every state. */
export const shortest: Readonly<Record<string, Readonly<Record<string, number | null>>>> = {
  'defect:b7-target-opens-before-flush': { 'acknowledged-writes-are-kept': 5, 'vm-is-recoverable': 2 },
  'defect:b9-source-restarted-without-disk': { 'vm-runs-where-its-lun-is': 5 },
  'defect:b10-target-started-early': { 'vm-runs-on-one-node': 2 },
  'defect:b12-source-stays-paused': { 'settled-vm-runs': 2 },
  'defect:stale-saved-state': { 'saved-state-fits-the-disk': 10, 'saved-state-is-used-once': 4 },
  'defect:saved-state-deleted-early': { 'memory-survives-failures': 5 },
  'defect:saved-while-running': { 'memory-is-what-the-guest-left': 5 },
  'defect:saved-state-ignored': { 'saved-state-is-restored': 3 },
  'defect:mounted-without-reservation': { 'volume-is-mounted-once': 1, 'only-the-owner-mounts': 1, 'second-mount-is-refused': 1 },
  'defect:evicted-node-still-writes': { 'lost-lun-is-fenced': 5, 'running-vm-sees-its-disk': 7 },
  'defect:target-does-not-wait': { 'dismount-comes-before-mount': 3 },
  'defect:dismounted-before-saved': { 'saved-before-dismount': 1, 'vm-runs-where-its-lun-is': 1 },
  'defect:offline-before-stopped': { 'resource-state-follows-vm-state': 1 },
  'defect:failover-forgotten': { 'no-group-stays-with-a-dead-node': 2 },
  'defect:crash-saves-memory': { 'only-a-live-node-saves': 1, 'a-crash-loses-memory': null },
  'defect:vm-moved-alone': { 'vms-of-a-lun-stay-together': 1, 'neighbours-never-run-apart': 3 },
  'defect:two-vms-on-one-lun': { 'a-move-takes-one-vm': 1, 'vms-can-run-apart': null },
  'defect:neighbour-saved-too': { 'each-vm-moves-alone': 1 },
  'defect:start-forgotten': { 'wanted-vm-is-online': 3 },
  'defect:disk-checked-on-mount': { 'quick-migration-takes-no-longer': 99 },
  'defect:disk-checked-on-failover': { 'failover-ends': 160 },
  'defect:memory-moved-in-no-time': { 'quick-migration-takes-long': 11 },
  'defect:failover-in-no-time': { 'failover-is-visible': 8 },
};
