/**
 * NTFS mount: one node's view of the volume on one LUN. Mounting needs the reservation, and what is written
 * through the mount travels to the LUN, where it may arrive after the node that sent it is gone.
 *
 *   dismounted ──MOUNT / reserve or preempt──▶ mounting.reserving ──RESERVED──▶ mounting.opening ──after mount time──▶ mounted
 *    ▲  ▲                                         │ RESERVATION_CONFLICT           │ MOUNT_FAILS / release            │
 *    │  └─────────────────────────────────────────┴────────────────────────────────┘                               │
 *    └──after dismount time / release── dismounting ◀──DISMOUNT────────────────────────────────────────────────────┘
 *                                          └──DISMOUNT_FAILS──▶ mounted
 *
 * `HOST_CRASHED` leads to hostDown from everywhere, `HOST_BOOTED` from there to dismounted; the reservation stays
 * behind. `MOUNT_BY_HAND` is an operator who goes around the cluster: the array refuses, or the cluster's disk
 * driver does, which lets nobody mount a disk of the cluster's but the cluster. Source: NTFS-1, LUN-1, LUN-5;
 * domain.md 1.5, 3.1. A new login of a node aborts the commands its former self left on the fabric.
 */
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { vmName } from './names.ts';
import type { LunId, MountEvent, NodeId, VmId } from './vocabulary.ts';

export interface MountInput {
  readonly node: NodeId;
  readonly lun: LunId;
  readonly mounted: boolean;
}

export interface MountContext extends MountInput {
  /** The disk resource that waits for an answer; null when an operator acts by hand, and when nobody waits. */
  readonly requester: string | null;
}

