/**
 * B9: after a move that failed, the source is started again without regaining the disk.
 *
 * The group takes the disk for mounted when it comes back to a node it has tried, and the VM opens its files past
 * the mount. Real: QEMU fe904ea8242c, 1d2acc3162d9 (abort after the images were inactivated).
 */
import { enqueueActions } from 'xstate';
import { resourceGroup } from '../resource-group.ts';
import { quickMigration } from '../systems/quick-migration.ts';
import type { Defect } from './defect.ts';
import { mountWithRawAccess } from './raw-access.ts';

const forgetfulGroup = resourceGroup.provide({
  actions: {
    mountDisk: enqueueActions(({ context, enqueue }) => {
      const { id, disk, owner, preempt } = context;
      if (context.tried.length > 0) enqueue.sendTo(({ system }) => system.get(id), () => ({ type: 'DONE', resource: disk }));
      else enqueue.sendTo(({ system }) => system.get(disk), () => ({ type: 'BRING_ONLINE', node: owner, preempt }));
    }),
  },
});

export const sourceRestartedWithoutDisk: Defect = {
  id: 'b9-source-restarted-without-disk',
  about: 'B9: after a failed move the source VM is started again without its disk being mounted again.',
  scopes: quickMigration({ resourceGroup: forgetfulGroup, ntfsMount: mountWithRawAccess('cluster') }, 'defect:b9-source-restarted-without-disk'),
  rejectedBy: ['vm-runs-where-its-lun-is'],
};
