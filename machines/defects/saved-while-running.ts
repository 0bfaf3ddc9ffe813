/**
 * The guest goes on while its memory is being saved, and what it does then is not in the file.
 */
import { quickMigration } from '../systems/quick-migration.ts';
import { virtualMachine } from '../virtual-machine.ts';
import type { Defect } from './defect.ts';

export const savedWhileRunning: Defect = {
  id: 'saved-while-running',
  about: 'The VM is not paused while its memory is saved.',
  scopes: quickMigration({ virtualMachine: virtualMachine.provide({ guards: { mayRunWhileSaving: () => true } }) }, 'defect:saved-while-running'),
  rejectedBy: ['memory-is-what-the-guest-left'],
};
