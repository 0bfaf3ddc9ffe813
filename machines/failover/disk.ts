/**
 * Disk: a shared disk as the storage array sees it. It, not a node, decides who may write.
 *
 *   free ──RESERVE (registered)──▶ reserved ──RELEASE (by the holder)──▶ free        (either) ──DISK_FAILS──▶ failed
 *                                   │  ▲
 *                                   └──┘ PREEMPT (registered: the holder's key is gone, and with it the right to write)
 *                                        DEFEND (by the holder: every other key is gone)
 *
 * SCSI-3 persistent reservation, Write Exclusive - Registrants Only: a write is taken from a registered node alone, and
 * keys and reservation outlive the crash of their node. A challenger may be registered beside the holder: it has the
 * right to write, and does not use it. Source: NTFS-2, LUN-1; domain.md 1.5.
 */
import { assign, enqueueActions, setup } from 'xstate';
import { diskResourceName } from './names.ts';
import type { Content, DiskEvent, DiskId, NodeId } from './vocabulary.ts';

export interface DiskInput {
  readonly id: DiskId;
  readonly holder: NodeId;
  readonly content: Content;
}

export interface DiskContext {
  readonly id: DiskId;
  readonly registrants: readonly NodeId[];
  readonly holder: NodeId | null;
  readonly content: Content;
}

export const disk = setup({
  types: { context: {} as DiskContext, input: {} as DiskInput, events: {} as DiskEvent },
  guards: {
    isHolder: ({ context, event }) => 'node' in event && event.node === context.holder,
    isRegistered: ({ context, event }) => 'node' in event && context.registrants.includes(event.node),
  },
  actions: {
    register: assign(({ context, event }) => ('node' in event ? { registrants: [...new Set([...context.registrants, event.node])].toSorted() } : {})),
    unregister: assign(({ context, event }) => ('node' in event ? { registrants: context.registrants.filter((id) => id !== event.node) } : {})),
    reserve: assign(({ event }) => ('node' in event ? { holder: event.node } : {})),
    /** The reservation changes hands, and the old holder's key goes with it. */
    evictAndReserve: assign(({ context, event }) =>
      'node' in event ? { holder: event.node, registrants: context.registrants.filter((id) => id === event.node || id !== context.holder) } : {},
    ),
    removeOtherKeys: assign(({ event }) => ('node' in event ? { registrants: [event.node] } : {})),
    release: assign(({ context, event }) => ('node' in event ? { holder: null, registrants: context.registrants.filter((id) => id !== event.node) } : {})),
    loseKeys: assign({ holder: null, registrants: [] }),
    store: assign(({ event }) => (event.type === 'STORE' || event.type === 'WRITE' ? { content: event.content } : {})),
    answerRegistered: enqueueActions(({ context, event, enqueue }) => {
      if (!('node' in event)) return;
      enqueue.sendTo(({ system }) => system.get(diskResourceName(event.node, context.id)), () => ({ type: 'REGISTERED', holder: context.holder }));
    }),
    answerReserved: enqueueActions(({ context, event, enqueue }) => {
      if (!('node' in event)) return;
      enqueue.sendTo(({ system }) => system.get(diskResourceName(event.node, context.id)), () => ({ type: 'RESERVED', content: context.content }));
    }),
    answerConflict: enqueueActions(({ context, event, enqueue }) => {
      if (!('node' in event)) return;
      enqueue.sendTo(({ system }) => system.get(diskResourceName(event.node, context.id)), { type: 'RESERVATION_CONFLICT' });
    }),
    answerOpen: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'OPEN') enqueue.sendTo(({ system }) => system.get(diskResourceName(event.node, context.id)), () => ({ type: 'OPENED', content: context.content }));
    }),
    answerWritten: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE') return;
      enqueue.sendTo(({ system }) => system.get(diskResourceName(event.node, context.id)), () => ({ type: 'WRITTEN', vm: event.vm, content: event.content }));
    }),
    answerRefused: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE') return;
      enqueue.sendTo(({ system }) => system.get(diskResourceName(event.node, context.id)), () => ({ type: 'WRITE_REFUSED', vm: event.vm, content: event.content }));
    }),
  },
}).createMachine({
  id: 'disk',
  context: ({ input }) => ({ ...input, registrants: [input.holder] }),
  initial: 'reserved',
  on: {
    REGISTER: { actions: ['register', 'answerRegistered'] },
    UNREGISTER: { actions: 'unregister' },
    RELEASE: {},
    DEFEND: { actions: 'answerConflict' },
    OPEN: { actions: 'answerOpen' },
    STORE: [{ guard: 'isRegistered', actions: 'store' }, {}],
    WRITE: [{ guard: 'isRegistered', actions: ['store', 'answerWritten'] }, { actions: 'answerRefused' }],
    DISK_FAILS: { target: '.failed', actions: 'loseKeys' },
  },
  states: {
    free: {
      on: {
        RESERVE: [{ guard: 'isRegistered', target: 'reserved', actions: ['reserve', 'answerReserved'] }, { actions: 'answerConflict' }],
        // What the challenger wanted to take has been given up meanwhile.
        PREEMPT: [{ guard: 'isRegistered', target: 'reserved', actions: ['reserve', 'answerReserved'] }, { actions: 'answerConflict' }],
      },
    },
    reserved: {
      on: {
        RESERVE: [{ guard: 'isHolder', actions: 'answerReserved' }, { actions: 'answerConflict' }],
        PREEMPT: [{ guard: 'isRegistered', actions: ['evictAndReserve', 'answerReserved'] }, { actions: 'answerConflict' }],
        DEFEND: [{ guard: 'isHolder', actions: 'removeOtherKeys' }, { actions: 'answerConflict' }],
        RELEASE: [{ guard: 'isHolder', target: 'free', actions: 'release' }, { actions: 'unregister' }],
      },
    },
    failed: {
      on: {
        REGISTER: { actions: 'answerConflict' },
        UNREGISTER: {},
        RESERVE: { actions: 'answerConflict' },
        PREEMPT: { actions: 'answerConflict' },
        OPEN: {},
        STORE: {},
        DISK_FAILS: {},
      },
    },
  },
});
