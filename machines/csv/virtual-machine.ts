/**
 * Virtual machine: one VM as the hypervisor of one node sees it. Its files are on the shared volume, so it needs no
 * more than to open them, which is metadata: the coordinator does it. Modes are EnabledState values (domain.md 2.1).
 *
 *   absent ──START──▶ starting ──OPENED──▶ enabled ──STOP──▶ stopping ──I/O drained / STOPPED──▶ absent
 *     ▲                  │ OPEN_REFUSED
 *     └──────────────────┘
 *
 * A guest has one I/O in flight at a time. `HOST_CRASHED` leads to hostDown from everywhere, and with the cluster service
 * (`SERVICE_STOPPED`) the VM is turned off. How memory moves is a model of its own. Source: CSV-1, CSV-2, CSV-4, CSV-5.
 */
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { fromName, guestName, volumeName } from './names.ts';
import type { NodeId, VmEvent, VmId } from './vocabulary.ts';

export interface VmInput {
  readonly node: NodeId;
  readonly vm: VmId;
  readonly running: boolean;
}

export interface VmContext extends VmInput {
  /** The I/O that the guest waits for. */
  readonly inFlight: { readonly kind: 'WRITE' | 'EXTEND'; readonly content: number } | null;
}

export const virtualMachine = setup({
  types: { context: {} as VmContext, input: {} as VmInput, events: {} as VmEvent },
  guards: {
    startsRunning: ({ context }) => context.running,
    ioIsDrained: ({ context }) => context.inFlight === null,
  },
  actions: {
    open: sendTo(({ system, context }) => system.get(volumeName(context.node)), ({ context }) => ({ type: 'OPEN', vm: context.vm, content: 0 })),
    askForWrite: sendTo(({ system, context }) => system.get(guestName(context.vm)), ({ context }) => ({ type: 'NUMBER', node: context.node, kind: 'WRITE' })),
    askForExtend: sendTo(({ system, context }) => system.get(guestName(context.vm)), ({ context }) => ({ type: 'NUMBER', node: context.node, kind: 'EXTEND' })),
    issue: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'NUMBERED') return;
      const { kind, content } = event;
      enqueue.assign({ inFlight: { kind, content } });
      enqueue.sendTo(({ system }) => system.get(volumeName(context.node)), () => ({ type: kind, vm: context.vm, content }));
    }),
    acknowledge: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITTEN' && event.type !== 'EXTENDED') return;
      enqueue.assign({ inFlight: null });
      enqueue.sendTo(({ system }) => system.get(guestName(context.vm)), () => ({ type: 'ACKNOWLEDGED', kind: event.type === 'WRITTEN' ? 'WRITE' : 'EXTEND', content: event.content }));
    }),
    fail: enqueueActions(({ context, enqueue }) => {
      enqueue.assign({ inFlight: null });
      enqueue.sendTo(({ system }) => system.get(guestName(context.vm)), { type: 'IO_FAILED' });
    }),
    forget: assign({ inFlight: null }),
    answerStopped: sendTo(({ system, context }) => system.get(fromName(context.node)), ({ context }) => ({ type: 'SEND', to: 'cluster', message: { type: 'STOPPED', vm: context.vm, node: context.node } })),
  },
}).createMachine({
  id: 'virtual-machine',
  context: ({ input }) => ({ ...input, inFlight: null }),
  initial: 'deciding',
  on: {
    HOST_CRASHED: { target: '.hostDown', actions: 'forget' },
    HOST_BOOTED: {},
    SERVICE_STOPPED: { target: '.absent', actions: 'forget' },
    START: {},
    STOP: {},
    GUEST_WRITES: {},
    GUEST_EXTENDS: {},
  },
  states: {
    deciding: { always: [{ guard: 'startsRunning', target: 'enabled' }, { target: 'absent' }] },
    hostDown: { on: { HOST_BOOTED: 'absent' } },
    absent: { on: { START: { target: 'starting', actions: 'open' }, STOP: { actions: 'answerStopped' } } },
    starting: {
      initial: 'opening',
      states: {
        opening: { on: { OPENED: '#virtual-machine.enabled', OPEN_REFUSED: '#virtual-machine.absent', STOP: 'withdrawing' } },
        // Told to stop before it had its files open.
        withdrawing: {
          on: {
            OPENED: { target: '#virtual-machine.absent', actions: 'answerStopped' },
            OPEN_REFUSED: { target: '#virtual-machine.absent', actions: 'answerStopped' },
          },
        },
      },
    },
    enabled: {
      on: {
        GUEST_WRITES: { guard: 'ioIsDrained', actions: 'askForWrite' },
        GUEST_EXTENDS: { guard: 'ioIsDrained', actions: 'askForExtend' },
        NUMBERED: { actions: 'issue' },
        WRITTEN: { actions: 'acknowledge' },
        EXTENDED: { actions: 'acknowledge' },
        WRITE_REFUSED: { actions: 'fail' },
        EXTEND_REFUSED: { actions: 'fail' },
        STOP: 'stopping',
      },
    },
    stopping: {
      always: { guard: 'ioIsDrained', target: 'absent', actions: 'answerStopped' },
      on: {
        WRITTEN: { actions: 'acknowledge' },
        EXTENDED: { actions: 'acknowledge' },
        WRITE_REFUSED: { actions: 'fail' },
        EXTEND_REFUSED: { actions: 'fail' },
      },
    },
  },
});
