/**
 * NTFS mount: one node's view of the volume on a LUN that is not shared. A VM's files are open where the LUN is mounted, so a
 * migration has to dismount it on the source and mount it on the target.
 *
 *   dismounted ──OPEN / reserve, or preempt──▶ mounting ──RESERVED, mount time──▶ mounted ──CLOSE──▶ dismounting ──dismount time / release──▶ dismounted
 *       ▲                                        │ RESERVATION_CONFLICT, MOUNT_FAILS                     └──DISMOUNT_FAILS──▶ mounted
 *       └────────────────────────────────────────┘
 *
 * `HOST_CRASHED` leads to hostDown, `SERVICE_STOPPED` to dismounted; the reservation stays behind. A write goes through the mount to the
 * LUN, where it may arrive after the node that sent it is gone. Source: NTFS-1, NTFS-2, LUN-1, LUN-5, ARG-5; domain.md 1.5, 3.1.
 */
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { partitionName } from './names.ts';
import type { NodeId, VmId, VolumeEvent, VolumeId } from './vocabulary.ts';

export interface LunMountInput {
  readonly node: NodeId;
  readonly volume: VolumeId;
  /** The VM whose files are on it. */
  readonly vm: VmId;
  readonly mounted: boolean;
}

export interface LunMountContext extends LunMountInput {
  /** What the virtual disk holds, as read when the LUN was reserved; null when no mount is under way. */
  readonly disk: number | null;
}

export const lunMount = setup({
  types: { context: {} as LunMountContext, input: {} as LunMountInput, events: {} as VolumeEvent },
  guards: {
    startsMounted: ({ context }) => context.mounted,
    preempts: ({ event }) => event.type === 'OPEN' && event.preempt,
  },
  actions: {
    abortOldCommands: enqueueActions(({ context, enqueue }) => enqueue.cancel(`write-${context.vm}`)),
    reserve: sendTo(({ system, context }) => system.get(context.volume), ({ context }) => ({ type: 'RESERVE', node: context.node })),
    preempt: sendTo(({ system, context }) => system.get(context.volume), ({ context }) => ({ type: 'PREEMPT', node: context.node })),
    release: sendTo(({ system, context }) => system.get(context.volume), ({ context }) => ({ type: 'RELEASE', node: context.node })),
    readDisk: assign(({ event }) => (event.type === 'RESERVED' ? { disk: event.disk } : {})),
    forgetDisk: assign({ disk: null }),
    answerOpened: sendTo(({ system, context }) => system.get(partitionName(context.node, context.vm)), ({ context }) => ({ type: 'FILES_OPENED', disk: context.disk })),
    answerDenied: sendTo(({ system, context }) => system.get(partitionName(context.node, context.vm)), { type: 'FILES_DENIED' }),
    answerClosed: sendTo(({ system, context }) => system.get(partitionName(context.node, context.vm)), { type: 'FILES_CLOSED' }),
    answerCloseFailed: sendTo(({ system, context }) => system.get(partitionName(context.node, context.vm)), { type: 'CLOSE_FAILED' }),
    /** Write-through: nobody is told that it is done before the LUN says so. */
    passWrite: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'WRITE') enqueue.sendTo(({ system }) => system.get(context.volume), () => ({ ...event, node: context.node }), { id: `write-${event.vm}`, delay: 'fabricLatency' });
    }),
    refuseWrite: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'WRITE') enqueue.sendTo(({ system }) => system.get(partitionName(context.node, event.vm)), () => ({ type: 'WRITE_REFUSED', content: event.content }));
    }),
  },
  delays: { fabricLatency: 1, mountTime: 3_000, dismountTime: 2_000 },
}).createMachine({
  id: 'lun-mount',
  context: ({ input }) => ({ ...input, disk: null }),
  initial: 'deciding',
  on: {
    HOST_CRASHED: { target: '.hostDown', actions: 'forgetDisk' },
    SERVICE_STOPPED: { target: '.dismounted', actions: 'forgetDisk' },
    HOST_BOOTED: {},
    OPEN: {},
    CLOSE: {},
    RESERVED: {},
    RESERVATION_CONFLICT: {},
    MOUNT_FAILS: {},
    DISMOUNT_FAILS: {},
    WRITE: { actions: 'refuseWrite' },
  },
  states: {
    deciding: { always: [{ guard: 'startsMounted', target: 'mounted' }, { target: 'dismounted' }] },
    dismounted: {
      on: {
        OPEN: [
          { guard: 'preempts', target: 'mounting', actions: ['abortOldCommands', 'preempt'] },
          { target: 'mounting', actions: ['abortOldCommands', 'reserve'] },
        ],
      },
    },
    mounting: {
      initial: 'reserving',
      states: {
        reserving: {
          on: {
            RESERVED: { target: 'opening', actions: 'readDisk' },
            RESERVATION_CONFLICT: { target: '#lun-mount.dismounted', actions: 'answerDenied' },
          },
        },
        opening: {
          after: { mountTime: { target: '#lun-mount.mounted', actions: ['answerOpened', 'forgetDisk'] } },
          on: { MOUNT_FAILS: { target: '#lun-mount.dismounted', actions: ['release', 'forgetDisk', 'answerDenied'] } },
        },
      },
    },
    mounted: { on: { CLOSE: 'dismounting', WRITE: { actions: 'passWrite' } } },
    dismounting: {
      after: { dismountTime: { target: 'dismounted', actions: ['release', 'answerClosed'] } },
      on: { DISMOUNT_FAILS: { target: 'mounted', actions: 'answerCloseFailed' } },
    },
    hostDown: { on: { HOST_BOOTED: 'dismounted' } },
  },
});
