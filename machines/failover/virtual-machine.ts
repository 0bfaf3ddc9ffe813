/**
 * Virtual machine: one VM as the hypervisor of one node sees it. Modes are EnabledState values (domain.md 2.1). It
 * boots from its disk and nothing else: what was in memory when it last ran is gone.
 *
 *   disabled ──START, OPENED──▶ starting ──after boot time──▶ enabled ──TURN_OFF──▶ stopping ──after stop time──▶ disabled
 *      ▲                          └──TURN_OFF──▶ stopping         │ VM_FAILS                                         ▲
 *      └────────────────────────────────────────────────────────────┴──────────────────────────────────────────────────┘
 *
 * It knows nothing of clusters: a VM whose cluster service died goes on running (events 21129, 21130 tell of the end).
 * Source: HA-1, HA-2, ARG-7; domain.md 2.2.
 */
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { guestName } from '../names.ts';
import { diskResourceName, groupName } from './names.ts';
import type { NodeId, VmEvent, VmId } from './vocabulary.ts';

export interface VmInput {
  readonly node: NodeId;
  readonly vm: VmId;
  readonly running: boolean;
}

export interface VmContext extends VmInput {
  /** The last write on the virtual disk that this VM knows of; 0 while it is off. */
  readonly disk: number;
  /** The write that is on its way; a guest waits for one before it issues the next. */
  readonly inFlight: number | null;
}

export const virtualMachine = setup({
  types: { context: {} as VmContext, input: {} as VmInput, events: {} as VmEvent },
  guards: {
    startsRunning: ({ context }) => context.running,
    ioIsDrained: ({ context }) => context.inFlight === null,
  },
  actions: {
    open: sendTo(({ system, context }) => system.get(diskResourceName(context.node, 'lun1')), { type: 'OPEN' }),
    readDisk: assign(({ event }) => (event.type === 'OPENED' ? { disk: event.content } : {})),
    forget: assign({ disk: 0, inFlight: null }),
    /** One page of memory; that it is no longer blank is all that matters. */
    tellComputed: sendTo(({ system, context }) => system.get(guestName(context.vm)), () => ({ type: 'COMPUTED', memory: [1] })),
    tellBooted: sendTo(({ system, context }) => system.get(guestName(context.vm)), { type: 'BOOTED' }),
    issueWrite: enqueueActions(({ context, enqueue }) => {
      const content = context.disk + 1;
      enqueue.assign({ inFlight: content });
      enqueue.sendTo(({ system }) => system.get(diskResourceName(context.node, 'lun1')), () => ({ type: 'WRITE', vm: context.vm, content }));
    }),
    /** The disk has it: only now may the guest, and its clients, count on it. */
    acknowledge: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITTEN') return;
      enqueue.assign({ disk: event.content, inFlight: null });
      enqueue.sendTo(({ system }) => system.get(guestName(context.vm)), () => ({ type: 'ACKNOWLEDGED', content: event.content }));
    }),
    failWrite: assign({ inFlight: null }),
    answerStarted: sendTo(({ system, context }) => system.get(groupName(context.node)), { type: 'STARTED' }),
    answerStopped: sendTo(({ system, context }) => system.get(groupName(context.node)), { type: 'STOPPED' }),
    answerFailed: sendTo(({ system, context }) => system.get(groupName(context.node)), { type: 'VM_FAILED' }),
  },
  delays: { bootTime: 30_000, stopTime: 1_000 },
}).createMachine({
  id: 'virtual-machine',
  context: ({ input }) => ({ ...input, disk: 0, inFlight: null }),
  initial: 'deciding',
  on: {
    HOST_CRASHED: { target: '.disabled', actions: 'forget' },
    HOST_BOOTED: {},
    START: {},
    TURN_OFF: {},
    OPENED: {},
    VM_FAILS: {},
    GUEST_COMPUTES: {},
    GUEST_WRITES: {},
    WRITTEN: {},
    WRITE_REFUSED: {},
  },
  states: {
    deciding: { always: [{ guard: 'startsRunning', target: 'enabled' }, { target: 'disabled' }] },
    disabled: { on: { START: { target: 'starting', actions: 'open' }, TURN_OFF: { actions: 'answerStopped' } } },
    starting: {
      after: { bootTime: { target: 'enabled', actions: ['tellBooted', 'answerStarted'] } },
      on: { OPENED: { actions: 'readDisk' }, TURN_OFF: { target: 'stopping', actions: 'forget' } },
    },
    enabled: {
      on: {
        GUEST_COMPUTES: { actions: 'tellComputed' },
        GUEST_WRITES: { guard: 'ioIsDrained', actions: 'issueWrite' },
        WRITTEN: { actions: 'acknowledge' },
        WRITE_REFUSED: { actions: 'failWrite' },
        VM_FAILS: { target: 'disabled', actions: ['forget', 'answerFailed'] },
        TURN_OFF: { target: 'stopping', actions: 'forget' },
      },
    },
    stopping: { after: { stopTime: { target: 'disabled', actions: 'answerStopped' } } },
  },
});
