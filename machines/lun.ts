/**
 * LUN: one shared disk, as the storage array sees it. It, not a node, decides who may write.
 *
 *   free ──RESERVE, PREEMPT──▶ reserved ──RELEASE (by the holder)──▶ free
 *                               │  ▲
 *                               └──┘ PREEMPT (the new holder; every other key is gone, and with it the right to write)
 *
 * SCSI-3 persistent reservation, Write Exclusive - Registrants Only: a write is taken from a registered node alone,
 * and a reservation outlives the crash of its holder. Besides the virtual disks (as the number of the last guest
 * write on each) the LUN holds the saved-state files. Source: NTFS-2, LUN-1; domain.md 1.5.
 */
import { assign, enqueueActions, setup } from 'xstate';
import { mountName, vmName } from './names.ts';
import type { LunEvent, LunId, NodeId, SavedState, VmId } from './vocabulary.ts';

export interface LunInput {
  readonly id: LunId;
  readonly vms: readonly VmId[];
  readonly holder: NodeId | null;
}

export interface LunContext {
  readonly id: LunId;
  readonly registrants: readonly NodeId[];
  readonly holder: NodeId | null;
  readonly disks: Readonly<Partial<Record<VmId, number>>>;
  readonly saved: Readonly<Partial<Record<VmId, SavedState>>>;
}

export const lun = setup({
  types: { context: {} as LunContext, input: {} as LunInput, events: {} as LunEvent },
  guards: {
    startsReserved: ({ context }) => context.holder !== null,
    isHolder: ({ context, event }) => event.node === context.holder,
    isRegistered: ({ context, event }) => context.registrants.includes(event.node),
  },
  actions: {
    grant: assign(({ event }) => ({ holder: event.node, registrants: [event.node] })),
    /** Takes the reservation and removes every other key. */
    evictAndGrant: assign(({ event }) => ({ holder: event.node, registrants: [event.node] })),
    clear: assign({ holder: null, registrants: [] }),
    answerReserved: enqueueActions(({ context, event, enqueue }) => enqueue.sendTo(({ system }) => system.get(mountName(event.node, context.id)), { type: 'RESERVED' })),
    answerConflict: enqueueActions(({ context, event, enqueue }) => enqueue.sendTo(({ system }) => system.get(mountName(event.node, context.id)), { type: 'RESERVATION_CONFLICT' })),
    write: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE') return;
      enqueue.assign({ disks: { ...context.disks, [event.vm]: event.content } });
      enqueue.sendTo(({ system }) => system.get(vmName(event.node, event.vm)), () => ({ type: 'WRITTEN', content: event.content }));
    }),
    refuseWrite: enqueueActions(({ event, enqueue }) => {
      if (event.type === 'WRITE') enqueue.sendTo(({ system }) => system.get(vmName(event.node, event.vm)), () => ({ type: 'WRITE_REFUSED', content: event.content }));
    }),
    saveState: assign(({ context, event }) => (event.type === 'SAVE_STATE' ? { saved: { ...context.saved, [event.vm]: event.saved } } : {})),
    deleteState: assign(({ context, event }) => {
      if (event.type !== 'DELETE_STATE') return {};
      return { saved: Object.fromEntries(Object.entries(context.saved).filter(([vm]) => vm !== event.vm)) };
    }),
    answerOpen: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'OPEN') return;
      const files = { saved: context.saved[event.vm] ?? null, disk: context.disks[event.vm] ?? 0 };
      enqueue.sendTo(({ system }) => system.get(vmName(event.node, event.vm)), () => ({ type: 'OPENED', ...files }));
    }),
  },
}).createMachine({
  id: 'lun',
  context: ({ input }) => ({
    id: input.id,
    registrants: input.holder === null ? [] : [input.holder],
    holder: input.holder,
    disks: Object.fromEntries(input.vms.map((vm) => [vm, 0])),
    saved: {},
  }),
  initial: 'deciding',
  on: {
    WRITE: [{ guard: 'isRegistered', actions: 'write' }, { actions: 'refuseWrite' }],
    SAVE_STATE: [{ guard: 'isRegistered', actions: 'saveState' }, {}],
    DELETE_STATE: [{ guard: 'isRegistered', actions: 'deleteState' }, {}],
    OPEN: { actions: 'answerOpen' },
  },
  states: {
    deciding: { always: [{ guard: 'startsReserved', target: 'reserved' }, { target: 'free' }] },
    free: {
      on: {
        RESERVE: { target: 'reserved', actions: ['grant', 'answerReserved'] },
        PREEMPT: { target: 'reserved', actions: ['grant', 'answerReserved'] },
        RELEASE: {},
      },
    },
    reserved: {
      on: {
        RESERVE: [{ guard: 'isHolder', actions: 'answerReserved' }, { actions: 'answerConflict' }],
        PREEMPT: { actions: ['evictAndGrant', 'answerReserved'] },
        RELEASE: [{ guard: 'isHolder', target: 'free', actions: 'clear' }, {}],
      },
    },
  },
});
