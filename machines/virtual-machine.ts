/**
 * Virtual machine: one VM as the hypervisor of one node sees it. Modes are EnabledState values (domain.md 2.1);
 * `absent` is a VM whose configuration this node has not registered.
 *
 *   absent ──REGISTER──▶ opening ──OPENED──▶ disabled ──START──▶ starting.booting ───after boot time────▶ enabled
 *     ▲                    │        └──────▶ suspended ─START, read──▶ starting.restoring ─restore time───▶ enabled
 *     └──ACCESS_DENIED─────┘                  ▲    ▲                  │ RESTORE_FAILS
 *                                             │    └──────────────────┘
 *   enabled ──SAVE──▶ saving.draining ─▶ saving.writing ──after save time──▶ suspended
 *     ▲                                     │ SAVE_FAILS
 *     └─────────────RESUME── paused ◀───────┘              enabled ──TURN_OFF──▶ stopping ──after stop time──▶ disabled
 *
 * `HOST_CRASHED` leads to hostDown from everywhere, `HOST_BOOTED` from there to absent: memory is gone. A VM that is
 * found running when it is registered is stopped by force (events 21129, 21130). Guest I/O is drained before memory is saved, so
 * that the file and the virtual disk are of one instant. The file is deleted in the step in which the VM runs again,
 * so that it is used once and never lost before. Source: QM-1, QM-2, QM-5, HA-1, HA-2; domain.md 3.1.
 */
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { guestName, mountName } from './names.ts';
import type { LunId, Memory, NodeId, SavedState, VmEvent, VmId } from './vocabulary.ts';

export interface VmInput {
  readonly node: NodeId;
  readonly vm: VmId;
  /** The LUN that holds its files. */
  readonly lun: LunId;
  readonly pages: number;
  readonly running: boolean;
}

export interface VmContext extends VmInput {
  readonly memory: Memory;
  /** The last write on the virtual disk that this VM knows of. */
  readonly disk: number;
  /** The write that is on its way; a guest waits for one before it issues the next. */
  readonly inFlight: number | null;
  readonly saved: SavedState | null;
}

function blank(pages: number): Memory {
  return Array.from({ length: pages }, () => 0);
}

