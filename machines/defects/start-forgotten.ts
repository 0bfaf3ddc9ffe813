/**
 * A VM that is wanted again while it is still being turned off goes off, and stays off: the start was forgotten.
 *
 * The model had this once. It showed on a clock: a VM that was wanted could be dark for ever.
 */
import { vmResource } from '../vm-resource.ts';
import { quickMigration } from '../systems/quick-migration.ts';
import type { Defect } from './defect.ts';

/** It takes two commands, so the smallest scope has no room for it. */
const { small, review } = quickMigration({ vmResource: vmResource.provide({ guards: { isWantedAgain: () => false } }) }, 'defect:start-forgotten');

export const startForgotten: Defect = {
  id: 'start-forgotten',
  about: 'A VM that is started while it is being turned off stays off.',
  scopes: { small, review },
  rejectedBy: ['wanted-vm-is-online'],
};
