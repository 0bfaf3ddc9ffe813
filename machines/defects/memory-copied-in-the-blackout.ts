/**
 * The log is started anew when the VM is stopped, so every page counts as dirty and is sent in the blackout: stop and copy.
 */
import { enqueueActions } from 'xstate';
import { partitionName } from '../live-migration/names.ts';
import { liveTiming, liveTimingJustTooLarge, timedMigrationInPages, timedParts, type LiveTiming } from '../systems/timed-live-migration.ts';
import type { Defect } from './defect.ts';

function relogging(timing: LiveTiming): ReturnType<typeof timedParts>['migrationWorker'] {
  return timedParts(timing).migrationWorker.provide({
    actions: {
      freeze: enqueueActions(({ context: { node, session }, enqueue }) => {
        if (session === null) return;
        for (const event of [{ type: 'START_LOG' }, { type: 'FREEZE', attempt: session.attempt }]) enqueue.sendTo(({ system }) => system.get(partitionName(node, session.vm)), () => event);
      }),
    },
  });
}

export const memoryCopiedInTheBlackout: Defect = {
  id: 'memory-copied-in-the-blackout',
  about: 'All memory is copied once more while the VM is stopped, 2.5 GiB of it.',
  scopes: timedMigrationInPages('defect:memory-copied-in-the-blackout', { ...liveTimingJustTooLarge, dirtyMibPerS: liveTiming.dirtyMibPerS }, [1, 5], (timing) => ({ migrationWorker: relogging(timing) })),
  rejectedBy: ['blackout-is-bounded', 'live-migration-keeps-clients'],
};
