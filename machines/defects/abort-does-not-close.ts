/**
 * ABORT tells the source who the owner is, and leaves the attempt open: the COMMIT that the source has given up for lost arrives later,
 * and changes the owner of a VM that runs on the source again.
 */
import { vmRole } from '../live-migration/vm-role.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

export const abortDoesNotClose: Defect = {
  id: 'abort-does-not-close',
  about: 'A change of ownership that was given up is obeyed when it arrives late.',
  scopes: liveMigration({ vmRole: vmRole.provide({ guards: { isThisAttempt: () => false } }) }, 'defect:abort-does-not-close'),
  rejectedBy: ['only-the-owner-goes-on', 'files-are-released-before-the-move'],
};
