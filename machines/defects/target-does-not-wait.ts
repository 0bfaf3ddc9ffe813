/**
 * The disk counts as offline while it is still being dismounted, and the target takes it by preemption instead of
 * waiting. A hand-over race; compare B8 (QEMU a1fbe750fd90), where the target fails instead.
 */
import { enqueueActions } from 'xstate';
import { diskResource } from '../disk-resource.ts';
import { mountName } from '../names.ts';
import { quickMigration } from '../systems/quick-migration.ts';
import type { Defect } from './defect.ts';

const impatientDisk = diskResource.provide({
  actions: {
    dismount: enqueueActions(({ context, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(mountName(context.owner, context.lun)), { type: 'DISMOUNT' });
      enqueue.sendTo(({ system }) => system.get(context.id), { type: 'DISMOUNTED' });
    }),
    mount: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'BRING_ONLINE') return;
      enqueue.sendTo(({ system }) => system.get(mountName(event.node, context.lun)), () => ({ type: 'MOUNT', preempt: true, by: context.id }));
    }),
  },
});

export const targetDoesNotWait: Defect = {
  id: 'target-does-not-wait',
  about: 'The target mounts the LUN while the source is still dismounting it.',
  scopes: quickMigration({ diskResource: impatientDisk }, 'defect:target-does-not-wait'),
  rejectedBy: ['dismount-comes-before-mount'],
};
