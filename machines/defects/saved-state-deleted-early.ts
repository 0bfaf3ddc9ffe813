/**
 * The saved-state file is deleted when it has been read, before the VM runs. When the restore fails then, memory that a
 * planned move should have kept is gone.
 */
import { sendTo } from 'xstate';
import { mountName } from '../names.ts';
import { quickMigration } from '../systems/quick-migration.ts';
import { virtualMachine } from '../virtual-machine.ts';
import type { Defect } from './defect.ts';

const hastyMachine = virtualMachine.provide({
  actions: {
    beginRestore: sendTo(({ system, context }) => system.get(mountName(context.node, context.lun)), ({ context }) => ({ type: 'DELETE_STATE', vm: context.vm })),
  },
});

export const savedStateDeletedEarly: Defect = {
  id: 'saved-state-deleted-early',
  about: 'The saved state is deleted before the VM runs, and the restore fails.',
  scopes: quickMigration({ virtualMachine: hastyMachine }, 'defect:saved-state-deleted-early'),
  rejectedBy: ['memory-survives-failures'],
};
