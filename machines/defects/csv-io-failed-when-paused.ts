/**
 * A paused volume fails I/O at once, instead of delaying it: the guest sees an error in every backup.
 */
import { enqueueActions } from 'xstate';
import { vmName } from '../csv/names.ts';
import { volume } from '../csv/volume.ts';
import { csvCoordination } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

const impatientVolume = volume.provide({
  actions: {
    hold: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE' && event.type !== 'EXTEND') return;
      const { content, vm } = event;
      const type = `${event.type}_REFUSED`;
      enqueue.sendTo(({ system }) => system.get(vmName(context.node, vm)), () => ({ type, content }));
    }),
  },
});

export const csvIoFailedWhenPaused: Defect = {
  id: 'csv-io-failed-when-paused',
  about: 'I/O that comes while the volume is paused is reported failed.',
  scopes: csvCoordination({ volume: impatientVolume }, 'defect:csv-io-failed-when-paused'),
  rejectedBy: ['io-fails-only-when-given-up'],
};
