/**
 * Each pass sends every page, dirty or not: the blackout is as long as a whole copy.
 */
import { enqueueActions } from 'xstate';
import { workerName } from '../live-migration/names.ts';
import { partition } from '../live-migration/partition.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

const blindPartition = partition.provide({
  actions: {
    scan: enqueueActions(({ context: { node, dirty }, event, enqueue }) => {
      if (event.type !== 'SCAN' || dirty === null) return;
      const { from } = event;
      if (from < dirty.length) enqueue.assign({ dirty: dirty.map((bit, at) => bit && at !== from) });
      const answer = from < dirty.length ? { type: 'FOUND', page: from } : { type: 'PASS_DONE', remaining: dirty.filter((bit) => bit).length };
      enqueue.sendTo(({ system }) => system.get(workerName(node)), () => answer);
    }),
  },
});

export const everyPageSentAgain: Defect = {
  id: 'every-page-sent-again',
  about: 'Every pass copies all of memory instead of what was written.',
  scopes: liveMigration({ partition: blindPartition }, 'defect:every-page-sent-again'),
  rejectedBy: ['only-dirty-pages-are-sent-again'],
};
