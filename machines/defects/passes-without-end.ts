/**
 * The number of passes is not limited: a guest that writes faster than the network carries is copied for ever.
 */
import { migrationWorker } from '../live-migration/migration-worker.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

export const passesWithoutEnd: Defect = {
  id: 'passes-without-end',
  about: 'Memory is copied in as many passes as the guest makes necessary.',
  scopes: liveMigration({ migrationWorker: migrationWorker.provide({ guards: { wasLastPass: () => false } }) }, 'defect:passes-without-end'),
  rejectedBy: ['passes-end-at-the-cap'],
};
