/**
 * Migration worker: that of live migration, whose requests to the cluster database travel with the other reports of its node.
 *
 * Source: LM-7; domain.md 1.3, 3.2.
 */
import { enqueueActions } from 'xstate';
import { fromName } from '../csv/names.ts';
import { migrationWorker as workerOfLiveMigration } from '../live-migration/migration-worker.ts';

export const migrationWorker = workerOfLiveMigration.provide({
  actions: {
    askForCommit: enqueueActions(({ context: { node, session }, enqueue }) => {
      if (session === null) return;
      const { vm, peer, attempt } = session;
      enqueue.sendTo(({ system }) => system.get(fromName(node)), () => ({ type: 'SEND', to: vm, message: { type: 'COMMIT', node, to: peer, attempt } }));
    }),
    askForAbort: enqueueActions(({ context: { node, session }, enqueue }) => {
      if (session === null) return;
      const { vm, attempt } = session;
      enqueue.sendTo(({ system }) => system.get(fromName(node)), () => ({ type: 'SEND', to: vm, message: { type: 'ABORT', node, attempt } }));
    }),
  },
});
