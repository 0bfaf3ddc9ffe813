/**
 * The VM is stopped before its memory has been copied: stop and copy, which is quick migration with the network for a disk.
 */
import { enqueueActions } from 'xstate';
import { workerName } from '../live-migration/names.ts';
import { partition } from '../live-migration/partition.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

const lazyPartition = partition.provide({
  actions: {
    scan: enqueueActions(({ context: { node, dirty, runState }, event, enqueue }) => {
      if (event.type !== 'SCAN' || dirty === null) return;
      // Not frozen: nothing is sent yet.
      const page = runState === null ? -1 : dirty.findIndex((bit, at) => bit && at >= event.from);
      if (page >= 0) enqueue.assign({ dirty: dirty.map((bit, at) => bit && at !== page) });
      enqueue.sendTo(({ system }) => system.get(workerName(node)), () => (page >= 0 ? { type: 'FOUND', page } : { type: 'PASS_DONE', remaining: 0 }));
    }),
  },
});

export const stoppedBeforeCopied: Defect = {
  id: 'stopped-before-copied',
  about: 'The VM is stopped before the first pass over its memory.',
  scopes: liveMigration({ partition: lazyPartition }, 'defect:stopped-before-copied'),
  rejectedBy: ['first-pass-precedes-the-stop'],
};
