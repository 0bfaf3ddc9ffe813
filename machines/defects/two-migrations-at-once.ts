/**
 * A node that sends a VM takes another one in at the same time, and loses sight of the first: two migrations share one link, which
 * Windows Server 2008 R2 forbids.
 */
import { migrationWorker } from '../live-migration/migration-worker.ts';
import { crossedMigrations } from '../systems/crossed-migrations.ts';
import type { Defect } from './defect.ts';

export const twoMigrationsAtOnce: Defect = {
  id: 'two-migrations-at-once',
  about: 'A node takes part in two migrations at a time.',
  scopes: crossedMigrations({ migrationWorker: migrationWorker.provide({ guards: { mayTakePartInSeveral: () => true } }) }, 'defect:two-migrations-at-once'),
  rejectedBy: ['a-node-is-in-one-migration'],
};
