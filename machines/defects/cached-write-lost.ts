/**
 * Writes are acknowledged from a cache of the node. What was in it when the node is expelled or dies is gone, and the guest counts on it.
 */
import { enqueueActions } from 'xstate';
import { diskResource } from '../failover/disk-resource.ts';
import { vmName } from '../failover/names.ts';
import { failover } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const caching = diskResource.provide({
  actions: {
    passWrite: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE') return;
      enqueue.sendTo(({ system }) => system.get(vmName(context.node, event.vm)), () => ({ type: 'WRITTEN', content: event.content }));
      enqueue.sendTo(({ system }) => system.get(context.disk), () => ({ ...event, node: context.node }), { id: 'write-vm1', delay: 'fabricLatency' });
    }),
  },
});

export const cachedWriteLost: Defect = {
  id: 'cached-write-lost',
  about: 'Guest writes are acknowledged before the disk has them.',
  scopes: failover({ diskResource: caching }, 'defect:cached-write-lost'),
  rejectedBy: ['vm-of-the-holder-sees-its-disk', 'acknowledged-writes-survive'],
};
