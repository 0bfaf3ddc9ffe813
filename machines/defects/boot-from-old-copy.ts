/**
 * The VM boots from a copy that was made when the cluster was set up, and not from the disk as it is.
 */
import { assign } from 'xstate';
import { virtualMachine } from '../failover/virtual-machine.ts';
import { failover } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const nostalgic = virtualMachine.provide({ actions: { readDisk: assign({ disk: 0 }) } });

export const bootFromOldCopy: Defect = {
  id: 'boot-from-old-copy',
  about: 'After a failover the VM boots from an old copy of its disk.',
  scopes: failover({ virtualMachine: nostalgic }, 'defect:boot-from-old-copy'),
  rejectedBy: ['vm-of-the-holder-sees-its-disk'],
};
