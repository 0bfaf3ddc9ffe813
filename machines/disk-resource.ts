/**
 * Disk resource: a LUN as a resource of the cluster, with at most one owner. Modes are resource states
 * (domain.md 1.1); it drives the mount on the node that owns it.
 *
 *   offline ──BRING_ONLINE / mount──▶ onlinePending ──MOUNTED──▶ online ──TAKE_OFFLINE / dismount──▶ offlinePending ──DISMOUNTED──▶ offline
 *      ▲                                 │ MOUNT_FAILED             ▲                                   │
 *      └── BRING_ONLINE ◀── failed ◀─────┘                          └──────────────DISMOUNT_FAILED──────┘
 *
 * `TERMINATE` leads to offline from everywhere: the owner is gone, and nothing on it can be asked. Source: LUN-1, LUN-5.
 */
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { mountName } from './names.ts';
import type { DiskResourceEvent, LunId, NodeId } from './vocabulary.ts';

export interface DiskResourceInput {
  readonly id: string;
  readonly lun: LunId;
  readonly group: string;
  readonly owner: NodeId;
}

export const diskResource = setup({
  types: { context: {} as DiskResourceInput, input: {} as DiskResourceInput, events: {} as DiskResourceEvent },
  actions: {
    own: assign(({ event, context }) => ({ owner: event.type === 'BRING_ONLINE' ? event.node : context.owner })),
    mount: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'BRING_ONLINE') return;
      enqueue.sendTo(({ system }) => system.get(mountName(event.node, context.lun)), () => ({ type: 'MOUNT', preempt: event.preempt, by: context.id }));
    }),
    dismount: sendTo(({ system, context }) => system.get(mountName(context.owner, context.lun)), { type: 'DISMOUNT' }),
    answerDone: sendTo(({ system, context }) => system.get(context.group), ({ context }) => ({ type: 'DONE', resource: context.id })),
    answerFailed: sendTo(({ system, context }) => system.get(context.group), ({ context }) => ({ type: 'FAILED', resource: context.id })),
  },
}).createMachine({
  id: 'disk-resource',
  context: ({ input }) => input,
  initial: 'online',
  on: { TERMINATE: '.offline', BRING_ONLINE: {}, TAKE_OFFLINE: {}, MOUNTED: {}, MOUNT_FAILED: {}, DISMOUNTED: {}, DISMOUNT_FAILED: {} },
  states: {
    offline: { on: { BRING_ONLINE: { target: 'onlinePending', actions: ['own', 'mount'] }, TAKE_OFFLINE: { actions: 'answerDone' } } },
    onlinePending: { on: { MOUNTED: { target: 'online', actions: 'answerDone' }, MOUNT_FAILED: { target: 'failed', actions: 'answerFailed' } } },
    online: { on: { TAKE_OFFLINE: { target: 'offlinePending', actions: 'dismount' }, BRING_ONLINE: { actions: 'answerDone' } } },
    offlinePending: { on: { DISMOUNTED: { target: 'offline', actions: 'answerDone' }, DISMOUNT_FAILED: { target: 'online', actions: 'answerFailed' } } },
    failed: { on: { BRING_ONLINE: { target: 'onlinePending', actions: ['own', 'mount'] }, TAKE_OFFLINE: { target: 'offline', actions: 'answerDone' } } },
  },
});
