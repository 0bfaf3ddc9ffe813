/**
 * B3: a VM that has arrived by migration is logged from then on, and its next migration sends only what was written here.
 *
 * Real: Propolis #232 (A to B to C sends what B dirtied).
 */
import { assign } from 'xstate';
import { partition } from '../live-migration/partition.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

const travelledPartition = partition.provide({
  actions: {
    thaw: assign(({ context }) => ({ dirty: context.source === null ? null : context.memory.map(() => false), runState: null, source: null, attempt: null })),
    startLog: assign(({ context }) => ({ dirty: context.dirty ?? context.memory.map(() => true) })),
  },
});

export const secondHopLosesPages: Defect = {
  id: 'b3-second-hop-loses-pages',
  about: 'B3: the second hop sends only what was written since the first.',
  scopes: liveMigration({ partition: travelledPartition }, 'defect:b3-second-hop-loses-pages'),
  rejectedBy: ['memory-arrives-as-it-stopped', 'first-pass-precedes-the-stop'],
};
