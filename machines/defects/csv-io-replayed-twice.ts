/**
 * What was queued is sent when the volume is active again, and stays in the queue: the next pause sends it once more.
 */
import { enqueueActions } from 'xstate';
import { pathName } from '../csv/names.ts';
import { volume } from '../csv/volume.ts';
import { csvCoordination } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

const forgetfulVolume = volume.provide({
  actions: {
    /** Straight to the disk, which is the only way in the shortest of the counterexamples. */
    replay: enqueueActions(({ context, enqueue }) => {
      enqueue.assign({ inFlight: context.queue.map((io) => ({ ...io, via: 'direct' as const })) });
      for (const { vm, content } of context.queue) enqueue.sendTo(({ system }) => system.get(pathName(context.node)), () => ({ type: 'WRITE', vm, content, by: 'csv1', client: context.node }));
    }),
  },
});

export const csvIoReplayedTwice: Defect = {
  id: 'csv-io-replayed-twice',
  about: 'Queued I/O stays in the queue when it is replayed, and is replayed again.',
  scopes: csvCoordination({ volume: forgetfulVolume }, 'defect:csv-io-replayed-twice'),
  rejectedBy: ['io-is-answered-once', 'io-is-held-or-under-way'],
};
