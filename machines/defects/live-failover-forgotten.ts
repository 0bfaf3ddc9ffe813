/**
 * The record of a VM takes no notice of a node that is down: a crash in the middle of a migration leaves the VM with a dead owner.
 */
import { vmRole } from '../live-migration/vm-role.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

export const liveFailoverForgotten: Defect = {
  id: 'live-failover-forgotten',
  about: 'Nobody starts the VM when its owner has crashed.',
  scopes: liveMigration({ vmRole: vmRole.provide({ guards: { ownerIsDown: () => false } }) }, 'defect:live-failover-forgotten'),
  rejectedBy: ['vm-is-not-forgotten', 'record-follows-the-vm', 'no-vm-stays-with-a-dead-node'],
};
