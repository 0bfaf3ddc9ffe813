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
  { suite: 'quick-migration', scope: 'small', states: 9_978, transitions: 25_670, depth: 21 },
  { suite: 'shared-lun', scope: 'tiny', states: 4_391, transitions: 9_873, depth: 18 },
  { suite: 'shared-lun', scope: 'small', states: 17_912, transitions: 52_353, depth: 22 },
  { suite: 'lun-per-vm', scope: 'tiny', states: 3_684, transitions: 9_451, depth: 16 },
  { suite: 'failover', scope: 'tiny', states: 15_279, transitions: 63_628, depth: 19 },
  { suite: 'failover-crash', scope: 'tiny', states: 529, transitions: 1_269, depth: 11 },
  { suite: 'failover-heal', scope: 'tiny', states: 2_446, transitions: 7_704, depth: 21 },
  { suite: 'failover-forced', scope: 'tiny', states: 19_319, transitions: 85_469, depth: 22 },
  { suite: 'failover-policy', scope: 'tiny', states: 1_068, transitions: 2_564, depth: 17 },
  { suite: 'failover-kill', scope: 'tiny', states: 14_252, transitions: 63_476, depth: 17 },
  { suite: 'failover-disk-witness', scope: 'tiny', states: 7_749, transitions: 21_310, depth: 23 },
  { suite: 'failover-file-share', scope: 'tiny', states: 11_967, transitions: 36_394, depth: 19 },
  { suite: 'failover-disk-only', scope: 'tiny', states: 15_297, transitions: 68_270, depth: 21 },
  { suite: 'failover', scope: 'small', states: 19_380, transitions: 75_584, depth: 22 },
  { suite: 'failover-crash', scope: 'small', states: 48_042, transitions: 222_438, depth: 18 },
  { suite: 'failover-heal', scope: 'small', states: 21_475, transitions: 93_130, depth: 24 },
  { suite: 'failover-forced', scope: 'small', states: 35_996, transitions: 162_495, depth: 24 },
  { suite: 'failover-policy', scope: 'small', states: 6_667, transitions: 17_842, depth: 20 },
  { suite: 'failover-kill', scope: 'small', states: 68_029, transitions: 334_886, depth: 19 },
  { suite: 'failover-disk-witness', scope: 'small', states: 31_625, transitions: 119_250, depth: 26 },
  { suite: 'failover-file-share', scope: 'small', states: 30_573, transitions: 98_391, depth: 21 },
  { suite: 'failover-disk-only', scope: 'small', states: 24_828, transitions: 107_453, depth: 21 },
];

export const pinnedLong: readonly Pinned[] = [
  { suite: 'quick-migration', scope: 'review', states: 134_812, transitions: 414_876, depth: 25 },
  { suite: 'shared-lun', scope: 'review', states: 80_271, transitions: 243_029, depth: 25 },
  { suite: 'lun-per-vm', scope: 'small', states: 76_449, transitions: 235_907, depth: 24 },
  { suite: 'lun-per-vm', scope: 'review', states: 151_742, transitions: 465_687, depth: 26 },
  { suite: 'failover', scope: 'review', states: 288_287, transitions: 1_296_769, depth: 32 },
  { suite: 'failover-crash', scope: 'review', states: 1_046_942, transitions: 5_851_783, depth: 29 },
  { suite: 'failover-heal', scope: 'review', states: 310_348, transitions: 1_470_951, depth: 31 },
  { suite: 'failover-forced', scope: 'review', states: 629_887, transitions: 3_268_178, depth: 32 },
  { suite: 'failover-policy', scope: 'review', states: 13_772, transitions: 39_820, depth: 22 },
  { suite: 'failover-kill', scope: 'review', states: 675_002, transitions: 3_773_686, depth: 28 },
  { suite: 'failover-disk-witness', scope: 'review', states: 491_755, transitions: 2_374_406, depth: 27 },
  { suite: 'failover-file-share', scope: 'review', states: 919_054, transitions: 4_366_810, depth: 30 },
  { suite: 'failover-disk-only', scope: 'review', states: 673_431, transitions: 3_196_650, depth: 35 },
];

/** Steps of the shortest counterexamples; null where a witness is missing from every state. */
export const shortest: Readonly<Record<string, Readonly<Record<string, number | null>>>> = {
  'defect:b7-target-opens-before-flush': { 'acknowledged-writes-are-kept': 5 },
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
  'defect:b16-quorum-disk-not-released': { 'a-stopped-service-hosts-nothing': 2 },
  'defect:b19-outage-kills-healthy-vm': { 'only-a-view-places-the-group': 2, 'only-a-newer-view-takes-the-disk': 3 },
  'defect:b22-forced-beside-quorum': { 'a-node-left-out-stops': 8 },
  'defect:challenger-does-not-wait': { 'challenger-waits': 5 },
  'defect:preempt-fails-silently': { 'one-mount-can-write': 6, 'one-running-vm-can-write': 7, 'accepted-writes-come-from-the-holder': 9 },
  'defect:stale-node-keeps-its-key': { 'vm-of-the-holder-sees-its-disk': 9, 'preemption-removes-the-old-key': 6, 'one-mount-can-write': 6, 'one-running-vm-can-write': 7, 'accepted-writes-come-from-the-holder': 8 },
  'defect:keys-are-not-checked': { 'vm-of-the-holder-sees-its-disk': 9, 'expelled-node-writes-nothing': 7, 'accepted-writes-come-from-the-holder': 7, 'defended-disk-is-not-taken': 7 },
  'defect:votes-counted-twice': { 'a-view-has-a-quorum': 4, 'one-view-per-epoch': 8, 'at-rest-only-a-quorum-hosts': 12, 'only-a-newer-view-takes-the-disk': 9 },
  'defect:two-votes-in-an-epoch': { 'one-view-per-epoch': 9 },
  'defect:lone-survivor-carries-on': { 'survives-no-more-than-promised': 8, 'a-view-has-a-quorum': 8 },
  'defect:lost-witness-still-counts': { 'at-rest-a-lost-witness-has-no-vote': 2 },
  'defect:minority-hosts-on': { 'a-stopped-service-hosts-nothing': 4, 'at-rest-only-a-quorum-hosts': 12 },
  'defect:lost-disk-unnoticed': { 'at-rest-the-vm-runs-once': 13, 'at-rest-only-a-quorum-hosts': 12, 'a-stopped-service-hosts-nothing': 4 },
  'defect:stale-node-forms': { 'a-view-builds-on-the-newest-database': 8 },
  'defect:possible-owners-ignored': { 'only-possible-owners-host': 6, 'preferred-owners-come-first': 6 },
  'defect:preferred-owners-ignored': { 'preferred-owners-come-first': 5 },
  'defect:failover-without-end': { 'a-group-that-failed-too-often-stays': 8 },
  'defect:restart-without-end': { 'a-group-restarts-as-often-as-allowed': 3, 'a-group-is-left-failed': null },
  'defect:group-taken-after-voting': { 'vm-is-believed-to-run-once': 12, 'volume-is-believed-mounted-once': 10 },
  'defect:found-running-left-running': { 'no-vm-runs-under-a-strange-service': 2 },
  'defect:cached-write-lost': { 'vm-of-the-holder-sees-its-disk': 1, 'acknowledged-writes-survive': 1 },
  'defect:boot-from-old-copy': { 'vm-of-the-holder-sees-its-disk': 9 },
  'defect:nobody-takes-over': { 'a-vm-fails-over-after-a-crash': null, 'a-failover-loses-memory': null },
};
