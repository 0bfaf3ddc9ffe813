/**
 * The target does not look for a saved state and boots. What was saved is thrown away, and its file goes stale.
 */
import { quickMigration } from '../systems/quick-migration.ts';
import { virtualMachine } from '../virtual-machine.ts';
import type { Defect } from './defect.ts';

export const savedStateIgnored: Defect = {
  id: 'saved-state-ignored',
  about: 'The target boots the VM although it has a saved state.',
  scopes: quickMigration({ virtualMachine: virtualMachine.provide({ guards: { hasSavedState: () => false } }) }, 'defect:saved-state-ignored'),
  rejectedBy: ['saved-state-is-restored'],
};
