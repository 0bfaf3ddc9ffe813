/**
 * Every defect, each re-creating one way to get the design wrong.
 */
import { targetStartedEarly } from './b10-target-started-early.ts';
import { sourceStaysPaused } from './b12-source-stays-paused.ts';
import { targetOpensBeforeFlush } from './b7-target-opens-before-flush.ts';
import { sourceRestartedWithoutDisk } from './b9-source-restarted-without-disk.ts';
import { clusterDefects } from './cluster-defects.ts';
import { crashSavesMemory } from './crash-saves-memory.ts';
import { csvDefects } from './csv-defects.ts';
import type { Defect } from './defect.ts';
import { diskCheckedOnFailover, diskCheckedOnMount } from './disk-checked-on-mount.ts';
import { dismountedBeforeSaved } from './dismounted-before-saved.ts';
import { evictedNodeStillWrites } from './evicted-node-still-writes.ts';
import { failoverDefects } from './failover-defects.ts';
import { failoverForgotten } from './failover-forgotten.ts';
import { failoverInNoTime, memoryMovedInNoTime } from './memory-moved-in-no-time.ts';
import { liveMigrationDefects } from './live-migration-defects.ts';
import { mountedWithoutReservation } from './mounted-without-reservation.ts';
import { neighbourSavedToo } from './neighbour-saved-too.ts';
import { offlineBeforeStopped } from './offline-before-stopped.ts';
import { savedStateDeletedEarly } from './saved-state-deleted-early.ts';
import { savedStateIgnored } from './saved-state-ignored.ts';
import { savedWhileRunning } from './saved-while-running.ts';
import { staleSavedState } from './stale-saved-state.ts';
import { startForgotten } from './start-forgotten.ts';
import { targetDoesNotWait } from './target-does-not-wait.ts';
import { timedLiveMigrationDefects } from './timed-live-migration-defects.ts';
import { timedFailoverDefects } from './timed-failover-defects.ts';
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
  startForgotten,
  diskCheckedOnMount,
  diskCheckedOnFailover,
  memoryMovedInNoTime,
  failoverInNoTime,
  ...failoverDefects,
  ...liveMigrationDefects,
  ...csvDefects,
  ...clusterDefects,
  ...timedLiveMigrationDefects,
  ...timedFailoverDefects,
];
