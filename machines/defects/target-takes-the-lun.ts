/**
 * The target does not wait for the source to dismount the LUN: it preempts the reservation and mounts it, as after a crash.
 *
 * The source gives its files up when it cleans up (as in B8), so for a while both have the volume mounted; it dismounts it under the
 * VM that runs by then, and where the dismount fails its own VM is left behind frozen.
 */
import { sendTo } from 'xstate';
import { volumeName } from '../live-migration/names.ts';
import { partition } from '../live-migration/partition.ts';
import { liveMigrationWithoutCsv } from '../systems/live-migration-without-csv.ts';
import { hastyWorker } from './b8-lock-released-late.ts';
import type { Defect } from './defect.ts';

const forcefulPartition = partition.provide({
  actions: { openFiles: sendTo(({ system, context }) => system.get(volumeName(context.node, context.volume)), ({ context }) => ({ type: 'OPEN', vm: context.vm, preempt: true })) },
});

export const targetTakesTheLun: Defect = {
  id: 'target-takes-the-lun',
  about: 'The target preempts a LUN that the source still has mounted.',
  scopes: liveMigrationWithoutCsv({ partition: forcefulPartition, migrationWorker: hastyWorker }, 'defect:target-takes-the-lun'),
  rejectedBy: ['vm-goes-on-after-a-failed-migration', 'files-are-released-before-the-move', 'migrated-lun-is-mounted-once', 'lun-never-moves-under-a-running-vm'],
};
