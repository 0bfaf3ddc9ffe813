/**
 * Every defect of live migration, each re-creating one way to get it wrong.
 */
import { abortDoesNotClose } from './abort-does-not-close.ts';
import { answerAboutAnotherVm } from './answer-about-another-vm.ts';
import { ackRace } from './b1-ack-race.ts';
import { liveTargetStartedEarly } from './b10-live-target-started-early.ts';
import { runStateNotCarried } from './b11-run-state-not-carried.ts';
import { liveSourceStaysFrozen } from './b12-live-source-stays-frozen.ts';
import { lostAnswerTakenForFailure } from './b13-lost-answer-taken-for-failure.ts';
import { neitherSideRuns } from './b14-neither-side-runs.ts';
import { failedAttemptClearsBits } from './b2-failed-attempt-clears-bits.ts';
import { secondHopLosesPages } from './b3-second-hop-loses-pages.ts';
import { deviceWritesNotLogged } from './b4-device-writes-not-logged.ts';
import { bitmapDiscarded } from './b5-bitmap-discarded.ts';
import { readThenClear } from './b6-read-then-clear.ts';
import { liveTargetOpensBeforeFlush } from './b7-live-target-opens-before-flush.ts';
import { lockReleasedLate } from './b8-lock-released-late.ts';
import { liveSourceRestartedWithoutDisk } from './b9-live-source-restarted-without-disk.ts';
import { copiedBeforeTheShell } from './copied-before-the-shell.ts';
import type { Defect } from './defect.ts';
import { everyPageSentAgain } from './every-page-sent-again.ts';
import { filesLockedByVolume } from './files-locked-by-volume.ts';
import { liveExpelledNodeStillWrites } from './live-expelled-node-still-writes.ts';
import { liveFailoverForgotten } from './live-failover-forgotten.ts';
import { logNotStarted } from './log-not-started.ts';
import { mountedPastTheReservation } from './mounted-past-the-reservation.ts';
import { passesWithoutEnd } from './passes-without-end.ts';
import { recordedOnlineEarly } from './recorded-online-early.ts';
import { stoppedBeforeCopied } from './stopped-before-copied.ts';
import { targetDoesNotWaitForItsLun } from './target-does-not-wait-for-its-lun.ts';
import { targetTakesTheLun } from './target-takes-the-lun.ts';
import { twoMigrationsAtOnce } from './two-migrations-at-once.ts';
import { uncommittedShellRestored } from './uncommitted-shell-restored.ts';

export const liveMigrationDefects: readonly Defect[] = [
  ackRace,
  failedAttemptClearsBits,
  secondHopLosesPages,
  deviceWritesNotLogged,
  bitmapDiscarded,
  readThenClear,
  liveTargetOpensBeforeFlush,
  lockReleasedLate,
  liveSourceRestartedWithoutDisk,
  liveTargetStartedEarly,
  runStateNotCarried,
  liveSourceStaysFrozen,
  lostAnswerTakenForFailure,
  neitherSideRuns,
  copiedBeforeTheShell,
  everyPageSentAgain,
  passesWithoutEnd,
  stoppedBeforeCopied,
  uncommittedShellRestored,
  liveExpelledNodeStillWrites,
  targetDoesNotWaitForItsLun,
  mountedPastTheReservation,
  recordedOnlineEarly,
  twoMigrationsAtOnce,
  answerAboutAnotherVm,
  filesLockedByVolume,
  logNotStarted,
  abortDoesNotClose,
  liveFailoverForgotten,
  targetTakesTheLun,
];
