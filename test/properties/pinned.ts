/**
 * The size of every flagship scope. A change of a model that moves one of these says so, and why, in its commit.
 */

export interface Pinned {
  readonly suite: string;
  readonly scope: string;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Types of stimuli of which some are never enabled: the scope leaves no room for them, or the model refuses. Default: none. */
  readonly neverEnabled?: readonly string[];
}

/** A shell VM is not started by hand (B10), and a boot that fails takes a second fault. */
const neverWithOneFault = ['START_BY_HAND', 'START_FAILS'];

/** Onward only: node 1 is no target, and node 3 no source in two commands. */
const neverBackToNode1 = ['BREAK', 'CANCEL', 'DELIVER_TO_SOURCE', 'DELIVER_TO_TARGET', 'RESTORE_FAILS', 'RESUME', 'SETUP_FAILS', 'START_BY_HAND', 'START_FAILS', 'TARGET_FAILS'];

/** Nobody calls the cluster database; and as it never hears of a migration, none ever leads back. */
const neverByHandshake = ['BREAK', 'DELIVER_LATE', 'EXPIRE', 'LOSE_DOWN', 'LOSE_UP', 'RESTORE_FAILS', 'SETUP_FAILS', 'START_BY_HAND', 'START_FAILS', 'TARGET_FAILS'];

/** Small enough for every run of the tests. */
export const pinned: readonly Pinned[] = [
  { suite: 'quick-migration', scope: 'tiny', states: 3_001, transitions: 5_904, depth: 17 },
  { suite: 'quick-migration', scope: 'small', states: 9_978, transitions: 25_670, depth: 21 },
  { suite: 'shared-lun', scope: 'tiny', states: 4_391, transitions: 9_873, depth: 18 },
  { suite: 'shared-lun', scope: 'small', states: 17_912, transitions: 52_353, depth: 22 },
  { suite: 'lun-per-vm', scope: 'tiny', states: 3_684, transitions: 9_451, depth: 16 },
  { suite: 'live-migration', scope: 'tiny', states: 24_296, transitions: 73_120, depth: 42 },
  { suite: 'live-migration', scope: 'small', states: 34_039, transitions: 106_262, depth: 46, neverEnabled: neverWithOneFault },
  { suite: 'live-migration-without-csv', scope: 'tiny', states: 29_373, transitions: 87_265, depth: 47 },
  { suite: 'live-migration-without-csv', scope: 'small', states: 41_097, transitions: 126_310, depth: 51, neverEnabled: neverWithOneFault },
  { suite: 'crossed-migrations', scope: 'tiny', states: 8_681, transitions: 25_734, depth: 36 },
  { suite: 'crossed-migrations', scope: 'small', states: 39_423, transitions: 116_011, depth: 41, neverEnabled: neverWithOneFault },
  { suite: 'handshake-only', scope: 'tiny', states: 13_894, transitions: 42_752, depth: 32 },
  { suite: 'handshake-only', scope: 'small', states: 19_167, transitions: 61_880, depth: 36, neverEnabled: neverByHandshake },
  { suite: 'handshake-with-fenced-storage', scope: 'tiny', states: 13_099, transitions: 41_248, depth: 30 },
  { suite: 'handshake-with-fenced-storage', scope: 'small', states: 18_301, transitions: 60_515, depth: 34, neverEnabled: neverByHandshake },
];

