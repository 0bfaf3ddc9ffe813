/**
 * B9: after a migration that failed late, the source goes on without regaining the files it had given up.
 *
 * Real: QEMU fe904ea8242c, 1d2acc3162d9 (abort after the images were inactivated).
 */
import { raise } from 'xstate';
import { partition } from '../live-migration/partition.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

const carelessPartition = partition.provide({ actions: { regainFiles: raise(({ context }) => ({ type: 'FILES_OPENED', disk: context.disk })) } });

export const liveSourceRestartedWithoutDisk: Defect = {
  id: 'b9-live-source-restarted-without-disk',
  about: 'B9: after a failed live migration the source goes on without having its disk again.',
  scopes: liveMigration({ partition: carelessPartition }, 'defect:b9-live-source-restarted-without-disk'),
  rejectedBy: ['live-vm-has-its-files'],
};
