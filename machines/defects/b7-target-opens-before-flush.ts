/**
 * B7: the source acknowledges guest writes from a cache and lets the disk go without flushing it.
 *
 * The target opens the disk, the late write is refused or lost, and a write that the guest counts on is gone.
 * Real: cloud-hypervisor b68e7f3d911c (qcow2 metadata cached across a pause).
 */
import { enqueueActions } from 'xstate';
import { vmName } from '../names.ts';
import { ntfsMount } from '../ntfs-mount.ts';
import { quickMigration } from '../systems/quick-migration.ts';
import type { Defect } from './defect.ts';

const cachingMount = ntfsMount.provide({
  actions: {
    passWrite: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE') return;
      enqueue.sendTo(({ system }) => system.get(vmName(context.node, event.vm)), () => ({ type: 'WRITTEN', content: event.content }));
      enqueue.sendTo(({ system }) => system.get(context.lun), () => ({ ...event, node: context.node }), { id: `write-${event.vm}`, delay: 'fabricLatency' });
    }),
  },
});

export const targetOpensBeforeFlush: Defect = {
  id: 'b7-target-opens-before-flush',
  about: 'B7: guest writes are acknowledged from a cache that is not flushed before the target opens the disk.',
  scopes: quickMigration({ ntfsMount: cachingMount }, 'defect:b7-target-opens-before-flush'),
  rejectedBy: ['acknowledged-writes-are-kept', 'vm-is-recoverable'],
};
