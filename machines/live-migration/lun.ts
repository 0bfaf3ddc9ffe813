/**
 * LUN: one disk that has a single owner at a time, as the storage array sees it. It, not a node, decides who may write.
 *
 *   free ──RESERVE, PREEMPT──▶ reserved ──RELEASE (by the holder)──▶ free
 *                               │  ▲
 *                               └──┘ PREEMPT (the new holder; every other key is gone, and with it the right to write)
 *
 * SCSI-3 persistent reservation; it outlives the crash of its holder. The VM's virtual disk on it is the number of the last
 * guest write. Source: NTFS-2, LUN-1; domain.md 1.5.
 */
import { assign, enqueueActions, setup } from 'xstate';
import { partitionName, volumeName } from './names.ts';
import type { DiskEvent, NodeId, VolumeId } from './vocabulary.ts';

export interface LunInput {
  readonly id: VolumeId;
  readonly holder: NodeId;
}

export interface LunContext {
  readonly id: VolumeId;
  readonly holder: NodeId | null;
  readonly disk: number;
}

export const lun = setup({
  types: { context: {} as LunContext, input: {} as LunInput, events: {} as DiskEvent },
  guards: {
    isHolder: ({ context, event }) => event.node === context.holder,
  },
  actions: {
    grant: assign(({ event }) => ({ holder: event.node })),
    clear: assign({ holder: null }),
    answerReserved: enqueueActions(({ context, event, enqueue }) => enqueue.sendTo(({ system }) => system.get(volumeName(event.node, context.id)), () => ({ type: 'RESERVED', disk: context.disk }))),
    answerConflict: enqueueActions(({ context, event, enqueue }) => enqueue.sendTo(({ system }) => system.get(volumeName(event.node, context.id)), { type: 'RESERVATION_CONFLICT' })),
    write: enqueueActions(({ event, enqueue }) => {
      if (event.type !== 'WRITE') return;
      enqueue.assign({ disk: event.content });
      enqueue.sendTo(({ system }) => system.get(partitionName(event.node, event.vm)), () => ({ type: 'WRITTEN', content: event.content }));
    }),
    refuseWrite: enqueueActions(({ event, enqueue }) => {
      if (event.type === 'WRITE') enqueue.sendTo(({ system }) => system.get(partitionName(event.node, event.vm)), () => ({ type: 'WRITE_REFUSED', content: event.content }));
    }),
  },
}).createMachine({
  id: 'lun',
  context: ({ input }) => ({ ...input, disk: 0 }),
  initial: 'reserved',
  on: { WRITE: [{ guard: 'isHolder', actions: 'write' }, { actions: 'refuseWrite' }] },
  states: {
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
        PREEMPT: { actions: ['grant', 'answerReserved'] },
        RELEASE: [{ guard: 'isHolder', target: 'free', actions: 'clear' }, {}],
      },
    },
  },
});
