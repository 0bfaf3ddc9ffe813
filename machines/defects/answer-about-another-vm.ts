/**
 * The source takes any answer of the cluster database for its own, although each VM counts its attempts by itself.
 *
 * An answer about a VM that this node has just received then tells it to go on with the one that it has just given away. Found by the
 * checker in an earlier form of this model, which matched answers by their number alone.
 */
import { migrationWorker } from '../live-migration/migration-worker.ts';
import { crossedMigrations } from '../systems/crossed-migrations.ts';
import type { Defect } from './defect.ts';

const gullibleWorker = migrationWorker.provide({ guards: { isAnswer: ({ context, event }) => (event.type === 'OWNER_IS' || event.type === 'CALL_FAILED') && event.attempt === context.session?.attempt } });

export const answerAboutAnotherVm: Defect = {
  id: 'answer-about-another-vm',
  about: 'The source is told who owns another VM, and takes it for an answer about its own.',
  scopes: crossedMigrations({ migrationWorker: gullibleWorker }, 'defect:answer-about-another-vm'),
  rejectedBy: ['only-the-owner-goes-on'],
};
