/**
 * B6: a page is read first, and its dirty bit cleared only when it has been sent: a write between the two is lost.
 *
 * Real: QEMU 86b124bc76bd (block migration).
 */
import { enqueueActions } from 'xstate';
import { workerName } from '../live-migration/names.ts';
import { partition } from '../live-migration/partition.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

const lateClearingPartition = partition.provide({
  actions: {
    /** The scan goes on after the page that has just been sent, and clears that one's bit. */
    scan: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'SCAN' || context.dirty === null) return;
      const dirty = context.dirty.map((bit, at) => bit && at !== event.from - 1);
      const page = dirty.findIndex((bit, at) => bit && at >= event.from);
      enqueue.assign({ dirty });
      const answer = page >= 0 ? { type: 'FOUND', page } : { type: 'PASS_DONE', remaining: dirty.filter((bit) => bit).length };
      enqueue.sendTo(({ system }) => system.get(workerName(context.node)), () => answer);
    }),
  },
});

export const readThenClear: Defect = {
  id: 'b6-read-then-clear',
  about: 'B6: a page is read before its dirty bit is cleared.',
  scopes: liveMigration({ partition: lateClearingPartition }, 'defect:b6-read-then-clear'),
  rejectedBy: ['memory-arrives-as-it-stopped'],
};
