/**
 * B13: the source takes a lost answer for a migration that failed, and goes on; the target runs already, and both write. And as it
 * does not close the attempt either, a request given up for lost changes the owner later, under a VM that runs.
 *
 * Real: KubeVirt #15373, #15711, #16622 (two live instances, corrupted disks), where nothing but membership fenced the storage.
 */
import { sendTo } from 'xstate';
import { migrationWorker } from '../live-migration/migration-worker.ts';
import { workerName } from '../live-migration/names.ts';
import { unlockedDisk } from '../systems/handshake-migration.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

const presumingWorker = migrationWorker.provide({
  actions: { askForAbort: sendTo(({ system, context }) => system.get(workerName(context.node)), ({ context }) => ({ type: 'OWNER_IS', vm: context.session?.vm, owner: context.node, attempt: context.session?.attempt })) },
});

export const lostAnswerTakenForFailure: Defect = {
  id: 'b13-lost-answer-taken-for-failure',
  about: 'B13: two live instances after a migration whose completion the source did not hear of.',
  scopes: liveMigration({ migrationWorker: presumingWorker, csvDisk: unlockedDisk }, 'defect:b13-lost-answer-taken-for-failure'),
  rejectedBy: ['memory-arrives-as-it-stopped', 'one-side-runs-unless-isolated', 'one-side-can-write', 'only-the-owner-goes-on', 'files-are-released-before-the-move', 'migrated-vm-knows-its-disk', 'writes-come-through-a-handle'],
};
