/**
 * Every defect, each re-creating one way to get the design wrong.
 */
import { targetStartedEarly } from './b10-target-started-early.ts';
import { sourceStaysPaused } from './b12-source-stays-paused.ts';
import { targetOpensBeforeFlush } from './b7-target-opens-before-flush.ts';
import { sourceRestartedWithoutDisk } from './b9-source-restarted-without-disk.ts';
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
import { crashSavesMemory } from './crash-saves-memory.ts';
import type { Defect } from './defect.ts';
import { dismountedBeforeSaved } from './dismounted-before-saved.ts';
import { evictedNodeStillWrites } from './evicted-node-still-writes.ts';
import { failoverForgotten } from './failover-forgotten.ts';
import { mountedWithoutReservation } from './mounted-without-reservation.ts';
import { neighbourSavedToo } from './neighbour-saved-too.ts';
import { offlineBeforeStopped } from './offline-before-stopped.ts';
import { savedStateDeletedEarly } from './saved-state-deleted-early.ts';
import { savedStateIgnored } from './saved-state-ignored.ts';
import { savedWhileRunning } from './saved-while-running.ts';
import { staleSavedState } from './stale-saved-state.ts';
import { targetDoesNotWait } from './target-does-not-wait.ts';
import { twoVmsOnOneLun } from './two-vms-on-one-lun.ts';
import { vmMovedAlone } from './vm-moved-alone.ts';

export const defects: readonly Defect[] = [
  targetOpensBeforeFlush,
  sourceRestartedWithoutDisk,
  targetStartedEarly,
  sourceStaysPaused,
  staleSavedState,
  savedStateDeletedEarly,
  savedWhileRunning,
  savedStateIgnored,
  mountedWithoutReservation,
  evictedNodeStillWrites,
  targetDoesNotWait,
  dismountedBeforeSaved,
  offlineBeforeStopped,
  failoverForgotten,
  crashSavesMemory,
  vmMovedAlone,
  twoVmsOnOneLun,
  neighbourSavedToo,
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
