/**
 * B8: the source asks for the change of ownership with the files still open, and gives them up when it cleans up.
 *
 * The target, told to run the VM, may find the files locked. Real: QEMU a1fbe750fd90; a Xen variant, 5d6c599fe1d6.
 */
import { enqueueActions, sendTo } from 'xstate';
import { migrationWorker } from '../live-migration/migration-worker.ts';
import { partitionName, workerName } from '../live-migration/names.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

export const hastyWorker = migrationWorker.provide({
  actions: {
    releaseFiles: sendTo(({ system, context }) => system.get(workerName(context.node)), { type: 'FILES_RELEASED' }),
    remove: enqueueActions(({ context: { node, session }, enqueue }) => {
      if (session === null) return;
      for (const type of ['RELEASE_FILES', 'REMOVE']) enqueue.sendTo(({ system }) => system.get(partitionName(node, session.vm)), { type });
    }),
  },
});

export const lockReleasedLate: Defect = {
  id: 'b8-lock-released-late',
  about: 'B8: ownership changes while the source still has the files locked.',
  scopes: liveMigration({ migrationWorker: hastyWorker }, 'defect:b8-lock-released-late'),
  rejectedBy: ['files-are-released-before-the-move'],
};
