/**
 * Nobody looks after the other end: a broken connection is found by TCP alone, a lost node by an administrator, and meanwhile the VM is dark.
 */
import { liveTiming, timedMigrationAndCrash, timedMigrationBroken } from '../systems/timed-live-migration.ts';
import type { Defect } from './defect.ts';

export const brokenConnectionUnnoticed: Defect = {
  id: 'broken-connection-unnoticed',
  about: 'A source finds out after half a minute that its connection is broken.',
  scopes: { tiny: timedMigrationBroken({ ...liveTiming, keepAliveMs: 30_000 }, 'defect:broken-connection-unnoticed').tiny },
  rejectedBy: ['a-failed-migration-goes-on', 'live-migration-keeps-clients'],
};

export const lostNodeUnnoticed: Defect = {
  id: 'lost-node-unnoticed',
  about: 'The cluster finds out after half a minute that a node is lost.',
  scopes: { tiny: timedMigrationAndCrash({ ...liveTiming, detectionMs: 30_000 }, 'defect:lost-node-unnoticed').tiny },
  rejectedBy: ['a-crash-in-a-migration-ends'],
};
