/**
 * The source does not wait for the shell VM: memory arrives where nothing can receive it, and is lost.
 */
import { enqueueActions } from 'xstate';
import { migrationWorker } from '../live-migration/migration-worker.ts';
import { workerName } from '../live-migration/names.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

const impatientWorker = migrationWorker.provide({
  actions: {
    connect: enqueueActions(({ context: { node, session }, enqueue }) => {
      if (session === null) return;
      const { vm, attempt, route } = session;
      enqueue.sendTo(({ system }) => system.get(route), () => ({ type: 'CONNECT', vm, attempt, message: { type: 'SETUP', from: node } }));
      enqueue.sendTo(({ system }) => system.get(workerName(node)), () => ({ type: 'SHELL_READY', route, vm, attempt }));
    }),
  },
});

export const copiedBeforeTheShell: Defect = {
  id: 'copied-before-the-shell',
  about: 'Memory is sent before the target has made a shell VM.',
  scopes: liveMigration({ migrationWorker: impatientWorker }, 'defect:copied-before-the-shell'),
  rejectedBy: ['memory-goes-into-a-shell', 'memory-arrives-as-it-stopped', 'first-pass-precedes-the-stop'],
};
