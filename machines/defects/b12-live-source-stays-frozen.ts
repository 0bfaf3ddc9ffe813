/**
 * B12: a migration fails in the blackout, and nobody lets the source go on.
 *
 * Real: cloud-hypervisor 71c7dff32b47; Propolis 7642abae (#416).
 */
import { sendTo } from 'xstate';
import { migrationWorker } from '../live-migration/migration-worker.ts';
import { workerName } from '../live-migration/names.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

const absentMindedWorker = migrationWorker.provide({ actions: { unfreeze: sendTo(({ system, context }) => system.get(workerName(context.node)), { type: 'RESUMED' }) } });

export const liveSourceStaysFrozen: Defect = {
  id: 'b12-live-source-stays-frozen',
  about: 'B12: the source VM stays frozen after a live migration that failed.',
  scopes: liveMigration({ migrationWorker: absentMindedWorker }, 'defect:b12-live-source-stays-frozen'),
  rejectedBy: ['vm-goes-on-after-a-failed-migration'],
};