export const virtualMachine = setup({
  types: { context: {} as VmContext, input: {} as VmInput, events: {} as VmEvent },
  guards: {
    startsRunning: ({ context }) => context.running,
    hasSavedState: ({ event }) => event.type === 'OPENED' && event.saved !== null,
    ioIsDrained: ({ context }) => context.inFlight === null,
    /** Guest and hypervisor alike may not touch memory while it is being saved. */
    mayRunWhileSaving: () => false,
  },
  actions: {
    open: sendTo(({ system, context }) => system.get(mountName(context.node, context.lun)), ({ context }) => ({ type: 'OPEN', vm: context.vm, byHand: false })),
    openByHand: sendTo(({ system, context }) => system.get(mountName(context.node, context.lun)), ({ context }) => ({ type: 'OPEN', vm: context.vm, byHand: true })),
    readFiles: assign(({ event }) => (event.type === 'OPENED' ? { saved: event.saved, disk: event.disk, inFlight: null } : {})),
    boot: assign(({ context }) => ({ memory: blank(context.pages), inFlight: null, saved: null })),
    loadMemory: assign(({ context }) => ({ memory: context.saved?.memory ?? blank(context.pages), saved: null })),
    loseMemory: assign(({ context }) => ({ memory: blank(context.pages), inFlight: null })),
    forget: assign(({ context }) => ({ memory: blank(context.pages), disk: 0, inFlight: null, saved: null })),
    compute: assign(({ context, event }) => (event.type === 'GUEST_COMPUTES' ? { memory: context.memory.map((version, page) => (page === event.page ? version + 1 : version)) } : {})),
    tellComputed: sendTo(({ system, context }) => system.get(guestName(context.vm)), ({ context }) => ({ type: 'COMPUTED', memory: context.memory })),
    tellTurnedOff: sendTo(({ system, context }) => system.get(guestName(context.vm)), { type: 'TURNED_OFF' }),
    tellBooted: sendTo(({ system, context }) => system.get(guestName(context.vm)), { type: 'BOOTED' }),
    issueWrite: enqueueActions(({ context, enqueue }) => {
      const content = context.disk + 1;
      enqueue.assign({ inFlight: content });
      enqueue.sendTo(({ system }) => system.get(mountName(context.node, context.lun)), () => ({ type: 'WRITE', vm: context.vm, content }));
    }),
    /** The LUN has it: only now may the guest, and its clients, count on it. */
    acknowledge: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITTEN') return;
      enqueue.assign({ disk: event.content, inFlight: null });
      enqueue.sendTo(({ system }) => system.get(guestName(context.vm)), () => ({ type: 'ACKNOWLEDGED', content: event.content }));
    }),
    failWrite: assign({ inFlight: null }),
    writeSavedState: sendTo(
      ({ system, context }) => system.get(mountName(context.node, context.lun)),
      ({ context }) => ({ type: 'SAVE_STATE', vm: context.vm, saved: context.saved ?? { memory: context.memory, disk: context.disk } }),
    ),
    /** From here on the file is being written; what the guest did later would not be in it. */
    captureMemory: assign(({ context }) => ({ saved: { memory: context.memory, disk: context.disk } })),
    dropCapture: assign({ saved: null }),
    /** The file is read, and stays where it is until the VM runs. */
    beginRestore: () => {},
    deleteSavedState: sendTo(({ system, context }) => system.get(mountName(context.node, context.lun)), ({ context }) => ({ type: 'DELETE_STATE', vm: context.vm })),
    answerRegistered: sendTo(({ system, context }) => system.get(context.vm), { type: 'REGISTERED' }),
    answerRegisterFailed: sendTo(({ system, context }) => system.get(context.vm), { type: 'REGISTER_FAILED' }),
    answerStarted: sendTo(({ system, context }) => system.get(context.vm), { type: 'STARTED' }),
    answerStartFailed: sendTo(({ system, context }) => system.get(context.vm), { type: 'START_FAILED' }),
    answerSaved: sendTo(({ system, context }) => system.get(context.vm), { type: 'SAVED' }),
    answerSaveFailed: sendTo(({ system, context }) => system.get(context.vm), { type: 'SAVE_FAILED' }),
    answerStopped: sendTo(({ system, context }) => system.get(context.vm), { type: 'STOPPED' }),
  },
  delays: { bootTime: 30_000, restoreTime: 4_000, saveTime: 4_000, stopTime: 1_000 },
}).createMachine({
  id: 'virtual-machine',
  context: ({ input }) => ({ ...input, memory: blank(input.pages), disk: 0, inFlight: null, saved: null }),
  initial: 'deciding',
  on: {
    HOST_CRASHED: { target: '.hostDown', actions: 'forget' },
    HOST_BOOTED: {},
    REGISTER: { target: '.opening', actions: 'loseMemory' },
    UNREGISTER: { target: '.absent', actions: 'forget' },
    START: {},
    START_BY_HAND: {},
    SAVE: {},
    RESUME: {},
    TURN_OFF: {},
    OPENED: {},
    ACCESS_DENIED: {},
    SAVE_FAILS: {},
    RESTORE_FAILS: {},
    GUEST_COMPUTES: {},
    GUEST_WRITES: {},
    WRITTEN: {},
    WRITE_REFUSED: {},
  },
  states: {
    deciding: { always: [{ guard: 'startsRunning', target: 'enabled' }, { target: 'absent' }] },
    hostDown: { on: { HOST_BOOTED: 'absent', REGISTER: {}, UNREGISTER: {} } },
    absent: { on: { REGISTER: 'opening', START_BY_HAND: 'openingByHand' } },
    opening: {
      entry: 'open',
      on: {
        OPENED: [
          { guard: 'hasSavedState', target: 'suspended', actions: ['readFiles', 'answerRegistered'] },
          { target: 'disabled', actions: ['readFiles', 'answerRegistered'] },
        ],
        ACCESS_DENIED: { target: 'absent', actions: 'answerRegisterFailed' },
      },
    },
    openingByHand: {
      entry: 'openByHand',
      on: {
        OPENED: [
          { guard: 'hasSavedState', target: 'starting.restoring', actions: 'readFiles' },
          { target: 'starting', actions: 'readFiles' },
        ],
        ACCESS_DENIED: 'absent',
      },
    },
    disabled: { on: { START: 'starting', REGISTER: { actions: 'answerRegistered' } } },
    suspended: { on: { START: 'reading', REGISTER: { actions: 'answerRegistered' } } },
    reading: {
      entry: 'open',
      on: {
        OPENED: [
          { guard: 'hasSavedState', target: 'starting.restoring', actions: 'readFiles' },
          { target: 'starting', actions: 'readFiles' },
        ],
        ACCESS_DENIED: { target: 'suspended', actions: 'answerStartFailed' },
      },
    },
    starting: {
      initial: 'booting',
      states: {
        booting: { after: { bootTime: { target: '#virtual-machine.enabled', actions: ['boot', 'tellBooted', 'answerStarted'] } } },
        restoring: {
          entry: 'beginRestore',
          after: { restoreTime: { target: '#virtual-machine.enabled', actions: ['loadMemory', 'deleteSavedState', 'answerStarted'] } },
          on: { RESTORE_FAILS: { target: '#virtual-machine.suspended', actions: 'answerStartFailed' } },
        },
      },
    },
    enabled: {
      on: {
        GUEST_COMPUTES: { actions: ['compute', 'tellComputed'] },
        GUEST_WRITES: { guard: 'ioIsDrained', actions: 'issueWrite' },
        WRITTEN: { actions: 'acknowledge' },
        WRITE_REFUSED: { actions: 'failWrite' },
        SAVE: 'saving',
        TURN_OFF: 'stopping',
      },
    },
    saving: {
      initial: 'draining',
      on: {
        GUEST_COMPUTES: { guard: 'mayRunWhileSaving', actions: ['compute', 'tellComputed'] },
      },
      states: {
        draining: {
          always: { guard: 'ioIsDrained', target: 'writing' },
          on: { WRITTEN: { actions: 'acknowledge' }, WRITE_REFUSED: { actions: 'failWrite' } },
        },
        writing: {
          entry: 'captureMemory',
          after: { saveTime: { target: '#virtual-machine.suspended', actions: ['writeSavedState', 'answerSaved'] } },
          on: { SAVE_FAILS: { target: '#virtual-machine.paused', actions: ['dropCapture', 'answerSaveFailed'] } },
        },
      },
    },
    paused: { on: { RESUME: 'enabled' } },
    stopping: {
      initial: 'draining',
      states: {
        draining: {
          always: { guard: 'ioIsDrained', target: 'ending' },
          on: { WRITTEN: { actions: 'acknowledge' }, WRITE_REFUSED: { actions: 'failWrite' } },
        },
        ending: { after: { stopTime: { target: '#virtual-machine.disabled', actions: ['loseMemory', 'tellTurnedOff', 'answerStopped'] } } },
      },
    },
  },
});
