/**
 * The node reports the VM as online when it begins to start it: who waits for it to run waits no longer.
 */
import { enqueueActions } from 'xstate';
import { linkName, workerName } from '../live-migration/names.ts';
import { partition } from '../live-migration/partition.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

const boastfulPartition = partition.provide({
  actions: {
    tellTaken: enqueueActions(({ context: { node, vm, attempt }, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(workerName(node)), () => ({ type: 'VM_TAKEN', vm }));
      enqueue.sendTo(({ system }) => system.get(linkName(node)), () => ({ type: 'REPORT', to: vm, message: { type: 'ONLINE', node, attempt } }));
    }),
  },
});

export const recordedOnlineEarly: Defect = {
  id: 'recorded-online-early',
  about: 'The VM resource is online before its VM runs.',
  scopes: liveMigration({ partition: boastfulPartition }, 'defect:recorded-online-early'),
  rejectedBy: ['record-follows-the-vm'],
};
