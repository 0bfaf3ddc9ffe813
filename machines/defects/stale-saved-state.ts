/**
 * The saved-state file is kept after the VM has come to run from it. After the next crash it is restored although the
 * disk has moved on: a guest with the memory of yesterday on the disk of today.
 */
import { quickMigration } from '../systems/quick-migration.ts';
import { virtualMachine } from '../virtual-machine.ts';
import type { Defect } from './defect.ts';

export const staleSavedState: Defect = {
  id: 'stale-saved-state',
  about: 'A saved state is kept, and restored after the disk has moved on.',
  scopes: quickMigration({ virtualMachine: virtualMachine.provide({ actions: { deleteSavedState: () => {} } }) }, 'defect:stale-saved-state'),
  rejectedBy: ['saved-state-fits-the-disk', 'saved-state-is-used-once'],
};