export const pinnedLong: readonly Pinned[] = [
  { suite: 'quick-migration', scope: 'review', states: 134_812, transitions: 414_876, depth: 25 },
  { suite: 'shared-lun', scope: 'review', states: 80_271, transitions: 243_029, depth: 25 },
  { suite: 'lun-per-vm', scope: 'small', states: 76_449, transitions: 235_907, depth: 24 },
  { suite: 'lun-per-vm', scope: 'review', states: 151_742, transitions: 465_687, depth: 26 },
  { suite: 'live-migration', scope: 'review', states: 957_228, transitions: 3_620_424, depth: 48, neverEnabled: ['START_BY_HAND'] },
  { suite: 'live-migration', scope: 'paged', states: 174_624, transitions: 616_034, depth: 48, neverEnabled: neverWithOneFault },
  { suite: 'live-migration', scope: 'onward', states: 139_667, transitions: 512_360, depth: 42, neverEnabled: neverBackToNode1 },
  { suite: 'live-migration-without-csv', scope: 'review', states: 1_214_369, transitions: 4_526_694, depth: 54, neverEnabled: ['START_BY_HAND'] },
  { suite: 'crossed-migrations', scope: 'review', states: 376_015, transitions: 1_308_406, depth: 44, neverEnabled: neverWithOneFault },
  { suite: 'handshake-only', scope: 'review', states: 97_403, transitions: 356_437, depth: 38, neverEnabled: neverByHandshake },
  { suite: 'handshake-with-fenced-storage', scope: 'review', states: 89_692, transitions: 336_342, depth: 36, neverEnabled: neverByHandshake },
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
  'defect:b1-ack-race': { 'memory-arrives-as-it-stopped': 11, 'one-side-runs-unless-isolated': 11, 'one-side-can-write': 11, 'only-the-owner-goes-on': 10, 'vm-is-not-forgotten': 11, 'record-follows-the-vm': 11, 'migrated-vm-knows-its-disk': 13, 'writes-come-through-a-handle': 12 },
  'defect:b2-failed-attempt-clears-bits': { 'memory-arrives-as-it-stopped': 18, 'first-pass-precedes-the-stop': 12 },
  'defect:b3-second-hop-loses-pages': { 'memory-arrives-as-it-stopped': 27, 'first-pass-precedes-the-stop': 21 },
  'defect:b4-device-writes-not-logged': { 'every-write-is-logged': 6, 'memory-arrives-as-it-stopped': 14 },
  'defect:b5-bitmap-discarded': { 'memory-arrives-as-it-stopped': 14 },
  'defect:b6-read-then-clear': { 'memory-arrives-as-it-stopped': 14 },
  'defect:b7-live-target-opens-before-flush': { 'migrated-vm-knows-its-disk': 1, 'acknowledged-writes-survive-migration': 3, 'writes-come-through-a-handle': 12, 'one-side-can-write': 14 },
  'defect:b8-lock-released-late': { 'files-are-released-before-the-move': 11 },
  'defect:b9-live-source-restarted-without-disk': { 'live-vm-has-its-files': 13 },
  'defect:b10-live-target-started-early': { 'memory-goes-into-a-shell': 7, 'one-side-runs-unless-isolated': 4, 'live-vm-has-its-files': 4, 'migrated-vm-knows-its-disk': 6 },
  'defect:b11-run-state-not-carried': { 'run-state-arrives-with-the-vm': 14 },
  'defect:b12-live-source-stays-frozen': { 'vm-goes-on-after-a-failed-migration': 8 },
  'defect:b13-lost-answer-taken-for-failure': { 'memory-arrives-as-it-stopped': 14, 'one-side-runs-unless-isolated': 14, 'one-side-can-write': 14, 'only-the-owner-goes-on': 12, 'files-are-released-before-the-move': 12, 'migrated-vm-knows-its-disk': 16, 'writes-come-through-a-handle': 15 },
  'defect:b14-neither-side-runs': { 'vm-is-not-forgotten': 13, 'record-follows-the-vm': 13 },
  'defect:copied-before-the-shell': { 'memory-goes-into-a-shell': 3, 'memory-arrives-as-it-stopped': 13, 'first-pass-precedes-the-stop': 5 },
  'defect:every-page-sent-again': { 'only-dirty-pages-are-sent-again': 8 },
  'defect:passes-without-end': { 'passes-end-at-the-cap': 8 },
  'defect:stopped-before-copied': { 'first-pass-precedes-the-stop': 5 },
  'defect:uncommitted-shell-restored': { 'memory-arrives-as-it-stopped': 14, 'uncommitted-memory-is-not-used': 12, 'record-follows-the-vm': 14, 'migrated-vm-knows-its-disk': 16 },
  'defect:live-expelled-node-still-writes': { 'migrated-vm-knows-its-disk': 6, 'writes-come-through-a-handle': 4 },
  'defect:target-does-not-wait-for-its-lun': { 'lun-never-moves-under-a-running-vm': 14, 'live-vm-has-its-files': 14 },
  'defect:mounted-past-the-reservation': { 'migrated-vm-knows-its-disk': 7, 'writes-come-through-a-handle': 5 },
  'defect:recorded-online-early': { 'record-follows-the-vm': 4 },
  'defect:two-migrations-at-once': { 'a-node-is-in-one-migration': 8 },
  'defect:answer-about-another-vm': { 'only-the-owner-goes-on': 28 },
  'defect:files-locked-by-volume': { 'vms-of-a-csv-change-places': null },
  'defect:log-not-started': { 'vm-runs-while-it-is-copied': 5 },
  'defect:abort-does-not-close': { 'only-the-owner-goes-on': 14, 'files-are-released-before-the-move': 14 },
  'defect:live-failover-forgotten': { 'vm-is-not-forgotten': 2, 'record-follows-the-vm': 2, 'no-vm-stays-with-a-dead-node': 2 },
  'defect:target-takes-the-lun': { 'vm-goes-on-after-a-failed-migration': 21, 'files-are-released-before-the-move': 11, 'migrated-lun-is-mounted-once': 12, 'lun-never-moves-under-a-running-vm': 16 },
};
