/**
 * B19: whoever stops hearing a node goes for its disk at once, without waiting for the membership to be agreed on. A host that is well, and
 * only cannot be heard, has its disk pulled.
 * Real: two nodes of Hyper-V R2 lose each other and one side's disks go (Server Fault 207724; a user's reading of his logs).
 */
import { enqueueActions } from 'xstate';
import { clusterService } from '../failover/cluster-service.ts';
import { groupName } from '../failover/names.ts';
import { failover } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const rash = clusterService.provide({
  actions: {
    unhear: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'ROUTE_DOWN') return;
      enqueue.assign({ heard: context.heard.filter((id) => id !== event.node), joiners: context.joiners.filter((id) => id !== event.node) });
      if (context.hosts || !context.possibleOwners.includes(context.node)) return;
      enqueue.assign({ hosts: true });
      enqueue.sendTo(({ system }) => system.get(groupName(context.node)), { type: 'BRING_ONLINE' });
    }),
  },
});

export const outageKillsHealthyVm: Defect = {
  id: 'b19-outage-kills-healthy-vm',
  about: 'B19: a node that no longer hears another takes its disk before the membership is agreed on.',
  scopes: failover({ clusterService: rash }, 'defect:b19-outage-kills-healthy-vm'),
  rejectedBy: ['only-a-view-places-the-group', 'only-a-newer-view-takes-the-disk'],
};
