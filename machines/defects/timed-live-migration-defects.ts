/**
 * Every defect of time in live migration and on a shared volume.
 */
import { coordinatorChecksOnMount } from './coordinator-checks-on-mount.ts';
import type { Defect } from './defect.ts';
import { brokenConnectionUnnoticed, lostNodeUnnoticed } from './lost-end-unnoticed.ts';
import { lunMovedInNoTime } from './lun-moved-in-no-time.ts';
import { lunTakenBeforeTheDismount } from './lun-taken-before-the-dismount.ts';
import { memoryCopiedInTheBlackout } from './memory-copied-in-the-blackout.ts';
import { passesOutrunTheClock } from './passes-outrun-the-clock.ts';

export const timedLiveMigrationDefects: readonly Defect[] = [passesOutrunTheClock, memoryCopiedInTheBlackout, lunMovedInNoTime, lunTakenBeforeTheDismount, brokenConnectionUnnoticed, lostNodeUnnoticed, coordinatorChecksOnMount];
