/**
 * B5: the bitmap is discarded before its last bits have been read, as the VM's memory is taken down when it stops.
 *
 * Real: QEMU 4cc856fabae1, 3fbffb628c00 (a memory slot removed at reset or boot).
 */
import { assign } from 'xstate';
import { partition } from '../live-migration/partition.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

const tidyPartition = partition.provide({
  actions: { noteEnabled: assign(({ context }) => ({ runState: 'enabled' as const, dirty: context.memory.map(() => false) })) },
});

export const bitmapDiscarded: Defect = {
  id: 'b5-bitmap-discarded',
  about: 'B5: the dirty bitmap is discarded before its last bits have been read.',
  scopes: liveMigration({ partition: tidyPartition }, 'defect:b5-bitmap-discarded'),
  rejectedBy: ['memory-arrives-as-it-stopped'],
};
