/**
 * B2: an attempt that failed has cleared dirty bits, and the next one sends only what was written since.
 *
 * Real: Propolis #232, #616, 755b1bc86d57 (#386), 8992609f450d (#682).
 */
import { assign } from 'xstate';
import { partition } from '../live-migration/partition.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

const rememberingPartition = partition.provide({
  actions: {
    startLog: assign(({ context }) => ({ dirty: context.dirty ?? Array.from({ length: context.pages }, () => true) })),
    stopLog: () => {},
  },
});

export const failedAttemptClearsBits: Defect = {
  id: 'b2-failed-attempt-clears-bits',
  about: 'B2: a failed attempt has cleared dirty bits, and its retry sends only newer pages.',
  scopes: liveMigration({ partition: rememberingPartition }, 'defect:b2-failed-attempt-clears-bits'),
  rejectedBy: ['memory-arrives-as-it-stopped', 'first-pass-precedes-the-stop'],
};
