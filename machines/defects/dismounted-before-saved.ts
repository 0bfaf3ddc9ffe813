/**
 * The VM resource counts as offline when the save begins, and the disk is dismounted under a VM that is still saving.
 */
import { enqueueActions } from 'xstate';
import { vmName } from '../names.ts';
import { quickMigration } from '../systems/quick-migration.ts';
import { vmResource } from '../vm-resource.ts';
import type { Defect } from './defect.ts';

const hastyResource = vmResource.provide({
  actions: {
    save: enqueueActions(({ context, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(vmName(context.owner, context.id)), { type: 'SAVE' });
      enqueue.sendTo(({ system }) => system.get(context.id), { type: 'SAVED' });
    }),
    // What it thinks is done needs no more word to the VM.
    unregister: () => {},
  },
});

export const dismountedBeforeSaved: Defect = {
  id: 'dismounted-before-saved',
  about: 'The disk is taken offline while the VM on it is still being saved.',
  scopes: quickMigration({ vmResource: hastyResource }, 'defect:dismounted-before-saved'),
  rejectedBy: ['saved-before-dismount', 'vm-runs-where-its-lun-is'],
};
