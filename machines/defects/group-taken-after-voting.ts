/**
 * A node takes a group over after it has told a proposer that it hosts none. The new view, which knows of no host, puts the group on another node as
 * well: the VM runs twice although nothing but a host and a VM has failed.
 */
import { enqueueActions } from 'xstate';
import { clusterService } from '../failover/cluster-service.ts';
import { placeOf } from '../failover/membership.ts';
import { routeName } from '../failover/names.ts';
import { failoverPolicy } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const hasty = clusterService.provide({
  guards: { mayTakeGroup: ({ context, event }) => event.type === 'MOVE_GROUP' && context.view.length > 0 && event.database.epoch === context.database.epoch && event.database.failures > context.database.failures },
  actions: {
    /** Counts it, and moves the group whatever else is under way. */
    countFailure: enqueueActions(({ context, enqueue }) => {
      const { node, heard, view, failoverThreshold } = context;
      const database = { ...context.database, failures: context.database.failures + 1 };
      enqueue.assign({ hosts: false, database });
      const target = placeOf(context, heard.filter((id) => view.includes(id)));
      if (target === null || database.failures > failoverThreshold) return;
      enqueue.sendTo(({ system }) => system.get(routeName(node, target)), () => ({ type: 'SEND', message: { type: 'MOVE_GROUP', node, database } }));
    }),
    moveGroup: () => {},
  },
});

export const groupTakenAfterVoting: Defect = {
  id: 'group-taken-after-voting',
  about: 'A node that has voted as a host of nothing takes the group over all the same.',
  scopes: failoverPolicy({ clusterService: hasty }, 'defect:group-taken-after-voting'),
  rejectedBy: ['vm-is-believed-to-run-once', 'volume-is-believed-mounted-once'],
};
