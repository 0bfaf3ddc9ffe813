/**
 * A mount that lets files be opened past it: what some defects have in common. Nothing checks that the volume is
 * mounted before a VM opens its files on the shared disk.
 */
import { enqueueActions } from 'xstate';
import { vmName } from '../names.ts';
import { ntfsMount } from '../ntfs-mount.ts';

/** For whom the mount is not asked: the cluster itself, or an operator who goes around it. */
export function mountWithRawAccess(forWhom: 'cluster' | 'operator'): typeof ntfsMount {
  return ntfsMount.provide({
    actions: {
      denyOpen: enqueueActions(({ context, event, enqueue }) => {
        if (event.type !== 'OPEN') return;
        if (event.byHand === (forWhom === 'operator')) enqueue.sendTo(({ system }) => system.get(context.lun), () => ({ ...event, node: context.node }));
        else enqueue.sendTo(({ system }) => system.get(vmName(context.node, event.vm)), { type: 'ACCESS_DENIED' });
      }),
    },
  });
}
