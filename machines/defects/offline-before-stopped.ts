/**
 * The VM resource reports Offline as soon as it is told to turn the VM off, while the VM is still running.
 */
import { sendTo } from 'xstate';
import { quickMigration } from '../systems/quick-migration.ts';
import { vmResource } from '../vm-resource.ts';
import type { Defect } from './defect.ts';

const hastyResource = vmResource.provide({ actions: { turnOff: sendTo(({ system, context }) => system.get(context.id), { type: 'STOPPED' }) } });

export const offlineBeforeStopped: Defect = {
  id: 'offline-before-stopped',
  about: 'A VM resource reports Offline while its VM runs.',
  scopes: quickMigration({ vmResource: hastyResource }, 'defect:offline-before-stopped'),
  rejectedBy: ['resource-state-follows-vm-state'],
};