export const ntfsMount = setup({
  types: { context: {} as MountContext, input: {} as MountInput, events: {} as MountEvent },
  guards: {
    startsMounted: ({ context }) => context.mounted,
    /** The cluster's disk driver guards every disk of the cluster. */
    mayMountByHand: () => false,
    /** Without the reservation there is no mount. */
    mayMountUnreserved: () => false,
    preempts: ({ event }) => event.type === 'MOUNT' && event.preempt,
  },
  actions: {
    rememberRequester: assign({ requester: ({ event }) => (event.type === 'MOUNT' ? event.by : null) }),
    forgetRequester: assign({ requester: null }),
    abortOldCommands: enqueueActions(({ enqueue }) => {
      const vms: readonly VmId[] = ['vm1', 'vm2'];
      for (const vm of vms) enqueue.cancel(`write-${vm}`);
    }),
    reserve: sendTo(({ system, context }) => system.get(context.lun), ({ context }) => ({ type: 'RESERVE', node: context.node })),
    preempt: sendTo(({ system, context }) => system.get(context.lun), ({ context }) => ({ type: 'PREEMPT', node: context.node })),
    release: sendTo(({ system, context }) => system.get(context.lun), ({ context }) => ({ type: 'RELEASE', node: context.node })),
    answerMounted: enqueueActions(({ context: { requester }, enqueue }) => {
      if (requester !== null) enqueue.sendTo(({ system }) => system.get(requester), { type: 'MOUNTED' });
    }),
    answerMountFailed: enqueueActions(({ context: { requester }, enqueue }) => {
      if (requester !== null) enqueue.sendTo(({ system }) => system.get(requester), { type: 'MOUNT_FAILED' });
    }),
    answerDismounted: enqueueActions(({ context, enqueue }) => enqueue.sendTo(({ system }) => system.get(`disk-${context.lun}`), { type: 'DISMOUNTED' })),
    answerDismountFailed: enqueueActions(({ context, enqueue }) => enqueue.sendTo(({ system }) => system.get(`disk-${context.lun}`), { type: 'DISMOUNT_FAILED' })),
    /** Write-through: the write is on its way, and nobody is told that it is done before the LUN says so. */
    passWrite: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE') return;
      enqueue.sendTo(({ system }) => system.get(context.lun), () => ({ ...event, node: context.node }), { id: `write-${event.vm}`, delay: 'fabricLatency' });
    }),
    pass: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'SAVE_STATE' || event.type === 'DELETE_STATE' || event.type === 'OPEN') {
        enqueue.sendTo(({ system }) => system.get(context.lun), () => ({ ...event, node: context.node }));
      }
    }),
    denyOpen: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'OPEN') enqueue.sendTo(({ system }) => system.get(vmName(context.node, event.vm)), { type: 'ACCESS_DENIED' });
    }),
    /** What becomes of a write to a volume that is not mounted: the guest's I/O fails. */
    refuseWrite: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'WRITE') enqueue.sendTo(({ system }) => system.get(vmName(context.node, event.vm)), () => ({ type: 'WRITE_REFUSED', content: event.content }));
    }),
  },
  delays: { fabricLatency: 1, mountTime: 3_000, dismountTime: 2_000 },
}).createMachine({
  id: 'ntfs-mount',
  context: ({ input }) => ({ ...input, requester: null }),
  initial: 'deciding',
  on: {
    HOST_CRASHED: { target: '.hostDown', actions: 'forgetRequester' },
    HOST_BOOTED: {},
    MOUNT_BY_HAND: {},
    RESERVED: {},
    RESERVATION_CONFLICT: {},
    MOUNT_FAILS: {},
    DISMOUNT_FAILS: {},
    DISMOUNT: {},
    MOUNT: {},
    OPEN: { actions: 'denyOpen' },
    WRITE: { actions: 'refuseWrite' },
    SAVE_STATE: {},
    DELETE_STATE: {},
  },
  states: {
    deciding: { always: [{ guard: 'startsMounted', target: 'mounted' }, { target: 'dismounted' }] },
    dismounted: {
      on: {
        MOUNT: [
          { guard: 'preempts', target: 'mounting', actions: ['rememberRequester', 'abortOldCommands', 'preempt'] },
          { target: 'mounting', actions: ['rememberRequester', 'abortOldCommands', 'reserve'] },
        ],
        MOUNT_BY_HAND: { target: 'probing', actions: 'reserve' },
      },
    },
    probing: {
      on: {
        RESERVED: [
          { guard: 'mayMountByHand', target: 'mounted' },
          { target: 'dismounted', actions: 'release' },
        ],
        RESERVATION_CONFLICT: [{ guard: 'mayMountUnreserved', target: 'mounted' }, { target: 'dismounted' }],
      },
    },
    mounting: {
      initial: 'reserving',
      states: {
        reserving: {
          on: {
            RESERVED: 'opening',
            RESERVATION_CONFLICT: [
              { guard: 'mayMountUnreserved', target: 'opening' },
              { target: '#ntfs-mount.dismounted', actions: ['answerMountFailed', 'forgetRequester'] },
            ],
          },
        },
        opening: {
          after: { mountTime: { target: '#ntfs-mount.mounted', actions: ['answerMounted', 'forgetRequester'] } },
          on: { MOUNT_FAILS: { target: '#ntfs-mount.dismounted', actions: ['release', 'answerMountFailed', 'forgetRequester'] } },
        },
      },
    },
    mounted: {
      on: {
        MOUNT: { actions: ['rememberRequester', 'answerMounted', 'forgetRequester'] },
        DISMOUNT: 'dismounting',
        WRITE: { actions: 'passWrite' },
        SAVE_STATE: { actions: 'pass' },
        DELETE_STATE: { actions: 'pass' },
        OPEN: { actions: 'pass' },
      },
    },
    hostDown: {
      on: { HOST_BOOTED: 'dismounted', MOUNT: {}, OPEN: {}, WRITE: {} },
    },
    dismounting: {
      after: { dismountTime: { target: 'dismounted', actions: ['release', 'answerDismounted'] } },
      on: { DISMOUNT_FAILS: { target: 'mounted', actions: 'answerDismountFailed' } },
    },
  },
});
