/**
 * Time in live migration and on a shared volume: how long the passes last, how long a VM is dark, how long its I/O waits.
 */
import { coordinatorTiming, timedCoordinatorCrash, timedCoordinatorMove, timedCoordinatorMoveAndCrash } from '../machines/systems/timed-coordinator.ts';
import {
  dirtyIntervalMs,
  liveTiming,
  liveTimingAtTheCap,
  liveTimingJustTooLarge,
  pageTimeMs,
  switchOverMs,
  timedLiveMigration,
  timedLiveMigrationWithoutCsv,
  timedMigrationAndCrash,
  timedMigrationAtTheCap,
  timedMigrationBroken,
  timedMigrationJustTooLarge,
  type LiveTiming,
} from '../machines/systems/timed-live-migration.ts';
import { defineSuite, type Property, type Suite } from '../src/index.ts';
import { ioIsDoneUnderTheNextCoordinator, ioPauseKeepsClients, ioPausesNoLonger } from './bounds/coordinator.ts';
import { aCrashInAMigrationEnds, aFailedMigrationGoesOn, aFailedMigrationIsNoticed, aLiveMigrationEnds, aLunTakesTimeToMove, aMigratedVmIsStartedAfterACrash, blackoutIsBounded, blackoutTakesDismountAndMount, liveMigrationKeepsClients } from './bounds/live-migration.ts';
import { migratedLunIsMountedOnce } from './invariants/migrated-storage.ts';
import { pagesLeftMost, pagesSentMost, passesEndInTime, theCapIsReached, thePassesAreSeveral, type PreCopy } from './theorems/pre-copy-convergence.ts';

/** A timing as the theorem speaks of it. */
export function preCopyOf(timing: LiveTiming): PreCopy {
  return { ...timing, copyTime: pageTimeMs(timing), dirtyInterval: dirtyIntervalMs(timing) };
}

/** The longest brownout, by the theorem. */
export function brownoutMostMs(timing: LiveTiming): number {
  return pagesSentMost(preCopyOf(timing)) * pageTimeMs(timing);
}

/** The longest blackout, by the theorem. */
export function blackoutMostMs(timing: LiveTiming, storage: 'csv' | 'lun'): number {
  return pagesLeftMost(preCopyOf(timing)) * pageTimeMs(timing) + switchOverMs(timing, storage);
}

/** What is dark until the source finds out: it may be about to hear that the target has got everything. */
const failedMs = blackoutMostMs(liveTiming, 'csv') - liveTiming.restoreMs + liveTiming.keepAliveMs;
const crashedMs = blackoutMostMs(liveTiming, 'csv') + liveTiming.detectionMs + liveTiming.bootMs;

function migrationBounds(timing: LiveTiming, storage: 'csv' | 'lun'): readonly Property[] {
  return [passesEndInTime(brownoutMostMs(timing)), blackoutIsBounded(blackoutMostMs(timing, storage)), liveMigrationKeepsClients(), aLiveMigrationEnds];
}

const { dismountMs, mountMs, detectionMs } = coordinatorTiming;

const lunMs = liveTiming.dismountMs + liveTiming.mountMs;

export const timedLiveMigrationSuites: readonly Suite[] = [
  defineSuite({
    id: 'live-migration-timed',
    about: 'How long a VM of 2 GiB on a shared volume is dark while it is moved, when it dirties half of what the link carries.',
    scopes: timedLiveMigration(),
    properties: [...migrationBounds(liveTiming, 'csv'), thePassesAreSeveral],
  }),
  defineSuite({
    id: 'live-migration-without-csv-timed',
    about: 'The same with a LUN of its own, which has to be dismounted and mounted in the blackout.',
    scopes: timedLiveMigrationWithoutCsv(),
    properties: [...migrationBounds(liveTiming, 'lun'), blackoutTakesDismountAndMount(lunMs), aLunTakesTimeToMove(lunMs), migratedLunIsMountedOnce, thePassesAreSeveral],
  }),
  defineSuite({
    id: 'live-migration-at-the-cap',
    about: 'The same on a shared volume, when it dirties as much as the link carries: ten passes, and all of it once more.',
    scopes: timedMigrationAtTheCap(),
    properties: [...migrationBounds(liveTimingAtTheCap, 'csv'), theCapIsReached],
  }),
  defineSuite({
    id: 'live-migration-just-too-large',
    about: 'The same with 2.5 GiB: what is left after ten passes takes longer than clients wait.',
    scopes: timedMigrationJustTooLarge(),
    properties: [...migrationBounds(liveTimingJustTooLarge, 'csv'), theCapIsReached],
    expect: { [liveMigrationKeepsClients().id]: 'violated' },
  }),
  defineSuite({
    id: 'live-migration-broken-timed',
    about: 'How long a VM on a shared volume is dark when its migration fails: the connection breaks, or the target gives up.',
    scopes: timedMigrationBroken(),
    properties: [aFailedMigrationGoesOn(failedMs), liveMigrationKeepsClients(), aFailedMigrationIsNoticed, aLiveMigrationEnds],
  }),
  defineSuite({
    id: 'live-migration-and-crash-timed',
    about: 'How long a VM on a shared volume is dark when its source or its target crashes while it migrates.',
    scopes: timedMigrationAndCrash(),
    properties: [aCrashInAMigrationEnds(crashedMs), liveMigrationKeepsClients(), aMigratedVmIsStartedAfterACrash, aLiveMigrationEnds],
    expect: { [liveMigrationKeepsClients().id]: 'violated' },
  }),
  defineSuite({
    id: 'coordinator-move-timed',
    about: 'How long a VM waits for its I/O while the coordinator of its volume is moved.',
    scopes: timedCoordinatorMove(),
    properties: [ioPausesNoLonger(dismountMs + mountMs), ioPauseKeepsClients, ioIsDoneUnderTheNextCoordinator],
  }),
  defineSuite({
    id: 'coordinator-crash-timed',
    about: 'The same when a node crashes, the coordinator or another.',
    scopes: timedCoordinatorCrash(),
    properties: [ioPausesNoLonger(detectionMs + mountMs), ioPauseKeepsClients, ioIsDoneUnderTheNextCoordinator],
  }),
  defineSuite({
    id: 'coordinator-move-and-crash-timed',
    about: 'The same when a node crashes while the coordinator is moved: at worst the one that mounts the volume.',
    scopes: timedCoordinatorMoveAndCrash(),
    properties: [ioPausesNoLonger(dismountMs + mountMs + detectionMs + mountMs), ioPauseKeepsClients, ioIsDoneUnderTheNextCoordinator],
  }),
];

/** Every claim that a defect may name. */
export const timedLiveMigrationClaims: readonly Property[] = [
  ...migrationBounds(liveTiming, 'csv'),
  blackoutTakesDismountAndMount(lunMs),
  aLunTakesTimeToMove(lunMs),
  migratedLunIsMountedOnce,
  aFailedMigrationGoesOn(failedMs),
  aCrashInAMigrationEnds(crashedMs),
  ioPausesNoLonger(dismountMs + mountMs),
  ioPauseKeepsClients,
];
