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
];

export const pinnedLong: readonly Pinned[] = [
  { suite: 'quick-migration', scope: 'review', states: 134_812, transitions: 414_876, depth: 25 },
  { suite: 'shared-lun', scope: 'review', states: 80_271, transitions: 243_029, depth: 25 },
  { suite: 'lun-per-vm', scope: 'small', states: 76_449, transitions: 235_907, depth: 24 },
  { suite: 'lun-per-vm', scope: 'review', states: 151_742, transitions: 465_687, depth: 26 },
];
