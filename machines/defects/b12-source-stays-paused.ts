/**
 * B12: a save fails, and nobody lets the VM go on; the group settles with a VM that counts as online and stands still.
 *
 * Real: cloud-hypervisor 71c7dff32b47, Propolis 7642abae (#416).
 */
import { quickMigration } from '../systems/quick-migration.ts';
import { vmResource } from '../vm-resource.ts';
import type { Defect } from './defect.ts';

export const sourceStaysPaused: Defect = {
  id: 'b12-source-stays-paused',
  about: 'B12: the source VM stays paused after a move that failed.',
  scopes: quickMigration({ vmResource: vmResource.provide({ actions: { resume: () => {} } }) }, 'defect:b12-source-stays-paused'),
  rejectedBy: ['settled-vm-runs'],
};
