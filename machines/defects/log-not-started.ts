/**
 * Memory is to be copied while nothing records what is written meanwhile.
 */
import { partition } from '../live-migration/partition.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

export const logNotStarted: Defect = {
  id: 'log-not-started',
  about: 'The dirty log is off in brownout.',
  scopes: liveMigration({ partition: partition.provide({ actions: { startLog: () => {} } }) }, 'defect:log-not-started'),
  rejectedBy: ['vm-runs-while-it-is-copied'],
};
