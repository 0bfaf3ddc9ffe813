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
  { suite: 'csv-coordination', scope: 'tiny', states: 33_826, transitions: 108_689, depth: 43 },
  { suite: 'csv-operations', scope: 'tiny', states: 11_449, transitions: 27_478, depth: 45 },
];

export const pinnedLong: readonly Pinned[] = [
  { suite: 'quick-migration', scope: 'review', states: 134_812, transitions: 414_876, depth: 25 },
  { suite: 'shared-lun', scope: 'review', states: 80_271, transitions: 243_029, depth: 25 },
  { suite: 'lun-per-vm', scope: 'small', states: 76_449, transitions: 235_907, depth: 24 },
  { suite: 'lun-per-vm', scope: 'review', states: 151_742, transitions: 465_687, depth: 26 },
  { suite: 'csv-coordination', scope: 'small', states: 97_687, transitions: 319_616, depth: 47 },
  { suite: 'csv-coordination', scope: 'review', states: 1_694_466, transitions: 7_000_085, depth: 71 },
  { suite: 'csv-operations', scope: 'small', states: 54_133, transitions: 149_694, depth: 47 },
  { suite: 'csv-operations', scope: 'review', states: 910_373, transitions: 2_818_712, depth: 68 },
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
  'defect:b15-pause-against-throttled-writes': { 'a-dismount-waits-for-no-throttled-write': 9 },
  'defect:csv-backup-stops-vms': { 'redirected-io-keeps-the-vm-running': 1 },
  'defect:csv-coordinator-not-drained': { 'the-disk-never-goes-back': 20, 'acknowledged-io-is-on-the-disk': 21 },
  'defect:csv-dirty-cache-ignored': { 'cached-writes-survive-a-planned-move': 9 },
  'defect:csv-expelled-node-keeps-its-key': { 'keys-follow-membership': 3, 'an-expelled-node-writes-nothing': 5, 'a-vm-has-one-writer': 6, 'one-effective-coordinator': 5, 'dismounted-before-mounted-elsewhere': 4, 'nobody-writes-while-mounting': 8, 'metadata-is-the-coordinators': 9 },
  'defect:csv-extension-is-relative': { 'an-extension-is-applied-once': 12 },
  'defect:csv-io-dropped-when-paused': { 'io-is-held-or-under-way': 3 },
  'defect:csv-io-failed-when-paused': { 'io-fails-only-when-given-up': 2 },
  'defect:csv-io-replayed-twice': { 'io-is-answered-once': 16, 'io-is-held-or-under-way': 8 },
  'defect:csv-late-failure-believed': { 'one-effective-coordinator': 16, 'dismounted-before-mounted-elsewhere': 15 },
  'defect:csv-maintained-under-vms': { 'no-vm-runs-in-maintenance': 5 },
  'defect:csv-metadata-from-everywhere': { 'metadata-is-the-coordinators': 2, 'io-is-held-or-under-way': 2 },
  'defect:csv-mounted-without-a-key': { 'a-fenced-node-mounts-nothing': 10 },
  'defect:csv-neighbour-stopped-too': { 'moving-a-vm-stops-no-other': 1 },
  'defect:csv-not-drained': { 'drained-before-the-coordinator-changes': 4, 'nobody-writes-while-mounting': 6, 'io-is-held-or-under-way': 3 },
  'defect:csv-old-session-survives': { 'an-expelled-node-writes-nothing': 10, 'a-vm-has-one-writer': 10 },
  'defect:csv-pause-not-awaited': { 'active-members-agree-on-the-coordinator': 7 },
  'defect:csv-redirect-answered-early': { 'acknowledged-io-is-on-the-disk': 3, 'an-expelled-node-writes-nothing': 6, 'a-vm-has-one-writer': 7, 'nobody-writes-while-mounting': 26, 'metadata-is-the-coordinators': 27 },
  'defect:csv-resumed-without-handles': { 'io-resumes-with-new-handles': 8 },
  'defect:csv-snapshot-veto-ignored': { 'a-backup-keeps-its-coordinator': 14 },
  'defect:csv-two-coordinators': { 'one-effective-coordinator': 9, 'one-believed-coordinator': 9, 'dismounted-before-mounted-elsewhere': 8, 'metadata-is-the-coordinators': 13 },
  'defect:csv-vm-takes-the-volume-along': { 'a-vm-move-leaves-the-volume-alone': 1 },
  'defect:csv-vms-bound-together': { 'vms-of-a-volume-run-apart': null, 'a-vm-moves-without-a-mount': null },
};
