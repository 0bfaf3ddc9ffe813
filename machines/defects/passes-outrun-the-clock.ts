/**
 * The passes are not counted: on a clock, a guest that dirties as much as the link carries is copied for ever.
 */
import { assign } from 'xstate';
import { timedMigrationAtTheCap, timedParts, type LiveTiming } from '../systems/timed-live-migration.ts';
import type { Defect } from './defect.ts';

/** Each pass is taken for the first one, so that no number grows. */
export function uncappedWorker(timing: LiveTiming): ReturnType<typeof timedParts>['migrationWorker'] {
  return timedParts(timing).migrationWorker.provide({ guards: { wasLastPass: () => false }, actions: { startPass: assign({ pass: 1, page: null }) } });
}

export const passesOutrunTheClock: Defect = {
  id: 'passes-outrun-the-clock',
  about: 'Nobody counts the passes over a memory that becomes dirty as fast as it is copied.',
  scopes: timedMigrationAtTheCap((timing) => ({ migrationWorker: uncappedWorker(timing) }), 'defect:passes-outrun-the-clock'),
  rejectedBy: ['passes-end-in-time'],
};
