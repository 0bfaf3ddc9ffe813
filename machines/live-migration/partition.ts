/**
 * Partition: a VM as the hypervisor of one node sees it. Modes are its EnabledState; while it migrates it is frozen on the
 * source and a shell on the target.
 *
 *   absent ──BRING_ONLINE / open files──▶ starting ──boot time──▶ enabled ◀──PAUSE, RESUME──▶ paused
 *     ▲                                                             │ FREEZE
 *     │   frozen.draining ──devices quiet, I/O done──▶ .quiet ──RELEASE_FILES──▶ .releasing ──▶ .released ──REMOVE──▶ absent
 *     │      └──UNFREEZE──▶ enabled ◀──┘ UNFREEZE                         UNFREEZE └──▶ .regaining ──files open──▶ enabled
 *     │
 *   absent ──CREATE_SHELL──▶ shell.receiving ──LOAD──▶ shell.complete ──BRING_ONLINE (live)──▶ restoring ──restore time──▶ enabled
 *
 * While the log is on, every write to memory - of the guest or of a device - sets the page's dirty bit; SCAN finds the next
 * dirty page and clears its bit, and READ comes later, so a write between the two is sent again rather than lost. A VM may run
 * only with its files open. BRING_ONLINE finding the VM alive here stops it first (events 21129, 21130). `SERVICE_STOPPED`: the cluster
 * service takes its resources down with it. Source: LM-1 to LM-4, LM-7, HA-1; domain.md 2.1, 2.2, 3.2.
 *
 * Longer than 250 lines because it answers each event in each mode of a VM's life, of the source's half and of the target's.
 */
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { guestName, linkName, volumeName, workerName } from './names.ts';
import type { Memory, NodeId, PartitionEvent, RunState, VmId, VolumeId } from './vocabulary.ts';

export interface PartitionInput {
  readonly node: NodeId;
  readonly vm: VmId;
  readonly volume: VolumeId;
  readonly pages: number;
  readonly running: boolean;
}

export interface PartitionContext extends PartitionInput {
  readonly memory: Memory;
  /** The dirty bitmap; null while nothing is logged. */
  readonly dirty: readonly boolean[] | null;
  /** The last write on the virtual disk that this VM knows of. */
  readonly disk: number;
  /** The write that is on its way; a guest waits for one before it issues the next. */
  readonly inFlight: number | null;
  /** What a frozen VM or a complete shell will go on as. */
  readonly runState: RunState | null;
  /** Whose memory a shell receives. */
  readonly source: NodeId | null;
  /** The migration that a frozen VM or a shell is in, or the start that is under way. */
  readonly attempt: number | null;
}

const nothing = { dirty: null, disk: 0, inFlight: null, runState: null, source: null, attempt: null } as const;

/** A page of a shell: nothing has been put into it yet. */
function blank(pages: number): Memory {
  return Array.from({ length: pages }, () => 0);
}

/** What a boot leaves in memory. */
function fresh(pages: number): Memory {
  return Array.from({ length: pages }, () => 1);
}

function mark(bits: readonly boolean[] | null, page: number, bit: boolean): readonly boolean[] | null {
  return bits === null ? null : bits.map((old, at) => (at === page ? bit : old));
}

