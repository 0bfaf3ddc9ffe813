/**
 * Preemption takes the reservation and forgets to remove the old holder's key: a write that was on its way from the
 * crashed node lands under the feet of the new owner. Fencing that fails in silence (domain.md 1.5).
 */
import { assign } from 'xstate';
import { lun } from '../lun.ts';
import { quickMigration } from '../systems/quick-migration.ts';
import type { Defect } from './defect.ts';

const forgivingLun = lun.provide({
  actions: {
    evictAndGrant: assign(({ context, event }) => ({ holder: event.node, registrants: [...new Set([...context.registrants, event.node])].toSorted() })),
  },
});

export const evictedNodeStillWrites: Defect = {
  id: 'evicted-node-still-writes',
  about: 'Preemption leaves the old owner registered, so that its late writes land.',
  scopes: quickMigration({ lun: forgivingLun }, 'defect:evicted-node-still-writes'),
  rejectedBy: ['lost-lun-is-fenced', 'running-vm-sees-its-disk'],
};
