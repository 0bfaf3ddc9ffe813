/**
 * Defects of Cluster Shared Volumes.
 */
import { pauseAgainstThrottledWrites } from './b15-pause-against-throttled-writes.ts';
import { csvBackupStopsVms } from './csv-backup-stops-vms.ts';
import { csvCoordinatorNotDrained } from './csv-coordinator-not-drained.ts';
import { csvDirtyCacheIgnored } from './csv-dirty-cache-ignored.ts';
import { csvExpelledNodeKeepsItsKey } from './csv-expelled-node-keeps-its-key.ts';
import { csvExtensionIsRelative } from './csv-extension-is-relative.ts';
import { csvIoDroppedWhenPaused } from './csv-io-dropped-when-paused.ts';
import { csvIoFailedWhenPaused } from './csv-io-failed-when-paused.ts';
import { csvIoReplayedTwice } from './csv-io-replayed-twice.ts';
import { csvLateFailureBelieved } from './csv-late-failure-believed.ts';
import { csvMaintainedUnderVms } from './csv-maintained-under-vms.ts';
import { csvMetadataFromEverywhere } from './csv-metadata-from-everywhere.ts';
import { csvMountedWithoutAKey } from './csv-mounted-without-a-key.ts';
import { csvNeighbourStoppedToo } from './csv-neighbour-stopped-too.ts';
import { csvNotDrained } from './csv-not-drained.ts';
import { csvOldSessionSurvives } from './csv-old-session-survives.ts';
import { csvPauseNotAwaited } from './csv-pause-not-awaited.ts';
import { csvRedirectAnsweredEarly } from './csv-redirect-answered-early.ts';
import { csvResumedWithoutHandles } from './csv-resumed-without-handles.ts';
import { csvSnapshotVetoIgnored } from './csv-snapshot-veto-ignored.ts';
import { csvTwoCoordinators } from './csv-two-coordinators.ts';
import { csvVmTakesTheVolumeAlong } from './csv-vm-takes-the-volume-along.ts';
import { csvVmsBoundTogether } from './csv-vms-bound-together.ts';
import type { Defect } from './defect.ts';

export const csvDefects: readonly Defect[] = [
  pauseAgainstThrottledWrites,
  csvBackupStopsVms,
  csvCoordinatorNotDrained,
  csvDirtyCacheIgnored,
  csvExpelledNodeKeepsItsKey,
  csvExtensionIsRelative,
  csvIoDroppedWhenPaused,
  csvIoFailedWhenPaused,
  csvIoReplayedTwice,
  csvLateFailureBelieved,
  csvMaintainedUnderVms,
  csvMetadataFromEverywhere,
  csvMountedWithoutAKey,
  csvNeighbourStoppedToo,
  csvNotDrained,
  csvOldSessionSurvives,
  csvPauseNotAwaited,
  csvRedirectAnsweredEarly,
  csvResumedWithoutHandles,
  csvSnapshotVetoIgnored,
  csvTwoCoordinators,
  csvVmTakesTheVolumeAlong,
  csvVmsBoundTogether,
];
