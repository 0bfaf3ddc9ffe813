/**
 * The record of a VM leaves a lost owner alone while a migration is open, as if the migration were to settle it: with its source gone
 * the migration is called off by the target, and the VM is started nowhere.
 */
import { vmRole } from '../cluster/vm-role.ts';
import { clusterScopes } from '../systems/whole-cluster.ts';
import type { Defect } from './defect.ts';

const patientRole = vmRole.provide({
  guards: { ownerIsDown: ({ context, event }) => event.type === 'MEMBERSHIP' && context.target === null && !event.up.includes(context.owner) },
});

export const clusterLossIgnoredWhileMigrating: Defect = {
  id: 'cluster-loss-ignored-while-migrating',
  about: 'A VM whose node is lost in the middle of its migration is started nowhere.',
  scopes: { small: clusterScopes({ vmRole: patientRole }, 'defect:cluster-loss-ignored-while-migrating').small },
  rejectedBy: ['settled-vms-run-on-one-member'],
};
