/**
 * B7: the source acknowledges guest writes from a cache, and gives the files up without flushing it.
 *
 * What the guest counts on is not on the disk, or lands there late, from a node that does not run the VM any more.
 * Real: cloud-hypervisor b68e7f3d911c (qcow2 metadata cached across a pause).
 */
import { enqueueActions } from 'xstate';
import { csvVolume } from '../live-migration/csv-volume.ts';
import { partitionName } from '../live-migration/names.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

const cachingVolume = csvVolume.provide({
  actions: {
    passWrite: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE') return;
      enqueue.sendTo(({ system }) => system.get(partitionName(context.node, event.vm)), () => ({ type: 'WRITTEN', content: event.content }));
      enqueue.sendTo(({ system }) => system.get(context.volume), () => ({ ...event, node: context.node }), { id: `write-${event.vm}`, delay: 'fabricLatency' });
    }),
  },
});

export const liveTargetOpensBeforeFlush: Defect = {
  id: 'b7-live-target-opens-before-flush',
  about: 'B7: in a live migration the target opens the disk before the source has flushed what it acknowledged.',
  scopes: liveMigration({ csvVolume: cachingVolume }, 'defect:b7-live-target-opens-before-flush'),
  rejectedBy: ['migrated-vm-knows-its-disk', 'acknowledged-writes-survive-migration', 'writes-come-through-a-handle', 'one-side-can-write'],
};
