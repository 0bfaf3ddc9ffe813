/**
 * Virtual machine: one VM as the hypervisor of one node sees it, with its files on a Cluster Shared Volume, and migrated live.
 * It stands between the two models: the volume answers it late, and opening files is the coordinator's business.
 *
 *   absent ──BRING_ONLINE──▶ starting ──OPENED──▶ enabled ──FREEZE──▶ frozen.draining ──I/O done──▶ .quiet ──RELEASE_FILES──▶ .released
 *     ▲                                              ▲                      └─────UNFREEZE────┬────────┘          UNFREEZE │   │ REMOVE
 *     │                                              └────────────────────────────────────────┘◀──OPENED── .regaining ◀────┘   │
 *     ├────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
 *   absent ──CREATE_SHELL──▶ shell.receiving ──LOAD──▶ .complete ──BRING_ONLINE (live)──▶ restoring ──OPENED──▶ enabled
 *
 * Memory is left out: a pass over it finds nothing, and what the copy has to get right is the model of live migration. Closing
 * files takes the node alone, as nothing of theirs is under way; opening them again takes the coordinator. A host that
 * crashed, or whose cluster service stopped, does not come back here. Source: LM-4, LM-7, LM-8, HA-1, CSV-2, CSV-5; domain.md 3.2, 4.
 */
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { fromName, guestName, volumeName } from '../csv/names.ts';
import type { NodeId, VmId } from '../csv/vocabulary.ts';
import { workerName } from '../live-migration/names.ts';
import type { MigratingVmEvent } from './vocabulary.ts';

export interface MigratingVmInput {
  readonly node: NodeId;
  readonly vm: VmId;
  readonly running: boolean;
}

export interface MigratingVmContext extends MigratingVmInput {
  /** The I/O that the guest waits for. */
  readonly inFlight: { readonly kind: 'WRITE' | 'EXTEND'; readonly content: number } | null;
  /** The migration that a shell is in, or the start that is under way. */
  readonly attempt: number | null;
}