export const partition = setup({
  types: { context: {} as PartitionContext, input: {} as PartitionInput, events: {} as PartitionEvent },
  guards: {
    startsRunning: ({ context }) => context.running,
    ioIsDrained: ({ context }) => context.inFlight === null,
    wasPaused: ({ context }) => context.runState === 'paused',
    isRestoreOfThisShell: ({ context, event }) => event.type === 'BRING_ONLINE' && event.live && event.attempt === context.attempt,
    /** No one starts a VM whose memory is still arriving. */
    mayStartShell: () => false,
    mayRunWithoutFiles: () => false,
    /** ERROR_INVALID_STATE: of Hyper-V, only a VM that is enabled migrates. */
    mayMigratePaused: () => false,
  },
  actions: {
    openFiles: sendTo(({ system, context }) => system.get(volumeName(context.node, context.volume)), ({ context }) => ({ type: 'OPEN', vm: context.vm, preempt: false })),
    regainFiles: sendTo(({ system, context }) => system.get(volumeName(context.node, context.volume)), ({ context }) => ({ type: 'OPEN', vm: context.vm, preempt: false })),
    /** After a failover the files, or the LUN, are taken from whoever had them. */
    seizeFiles: sendTo(({ system, context }) => system.get(volumeName(context.node, context.volume)), ({ context }) => ({ type: 'OPEN', vm: context.vm, preempt: true })),
    closeFiles: sendTo(({ system, context }) => system.get(volumeName(context.node, context.volume)), ({ context }) => ({ type: 'CLOSE', vm: context.vm })),
    forget: assign(({ context }) => ({ ...nothing, memory: blank(context.pages) })),
    noteAttempt: assign(({ event }) => ('attempt' in event ? { attempt: event.attempt } : {})),
    readDisk: assign(({ event }) => (event.type === 'FILES_OPENED' ? { disk: event.disk } : {})),
    boot: assign(({ context }) => ({ memory: fresh(context.pages), attempt: null })),
    writeMemory: assign(({ context, event }) => ('page' in event ? { memory: context.memory.map((content, page) => (page === event.page ? content + 1 : content)) } : {})),
    logGuestWrite: assign(({ context, event }) => ('page' in event ? { dirty: mark(context.dirty, event.page, true) } : {})),
    /** A device writes past the processor's page tables, and has to tell the log itself. */
    logDeviceWrite: assign(({ context, event }) => ('page' in event ? { dirty: mark(context.dirty, event.page, true) } : {})),
    issueWrite: enqueueActions(({ context, enqueue }) => {
      const content = context.disk + 1;
      enqueue.assign({ inFlight: content });
      enqueue.sendTo(({ system }) => system.get(volumeName(context.node, context.volume)), () => ({ type: 'WRITE', vm: context.vm, content }));
    }),
    acknowledge: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITTEN') return;
      enqueue.assign({ disk: event.content, inFlight: null });
      enqueue.sendTo(({ system }) => system.get(guestName(context.vm)), () => ({ type: 'ACKNOWLEDGED', content: event.content }));
    }),
    failWrite: assign({ inFlight: null }),
    /** Every page is to be sent once, whatever an earlier attempt has sent. */
    startLog: assign(({ context }) => ({ dirty: Array.from({ length: context.pages }, () => true) })),
    stopLog: assign({ dirty: null }),
    /** Reads and clears the bit of the next dirty page. */
    scan: enqueueActions(({ context: { node, dirty }, event, enqueue }) => {
      if (event.type !== 'SCAN' || dirty === null) return;
      const page = dirty.findIndex((bit, at) => bit && at >= event.from);
      if (page >= 0) enqueue.assign({ dirty: mark(dirty, page, false) });
      const answer = page >= 0 ? { type: 'FOUND', page } : { type: 'PASS_DONE', remaining: dirty.filter((bit) => bit).length };
      enqueue.sendTo(({ system }) => system.get(workerName(node)), () => answer);
    }),
    answerContent: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'READ') enqueue.sendTo(({ system }) => system.get(workerName(context.node)), () => ({ type: 'CONTENT', page: event.page, content: context.memory[event.page] ?? 0 }));
    }),
    beginMigration: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'MIGRATE') enqueue.sendTo(({ system }) => system.get(workerName(context.node)), () => ({ ...event, type: 'BEGIN', vm: context.vm }));
    }),
    noteEnabled: assign({ runState: 'enabled' }),
    notePaused: assign({ runState: 'paused' }),
    answerFrozen: sendTo(({ system, context }) => system.get(workerName(context.node)), { type: 'FROZEN' }),
    /** The state of processors and devices, and with it whether the VM was running at all. */
    answerState: sendTo(({ system, context }) => system.get(workerName(context.node)), ({ context }) => ({ type: 'CAPTURED', runState: context.runState, disk: context.disk })),
    tellStopped: sendTo(({ system, context }) => system.get(guestName(context.vm)), ({ context }) => ({ type: 'STOPPED', attempt: context.attempt, memory: context.memory, runState: context.runState })),
    answerReleased: sendTo(({ system, context }) => system.get(workerName(context.node)), { type: 'FILES_RELEASED' }),
    answerKept: sendTo(({ system, context }) => system.get(workerName(context.node)), { type: 'FILES_KEPT' }),
    answerResumed: sendTo(({ system, context }) => system.get(workerName(context.node)), { type: 'RESUMED' }),
    tellTaken: sendTo(({ system, context }) => system.get(workerName(context.node)), ({ context }) => ({ type: 'VM_TAKEN', vm: context.vm })),
    tellWentOn: sendTo(({ system, context }) => system.get(guestName(context.vm)), ({ context }) => ({ type: 'WENT_ON', attempt: context.attempt })),
    tellComputed: sendTo(({ system, context }) => system.get(guestName(context.vm)), { type: 'COMPUTED' }),
    tellBooted: sendTo(({ system, context }) => system.get(guestName(context.vm)), { type: 'BOOTED' }),
    thaw: assign({ dirty: null, runState: null, source: null, attempt: null }),
    createShell: assign(({ event, context }) => (event.type === 'CREATE_SHELL' ? { ...nothing, memory: blank(context.pages), source: event.source, attempt: event.attempt } : {})),
    refuseShell: sendTo(({ system, context }) => system.get(workerName(context.node)), { type: 'SHELL_REFUSED' }),
    store: assign(({ context, event }) => (event.type === 'STORE' ? { memory: context.memory.map((old, page) => (page === event.page ? event.content : old)) } : {})),
    loadState: assign(({ event }) => (event.type === 'LOAD' ? { runState: event.runState, disk: event.disk } : {})),
    reportOnline: sendTo(({ system, context }) => system.get(linkName(context.node)), ({ context }) => ({ type: 'REPORT', to: context.vm, message: { type: 'ONLINE', node: context.node, attempt: context.attempt } })),
    reportFailed: sendTo(({ system, context }) => system.get(linkName(context.node)), ({ context }) => ({ type: 'REPORT', to: context.vm, message: { type: 'START_FAILED', node: context.node } })),
  },
  delays: { bootTime: 30_000, restoreTime: 100, quiesceTime: 10 },
}).createMachine({
  id: 'partition',
  context: ({ input }) => ({ ...input, ...nothing, memory: input.running ? fresh(input.pages) : blank(input.pages) }),
  initial: 'deciding',
  on: {
    HOST_CRASHED: { target: '.hostDown', actions: 'forget' },
    HOST_BOOTED: {},
    SERVICE_STOPPED: { target: '.absent', actions: 'forget' },
    MIGRATE: {},
    BRING_ONLINE: { target: '.starting', actions: ['forget', 'noteAttempt', 'tellTaken'] },
    START_BY_HAND: {},
    PAUSE: {},
    RESUME: {},
    GUEST_COMPUTES: {},
    GUEST_WRITES: {},
    DEVICE_WRITES: {},
    WRITTEN: {},
    WRITE_REFUSED: {},
    START_LOG: {},
    STOP_LOG: { actions: 'stopLog' },
    SCAN: { actions: 'scan' },
    READ: { actions: 'answerContent' },
    FREEZE: {},
    CAPTURE: {},
    RELEASE_FILES: {},
    UNFREEZE: {},
    REMOVE: {},
    CREATE_SHELL: { actions: 'refuseShell' },
    STORE: {},
    LOAD: {},
    DISCARD: {},
    FILES_OPENED: {},
    FILES_DENIED: {},
    FILES_CLOSED: {},
    CLOSE_FAILED: {},
    START_FAILS: {},
    RESTORE_FAILS: {},
  },
  states: {
    deciding: { always: [{ guard: 'startsRunning', target: 'enabled' }, { target: 'absent' }] },
    hostDown: { on: { HOST_BOOTED: 'absent', BRING_ONLINE: {} } },
    absent: { on: { CREATE_SHELL: { target: 'shell', actions: 'createShell' } } },
    starting: {
      initial: 'opening',
      states: {
        opening: {
          entry: 'seizeFiles',
          on: {
            FILES_OPENED: { target: 'booting', actions: 'readDisk' },
            FILES_DENIED: { target: '#partition.absent', actions: ['reportFailed', 'forget'] },
          },
        },
        booting: {
          after: { bootTime: { target: '#partition.enabled', actions: ['reportOnline', 'boot', 'tellBooted'] } },
          on: { START_FAILS: '#partition.failing' },
        },
      },
    },
    enabled: {
      on: {
        MIGRATE: { actions: 'beginMigration' },
        PAUSE: 'paused',
        GUEST_COMPUTES: { actions: ['writeMemory', 'logGuestWrite', 'tellComputed'] },
        DEVICE_WRITES: { actions: ['writeMemory', 'logDeviceWrite', 'tellComputed'] },
        GUEST_WRITES: { guard: 'ioIsDrained', actions: 'issueWrite' },
        WRITTEN: { actions: 'acknowledge' },
        WRITE_REFUSED: { actions: 'failWrite' },
        START_LOG: { actions: 'startLog' },
        FREEZE: { target: 'frozen', actions: ['noteEnabled', 'noteAttempt'] },
      },
    },
    paused: {
      on: {
        RESUME: 'enabled',
        MIGRATE: { guard: 'mayMigratePaused', actions: 'beginMigration' },
        DEVICE_WRITES: { actions: ['writeMemory', 'logDeviceWrite', 'tellComputed'] },
        WRITTEN: { actions: 'acknowledge' },
        WRITE_REFUSED: { actions: 'failWrite' },
        START_LOG: { actions: 'startLog' },
        FREEZE: { target: 'frozen', actions: ['notePaused', 'noteAttempt'] },
      },
    },
    frozen: {
      initial: 'devices',
      states: {
        devices: {
          after: { quiesceTime: 'draining' },
          on: {
            DEVICE_WRITES: { actions: ['writeMemory', 'logDeviceWrite', 'tellComputed'] },
            WRITTEN: { actions: 'acknowledge' },
            WRITE_REFUSED: { actions: 'failWrite' },
            UNFREEZE: '#partition.thawing',
          },
        },
        draining: {
          always: { guard: 'ioIsDrained', target: 'quiet' },
          on: {
            WRITTEN: { actions: 'acknowledge' },
            WRITE_REFUSED: { actions: 'failWrite' },
            UNFREEZE: '#partition.thawing',
          },
        },
        quiet: { entry: ['tellStopped', 'answerFrozen'], on: { CAPTURE: { actions: 'answerState' }, RELEASE_FILES: 'releasing', UNFREEZE: '#partition.thawing' } },
        releasing: {
          entry: 'closeFiles',
          on: {
            FILES_CLOSED: { target: 'released', actions: 'answerReleased' },
            CLOSE_FAILED: { target: 'kept', actions: 'answerKept' },
            UNFREEZE: 'changingItsMind',
          },
        },
        changingItsMind: { on: { FILES_CLOSED: 'regaining', CLOSE_FAILED: '#partition.thawing' } },
        kept: { on: { UNFREEZE: '#partition.thawing' } },
        released: { on: { UNFREEZE: 'regaining', REMOVE: { target: '#partition.absent', actions: 'forget' } } },
        regaining: {
          entry: 'regainFiles',
          on: {
            FILES_OPENED: '#partition.thawing',
            // Event 21131: it could not be restored on the source either.
            FILES_DENIED: { target: '#partition.absent', actions: ['tellTaken', 'reportFailed', 'forget'] },
          },
        },
      },
    },
    thawing: {
      entry: ['answerResumed', 'tellWentOn'],
      exit: 'thaw',
      always: [{ guard: 'wasPaused', target: 'paused' }, { target: 'enabled' }],
    },
    shell: {
      initial: 'receiving',
      on: {
        DISCARD: { target: 'absent', actions: 'forget' },
        CREATE_SHELL: { target: 'shell', actions: 'createShell' },
        START_BY_HAND: { guard: 'mayStartShell', target: 'enabled' },
      },
      states: {
        receiving: { on: { STORE: { actions: 'store' }, LOAD: { target: 'complete', actions: 'loadState' } } },
        complete: {
          on: {
            BRING_ONLINE: [
              { guard: 'isRestoreOfThisShell', target: '#partition.restoring', actions: 'tellTaken' },
              { target: '#partition.starting', actions: ['forget', 'noteAttempt', 'tellTaken'] },
            ],
          },
        },
      },
    },
    restoring: {
      initial: 'opening',
      states: {
        opening: {
          entry: 'openFiles',
          on: {
            FILES_OPENED: 'loading',
            FILES_DENIED: [{ guard: 'mayRunWithoutFiles', target: 'loading' }, { target: '#partition.absent', actions: ['reportFailed', 'forget'] }],
          },
        },
        loading: {
          after: {
            restoreTime: [
              { guard: 'wasPaused', target: '#partition.paused', actions: ['reportOnline', 'tellWentOn', 'thaw'] },
              { target: '#partition.enabled', actions: ['reportOnline', 'tellWentOn', 'thaw'] },
            ],
          },
          on: { RESTORE_FAILS: '#partition.failing' },
        },
      },
    },
    // It did not start: the files are closed before anyone hears of it.
    failing: {
      entry: 'closeFiles',
      on: {
        FILES_CLOSED: { target: 'absent', actions: ['reportFailed', 'forget'] },
        CLOSE_FAILED: { target: 'failing', reenter: true },
      },
    },
  },
});
