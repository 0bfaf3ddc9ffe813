/**
 * Resource group: the VM and its disk as one node hosts them, or does not. Each node has one; that at most one is
 * online is nobody's knowledge, only what the cluster services agree on.
 *
 *   offline ──BRING_ONLINE / disk──▶ onlinePending.disk ──ONLINE / start──▶ onlinePending.vm ──STARTED──▶ online
 *    ▲  ▲                               │ ▲ ONLINE_FAILED, may restart        ▲                              │ VM_FAILED
 *    │  │                               │ └─┘                                 └─────────── may restart ──────┤
 *    │  └──── too often / GROUP_FAILED ─┴────────────────────────────────────────────────────────────────────┘
 *    └──STOPPED / release the disk── offlinePending ◀──TAKE_OFFLINE, LOST / turn the VM off by force── (anywhere)
 *                                        └──BRING_ONLINE──▶ restarting ──STOPPED──▶ onlinePending
 *
 * A service that starts and finds its VM running, because its former self died, stops it by force first (events
 * 21129, 21130). Source: HA-1, HA-3; domain.md 1.2 (RestartThreshold), 2.2.
 */
import { assign, sendTo, setup } from 'xstate';
import { diskResourceName, serviceName, vmName } from './names.ts';
import type { GroupEvent, NodeId } from './vocabulary.ts';

export interface GroupInput {
  readonly node: NodeId;
  readonly online: boolean;
  /** How often a resource is restarted here before the group fails; the vendor's default is 3 within 15 minutes. */
  readonly restartThreshold: number;
}

export interface GroupContext extends GroupInput {
  /** Restarts since the group was brought online here. */
  readonly restarts: number;
}

export const resourceGroup = setup({
  types: { context: {} as GroupContext, input: {} as GroupInput, events: {} as GroupEvent },
  guards: {
    startsOnline: ({ context }) => context.online,
    mayRestart: ({ context }) => context.restarts < context.restartThreshold,
  },
  actions: {
    countRestart: assign(({ context }) => ({ restarts: context.restarts + 1 })),
    forgetRestarts: assign({ restarts: 0 }),
    bringDiskOnline: sendTo(({ system, context }) => system.get(diskResourceName(context.node, 'lun1')), { type: 'BRING_ONLINE' }),
    releaseDisk: sendTo(({ system, context }) => system.get(diskResourceName(context.node, 'lun1')), { type: 'TAKE_OFFLINE' }),
    startVm: sendTo(({ system, context }) => system.get(vmName(context.node, 'vm1')), { type: 'START' }),
    turnOffVm: sendTo(({ system, context }) => system.get(vmName(context.node, 'vm1')), { type: 'TURN_OFF' }),
    tellOffline: sendTo(({ system, context }) => system.get(serviceName(context.node)), { type: 'GROUP_OFFLINE' }),
    tellFailed: sendTo(({ system, context }) => system.get(serviceName(context.node)), { type: 'GROUP_FAILED' }),
  },
}).createMachine({
  id: 'resource-group',
  context: ({ input }) => ({ ...input, restarts: 0 }),
  initial: 'deciding',
  on: {
    HOST_CRASHED: { target: '.offline', actions: 'forgetRestarts' },
    HOST_BOOTED: {},
    // Nobody is left to look after the resources, which go on as they are.
    SERVICE_KILLED: { target: '.offline', actions: 'forgetRestarts' },
    SERVICE_STARTED: {},
    BRING_ONLINE: {},
    TAKE_OFFLINE: { target: '.offlinePending' },
    ONLINE: {},
    ONLINE_FAILED: {},
    LOST: { target: '.offlinePending' },
    STARTED: {},
    VM_FAILED: {},
    STOPPED: {},
  },
  states: {
    deciding: { always: [{ guard: 'startsOnline', target: 'online' }, { target: 'offline' }] },
    offline: {
      entry: 'forgetRestarts',
      on: {
        // Its former self may have left the VM running.
        SERVICE_STARTED: 'offlinePending',
        BRING_ONLINE: 'onlinePending',
        TAKE_OFFLINE: { actions: 'tellOffline' },
        LOST: {},
      },
    },
    onlinePending: {
      initial: 'disk',
      states: {
        disk: {
          entry: 'bringDiskOnline',
          on: {
            ONLINE: 'vm',
            ONLINE_FAILED: [
              { guard: 'mayRestart', target: 'disk', reenter: true, actions: 'countRestart' },
              { target: '#resource-group.offline', actions: 'tellFailed' },
            ],
          },
        },
        vm: { entry: 'startVm', on: { STARTED: '#resource-group.online' } },
      },
    },
    online: {
      on: {
        VM_FAILED: [
          { guard: 'mayRestart', target: 'onlinePending.vm', actions: 'countRestart' },
          { target: 'offline', actions: ['releaseDisk', 'tellFailed'] },
        ],
      },
    },
    offlinePending: {
      entry: 'turnOffVm',
      on: {
        STOPPED: { target: 'offline', actions: ['releaseDisk', 'tellOffline'] },
        TAKE_OFFLINE: {},
        LOST: {},
        BRING_ONLINE: 'restarting',
      },
    },
    /** Wanted again before the VM has stopped. */
    restarting: { on: { STOPPED: 'onlinePending', LOST: {} } },
  },
});
