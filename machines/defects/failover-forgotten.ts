/**
 * The group does not notice that its owner is down, and its VM stays where nobody can run it.
 */
import { resourceGroup } from '../resource-group.ts';
import { quickMigration } from '../systems/quick-migration.ts';
import type { Defect } from './defect.ts';

export const failoverForgotten: Defect = {
  id: 'failover-forgotten',
  about: 'A group stays with a node that the cluster knows to be down.',
  scopes: quickMigration({ resourceGroup: resourceGroup.provide({ guards: { ownerIsDown: () => false } }) }, 'defect:failover-forgotten'),
  rejectedBy: ['no-group-stays-with-a-dead-node'],
};
