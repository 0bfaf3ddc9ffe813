/**
 * VM role: the record of live migration, whose notices and answers travel with the other updates of the cluster database.
 *
 * Source: LM-7, LM-8, HA-1; domain.md 1.3.
 */
import { enqueueActions } from 'xstate';
import { toName } from '../csv/names.ts';
import { partitionName, workerName } from '../live-migration/names.ts';
import { vmRole as roleInLiveMigration } from '../live-migration/vm-role.ts';

export const vmRole = roleInLiveMigration.provide({
  actions: {
    tellOwnerToMigrate: enqueueActions(({ context: { id, owner, attempt, target }, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(toName(owner)), () => ({ type: 'SEND', to: partitionName(owner, id), message: { type: 'MIGRATE', to: target, attempt } }));
    }),
    bringOnlineLive: enqueueActions(({ context: { id, owner, attempt }, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(toName(owner)), () => ({ type: 'SEND', to: partitionName(owner, id), message: { type: 'BRING_ONLINE', attempt, live: true } }));
    }),
    bringOnline: enqueueActions(({ context: { id, owner, attempt }, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(toName(owner)), () => ({ type: 'SEND', to: partitionName(owner, id), message: { type: 'BRING_ONLINE', attempt, live: false } }));
    }),
    answerOwner: enqueueActions(({ context: { id: vm, owner }, event, enqueue }) => {
      if (event.type !== 'COMMIT' && event.type !== 'ABORT') return;
      const { node, attempt } = event;
      enqueue.sendTo(({ system }) => system.get(toName(node)), () => ({ type: 'SEND', to: workerName(node), message: { type: 'OWNER_IS', vm, owner, attempt } }));
    }),
  },
});