export const virtualMachine = setup({
  types: { context: {} as MigratingVmContext, input: {} as MigratingVmInput, events: {} as MigratingVmEvent },
  guards: {
    startsRunning: ({ context }) => context.running,
    ioIsDone: ({ context }) => context.inFlight === null,
    /** Also the I/O that the volume holds back while it is paused: it has to come to an end on this node. */
    ioIsDrained: ({ context }) => context.inFlight === null,
    isRestoreOfThisShell: ({ context, event }) => event.type === 'BRING_ONLINE' && event.live && event.attempt === context.attempt,
  },
  actions: {
    open: sendTo(({ system, context }) => system.get(volumeName(context.node)), ({ context }) => ({ type: 'OPEN', vm: context.vm, content: 0 })),
    askForWrite: sendTo(({ system, context }) => system.get(guestName(context.vm)), ({ context }) => ({ type: 'NUMBER', node: context.node, kind: 'WRITE' })),
    issue: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'NUMBERED') return;
      const { kind, content } = event;
      enqueue.assign({ inFlight: { kind, content } });
      enqueue.sendTo(({ system }) => system.get(volumeName(context.node)), () => ({ type: kind, vm: context.vm, content }));
    }),
    acknowledge: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITTEN') return;
      enqueue.assign({ inFlight: null });
      enqueue.sendTo(({ system }) => system.get(guestName(context.vm)), () => ({ type: 'ACKNOWLEDGED', kind: 'WRITE', content: event.content }));
    }),
    beginMigration: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'MIGRATE') enqueue.sendTo(({ system }) => system.get(workerName(context.node)), () => ({ ...event, type: 'BEGIN', vm: context.vm }));
    }),
    answerPassDone: sendTo(({ system, context }) => system.get(workerName(context.node)), () => ({ type: 'PASS_DONE', remaining: 0 })),
    answerFrozen: sendTo(({ system, context }) => system.get(workerName(context.node)), { type: 'FROZEN' }),
    answerState: sendTo(({ system, context }) => system.get(workerName(context.node)), () => ({ type: 'CAPTURED', runState: 'enabled', disk: 0 })),
    answerReleased: sendTo(({ system, context }) => system.get(workerName(context.node)), { type: 'FILES_RELEASED' }),
    answerResumed: sendTo(({ system, context }) => system.get(workerName(context.node)), { type: 'RESUMED' }),
    refuseShell: sendTo(({ system, context }) => system.get(workerName(context.node)), { type: 'SHELL_REFUSED' }),
    tellTaken: sendTo(({ system, context }) => system.get(workerName(context.node)), ({ context }) => ({ type: 'VM_TAKEN', vm: context.vm })),
    noteAttempt: assign(({ event }) => ('attempt' in event ? { attempt: event.attempt } : {})),
    forget: assign({ inFlight: null, attempt: null }),
    reportOnline: sendTo(({ system, context }) => system.get(fromName(context.node)), ({ context }) => ({ type: 'SEND', to: context.vm, message: { type: 'ONLINE', node: context.node, attempt: context.attempt } })),
  },
}).createMachine({
  id: 'virtual-machine',
  context: ({ input }) => ({ ...input, inFlight: null, attempt: null }),
  initial: 'deciding',
  on: {
    HOST_CRASHED: { target: '.hostDown', actions: 'forget' },
    SERVICE_STOPPED: { target: '.offDuty', actions: 'forget' },
    MIGRATE: {},
    // Found running or frozen here, it is stopped first (21129, 21130).
    BRING_ONLINE: { target: '.starting', actions: ['forget', 'noteAttempt', 'tellTaken'] },
    GUEST_WRITES: {},
    START_LOG: {},
    STOP_LOG: {},
    SCAN: { actions: 'answerPassDone' },
    CREATE_SHELL: { actions: 'refuseShell' },
    DISCARD: {},
  },
  states: {
    deciding: { always: [{ guard: 'startsRunning', target: 'enabled' }, { target: 'absent' }] },
    hostDown: { on: { BRING_ONLINE: {}, SERVICE_STOPPED: {} } },
    // A node that is no member hosts nothing, whatever still reaches it.
    offDuty: { on: { BRING_ONLINE: {}, CREATE_SHELL: {} } },
    absent: { on: { CREATE_SHELL: { target: 'shell', actions: 'noteAttempt' } } },
    starting: { entry: 'open', on: { OPENED: { target: 'enabled', actions: ['reportOnline', 'forget'] } } },
    enabled: {
      on: {
        MIGRATE: { actions: 'beginMigration' },
        GUEST_WRITES: { guard: 'ioIsDone', actions: 'askForWrite' },
        NUMBERED: { actions: 'issue' },
        WRITTEN: { actions: 'acknowledge' },
        FREEZE: 'frozen',
      },
    },
    frozen: {
      initial: 'draining',
      states: {
        draining: {
          always: { guard: 'ioIsDrained', target: 'quiet' },
          on: { WRITTEN: { actions: 'acknowledge' }, UNFREEZE: '#virtual-machine.thawing' },
        },
        quiet: { entry: 'answerFrozen', on: { CAPTURE: { actions: 'answerState' }, RELEASE_FILES: 'released', UNFREEZE: '#virtual-machine.thawing' } },
        released: { entry: 'answerReleased', on: { UNFREEZE: 'regaining', REMOVE: { target: '#virtual-machine.absent', actions: 'forget' } } },
        regaining: { entry: 'open', on: { OPENED: '#virtual-machine.thawing' } },
      },
    },
    thawing: { entry: 'answerResumed', always: 'enabled' },
    shell: {
      initial: 'receiving',
      on: { DISCARD: { target: 'absent', actions: 'forget' } },
      states: {
        receiving: { on: { LOAD: 'complete' } },
        complete: {
          on: {
            BRING_ONLINE: [
              { guard: 'isRestoreOfThisShell', target: '#virtual-machine.restoring', actions: 'tellTaken' },
              { target: '#virtual-machine.starting', actions: ['forget', 'noteAttempt', 'tellTaken'] },
            ],
          },
        },
      },
    },
    restoring: { entry: 'open', on: { OPENED: { target: 'enabled', actions: ['reportOnline', 'forget'] } } },
  },
});
