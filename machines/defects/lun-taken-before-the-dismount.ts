/**
 * The target preempts the LUN and mounts it while the source still has it mounted: dismount and mount pass side by side, and the
 * blackout is shorter by the dismount. What it costs is that two nodes have the volume mounted.
 */
import { sendTo } from 'xstate';
import { volumeName } from '../live-migration/names.ts';
import { timedLiveMigrationWithoutCsv, timedParts } from '../systems/timed-live-migration.ts';
import { hastyWorker } from './b8-lock-released-late.ts';
import type { Defect } from './defect.ts';

export const lunTakenBeforeTheDismount: Defect = {
  id: 'lun-taken-before-the-dismount',
  about: 'On a clock, the target mounts a LUN that the source has not dismounted yet.',
  scopes: timedLiveMigrationWithoutCsv(
    (timing) => ({
      partition: timedParts(timing).partition.provide({
        actions: { openFiles: sendTo(({ system, context }) => system.get(volumeName(context.node, context.volume)), ({ context }) => ({ type: 'OPEN', vm: context.vm, preempt: true })) },
      }),
      migrationWorker: hastyWorker.provide({ delays: { setupTime: timing.setupMs, copyTime: 0, cleanupTime: timing.cleanupMs } }),
    }),
    'defect:lun-taken-before-the-dismount',
  ),
  rejectedBy: ['blackout-takes-dismount-and-mount', 'a-lun-takes-time-to-move', 'migrated-lun-is-mounted-once'],
};
