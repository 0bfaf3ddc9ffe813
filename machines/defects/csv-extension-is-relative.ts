/**
 * A file is extended by one instead of to a size: sent again after its answer was lost, the extension happens twice.
 */
import { assign } from 'xstate';
import { sharedDisk } from '../csv/shared-disk.ts';
import { csvCoordination } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

const additiveDisk = sharedDisk.provide({
  actions: { extend: assign(({ context, event }) => (event.type === 'EXTEND' ? { sizes: { ...context.sizes, [event.vm]: (context.sizes[event.vm] ?? 0) + 1 } } : {})) },
});

export const csvExtensionIsRelative: Defect = {
  id: 'csv-extension-is-relative',
  about: 'An extension that is sent again is applied again.',
  scopes: csvCoordination({ sharedDisk: additiveDisk }, 'defect:csv-extension-is-relative'),
  rejectedBy: ['an-extension-is-applied-once'],
};
