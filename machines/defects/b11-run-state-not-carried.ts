/**
 * B11: the state that is sent does not say whether the VM was running, and a paused one runs on the target.
 *
 * Real: QEMU df4b1024526c (a VM paused by an I/O error).
 */
import { sendTo } from 'xstate';
import { workerName } from '../live-migration/names.ts';
import { partition } from '../live-migration/partition.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

const forgetfulPartition = partition.provide({
  actions: { answerState: sendTo(({ system, context }) => system.get(workerName(context.node)), ({ context }) => ({ type: 'CAPTURED', runState: 'enabled', disk: context.disk })) },
});

export const runStateNotCarried: Defect = {
  id: 'b11-run-state-not-carried',
  about: 'B11: a VM that was paused on the source runs on the target.',
  scopes: liveMigration({ partition: forgetfulPartition }, 'defect:b11-run-state-not-carried'),
  rejectedBy: ['run-state-arrives-with-the-vm'],
};
