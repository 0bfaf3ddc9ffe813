/**
 * The target lets the VM run while its LUN is still being mounted: the blackout would be as short as with a shared volume.
 */
import { enqueueActions } from 'xstate';
import { volumeName } from '../live-migration/names.ts';
import { partition } from '../live-migration/partition.ts';
import { liveMigrationWithoutCsv } from '../systems/live-migration-without-csv.ts';
import type { Defect } from './defect.ts';

const eagerPartition = partition.provide({
  actions: {
    openFiles: enqueueActions(({ context: { node, vm, volume, disk }, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(volumeName(node, volume)), () => ({ type: 'OPEN', vm, preempt: false }));
      enqueue.raise({ type: 'FILES_OPENED', disk });
    }),
  },
});

export const targetDoesNotWaitForItsLun: Defect = {
  id: 'target-does-not-wait-for-its-lun',
  about: 'The VM runs on the target before its LUN is mounted there.',
  scopes: liveMigrationWithoutCsv({ partition: eagerPartition }, 'defect:target-does-not-wait-for-its-lun'),
  rejectedBy: ['lun-never-moves-under-a-running-vm', 'live-vm-has-its-files'],
};
