/**
 * What was queued is sent when the volume is active again, and stays in the queue: the next pause sends it once more.
 */
import { enqueueActions } from 'xstate';
import { requestFor, volume, wayOf } from '../csv/volume.ts';
import { csvCoordination } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

const forgetfulVolume = volume.provide({
  actions: {
    replay: enqueueActions(({ context, enqueue }) => {
      const sent = context.queue.map((io) => ({ ...io, via: wayOf(context, io) }));
      enqueue.assign({ inFlight: sent });
      for (const { via, ...io } of sent) {
        const request = requestFor(context, io, via);
        enqueue.sendTo(({ system }) => system.get(request.to), () => request.event);
      }
    }),
  },
});

export const csvIoReplayedTwice: Defect = {
  id: 'csv-io-replayed-twice',
  about: 'Queued I/O stays in the queue when it is replayed, and is replayed again.',
  scopes: csvCoordination({ volume: forgetfulVolume }, 'defect:csv-io-replayed-twice'),
  rejectedBy: ['io-is-answered-once', 'io-is-held-or-under-way'],
};
