/**
 * A node that is not the coordinator extends a file itself, straight on the disk: NTFS on the coordinator knows nothing of it.
 */
import { enqueueActions } from 'xstate';
import { pathName } from '../csv/names.ts';
import { volume } from '../csv/volume.ts';
import { csvOperations } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

const presumptuousVolume = volume.provide({
  actions: {
    issue: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE' && event.type !== 'EXTEND') return;
      const { type: kind, vm, content } = event;
      enqueue.assign({ inFlight: [...context.inFlight, { kind, vm, content, via: 'direct' }] });
      enqueue.sendTo(({ system }) => system.get(pathName(context.node)), () => ({ type: kind, vm, content, by: 'csv1', client: context.node }));
    }),
  },
});

export const csvMetadataFromEverywhere: Defect = {
  id: 'csv-metadata-from-everywhere',
  about: 'A node that is not the coordinator changes metadata itself.',
  scopes: csvOperations({ volume: presumptuousVolume }, 'defect:csv-metadata-from-everywhere'),
  rejectedBy: ['metadata-is-the-coordinators', 'io-is-held-or-under-way'],
};
