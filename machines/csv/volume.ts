/**
 * Volume: the Cluster Shared Volume as one node sees it (CSVFS, or in 2008 R2 the filter over NTFS). It sends each I/O of
 * the VMs on its node the right way, and holds I/O back while the way is being changed. Modes are CSVFS states.
 *
 *   active.direct | active.redirected ──PAUSE, or an error (AUTO_PAUSED)──▶ draining ─nothing in flight─▶ paused
 *     ▲                                                                                                   │ RESUME
 *     └── REOPENED / replay what was queued, ACTIVE ◀── setDownlevel ◀── handles opened on the coordinator ┘
 *   paused ──FAIL / report what was queued as failed──▶ unavailable (5142)
 *   init ──JOINED──▶ setDownlevel           SERVICE_STOPPED, HOST_CRASHED ──▶ init, hostDown
 *
 * Data goes straight to the disk, metadata to the coordinator; with redirected I/O (5121, 5136) all of it does. An error is
 * never shown to a VM: the volume pauses by itself (5120), what failed is queued, and so is all that comes. Only when the
 * cluster gives up (5142) does I/O fail. Without a cluster service (Init) no VM runs that could ask. Source: CSV-3, CSV-4, CSV-5; domain.md 4.
 */
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { fromName, ntfsName, pathName, smbName, vmName } from './names.ts';
import type { Io, IoInFlight, NodeId, NtfsRequest, PathEvent, SmbEvent, VmAnswer, VolumeEvent } from './vocabulary.ts';

export interface VolumeInput {
  readonly node: NodeId;
  readonly coordinator: NodeId;
}

export interface VolumeContext {
  readonly node: NodeId;
  /** Whom this node takes for the coordinator; null while it has no handles. */
  readonly coordinator: NodeId | null;
  /** The whole volume is redirected, for a backup. */
  readonly redirected: boolean;
  readonly hasPath: boolean;
  readonly inFlight: readonly IoInFlight[];
  readonly queue: readonly Io[];
}

const doneWord = { WRITE: 'WRITTEN', EXTEND: 'EXTENDED', OPEN: 'OPENED' } as const;
const refusedWord = { WRITE: 'WRITE_REFUSED', EXTEND: 'EXTEND_REFUSED', OPEN: 'OPEN_REFUSED' } as const;

function ioOf({ kind, vm, content }: Io): Io {
  return { kind, vm, content };
}

/** What a volume tells a VM about an I/O of its. */
function answerTo({ kind, content }: Io, word: typeof doneWord | typeof refusedWord): VmAnswer {
  return kind === 'OPEN' ? { type: word.OPEN } : { type: word[kind], content };
}

/** Data goes straight to the disk if it may; the rest is for the coordinator. */
export function wayOf(context: VolumeContext, io: Io): IoInFlight['via'] {
  if (io.kind === 'WRITE' && !context.redirected && context.hasPath) return 'direct';
  return context.coordinator === context.node ? 'local' : 'smb';
}

/** The I/O in flight that an answer is about. */
function answered({ inFlight }: VolumeContext, event: VolumeEvent): IoInFlight | undefined {
  if (event.type === 'ANSWER') return inFlight.find(({ kind, vm, content, via }) => via !== 'direct' && kind === event.io.kind && vm === event.io.vm && content === event.io.content);
  if (event.type === 'WRITTEN' || event.type === 'RESERVATION_CONFLICT') return inFlight.find(({ vm, content, via }) => via === 'direct' && vm === event.vm && content === event.content);
  return undefined;
}

/** Where an I/O goes, and as what. */
export function requestFor({ node, coordinator }: VolumeContext, io: Io, via: IoInFlight['via']): { readonly to: string; readonly event: PathEvent | NtfsRequest | SmbEvent } {
  if (via === 'direct') return { to: pathName(node), event: { type: 'WRITE', vm: io.vm, content: io.content, by: 'csv1', client: node } };
  const request: NtfsRequest = { type: 'REQUEST', from: node, io };
  if (via === 'local') return { to: ntfsName(node), event: request };
  return { to: smbName(node), event: { type: 'SEND_REQUEST', server: coordinator ?? node, message: request } };
}

function byVm(one: Io, other: Io): number {
  return one.vm < other.vm ? -1 : one.vm > other.vm ? 1 : 0;
}

/** What is left after those I/Os in flight that `fails` names went back to the queue. */
function failedBack({ inFlight, queue }: VolumeContext, fails: (io: IoInFlight) => boolean): Pick<VolumeContext, 'inFlight' | 'queue'> {
  return { inFlight: inFlight.filter((io) => !fails(io)), queue: [...queue, ...inFlight.filter(fails).map(ioOf)].toSorted(byVm) };
}

export const volume = setup({
  types: { context: {} as VolumeContext, input: {} as VolumeInput, events: {} as VolumeEvent },
  guards: {
    isRedirected: ({ context }) => context.redirected || !context.hasPath,
    wasRedirectedForItsPath: ({ context }) => !context.redirected && !context.hasPath,
    isDrained: ({ context }) => context.inFlight.length === 0,
    isInFlight: ({ context, event }) => answered(context, event) !== undefined,
    isDone: ({ context, event }) => answered(context, event) !== undefined && (event.type !== 'ANSWER' || event.done),
    isReopened: ({ event }) => event.type === 'REOPENED' && event.done,
    usesConnection: ({ context }) => context.inFlight.some(({ via }) => via === 'smb'),
  },
  actions: {
    issue: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE' && event.type !== 'EXTEND' && event.type !== 'OPEN') return;
      const io: Io = { kind: event.type, vm: event.vm, content: event.content };
      const via = wayOf(context, io);
      const request = requestFor(context, io, via);
      enqueue.assign({ inFlight: [...context.inFlight, { ...io, via }].toSorted(byVm) });
      enqueue.sendTo(({ system }) => system.get(request.to), () => request.event);
    }),
    hold: assign(({ context, event }) => {
      if (event.type !== 'WRITE' && event.type !== 'EXTEND' && event.type !== 'OPEN') return {};
      return { queue: [...context.queue, { kind: event.type, vm: event.vm, content: event.content }].toSorted(byVm) };
    }),
    /** What was queued goes out, once. */
    replay: enqueueActions(({ context, enqueue }) => {
      const sent = context.queue.map((io) => ({ ...io, via: wayOf(context, io) }));
      enqueue.assign({ inFlight: sent, queue: [] });
      for (const io of sent) {
        const request = requestFor(context, ioOf(io), io.via);
        enqueue.sendTo(({ system }) => system.get(request.to), () => request.event);
      }
    }),
    complete: enqueueActions(({ context, event, enqueue }) => {
      const io = answered(context, event);
      if (io === undefined) return;
      enqueue.assign({ inFlight: context.inFlight.filter((other) => other !== io) });
      enqueue.sendTo(({ system }) => system.get(vmName(context.node, io.vm)), () => answerTo(io, doneWord));
    }),
    refuse: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE' && event.type !== 'EXTEND' && event.type !== 'OPEN') return;
      const { type: kind, vm, content } = event;
      enqueue.sendTo(({ system }) => system.get(vmName(context.node, vm)), () => answerTo({ kind, vm, content }, refusedWord));
    }),
    /** The cluster has given up: each VM is told, once. */
    failQueued: enqueueActions(({ context, enqueue }) => {
      enqueue.assign({ queue: [] });
      for (const io of context.queue) enqueue.sendTo(({ system }) => system.get(vmName(context.node, io.vm)), () => answerTo(io, refusedWord));
    }),
    requeueAnswered: assign(({ context, event }) => failedBack(context, (io) => io === answered(context, event))),
    requeueSmb: assign(({ context }) => failedBack(context, ({ via }) => via === 'smb')),
    requeueDirect: assign(({ context }) => failedBack(context, ({ via }) => via === 'direct')),
    losePath: assign({ hasPath: false }),
    regainPath: assign({ hasPath: true }),
    useCoordinator: assign(({ event }) => (event.type === 'RESUME' || event.type === 'JOINED' ? { coordinator: event.coordinator, redirected: event.redirected } : {})),
    closeHandles: assign({ coordinator: null, redirected: false }),
    closeConnection: sendTo(({ system, context }) => system.get(smbName(context.node)), { type: 'CLOSE' }),
    forget: assign({ coordinator: null, redirected: false, inFlight: [], queue: [] }),
    bootWithPath: assign({ hasPath: true }),
    reopen: enqueueActions(({ context, enqueue }) => {
      const { node, coordinator } = context;
      const request = { type: 'REOPEN', from: node };
      if (coordinator === node) enqueue.sendTo(({ system }) => system.get(ntfsName(node)), () => request);
      else enqueue.sendTo(({ system }) => system.get(smbName(node)), () => ({ type: 'SEND_REQUEST', server: coordinator, message: request }));
    }),
    reportAutoPaused: sendTo(({ system, context }) => system.get(fromName(context.node)), ({ context }) => ({ type: 'SEND', to: 'cluster', message: { type: 'AUTO_PAUSED', node: context.node } })),
    reportPaused: sendTo(({ system, context }) => system.get(fromName(context.node)), ({ context }) => ({ type: 'SEND', to: 'cluster', message: { type: 'PAUSED', node: context.node } })),
    reportActive: sendTo(({ system, context }) => system.get(fromName(context.node)), ({ context }) => ({ type: 'SEND', to: 'cluster', message: { type: 'ACTIVE', node: context.node } })),
  },
}).createMachine({
  id: 'volume',
  context: ({ input }) => ({ node: input.node, coordinator: input.coordinator, redirected: false, hasPath: true, inFlight: [], queue: [] }),
  initial: 'active',
  on: {
    HOST_CRASHED: { target: '.hostDown', actions: ['forget', 'bootWithPath'] },
    HOST_BOOTED: {},
    SERVICE_STOPPED: { target: '.init', actions: 'forget' },
    WRITE: { actions: 'hold' },
    EXTEND: { actions: 'hold' },
    OPEN: { actions: 'hold' },
    WRITTEN: {},
    EXTENDED: {},
    RESERVATION_CONFLICT: {},
    ANSWER: {},
    REOPENED: {},
    CONNECTION_DISCONNECTED: {},
    PATH_LOST: { actions: 'losePath' },
    PATH_RESTORED: { actions: 'regainPath' },
    PAUSE: {},
    RESUME: {},
    JOINED: {},
    FAIL: {},
  },
  states: {
    init: { on: { JOINED: { target: 'setDownlevel', actions: 'useCoordinator' } } },
    active: {
      initial: 'choosing',
      on: {
        WRITE: { actions: 'issue' },
        EXTEND: { actions: 'issue' },
        OPEN: { actions: 'issue' },
        WRITTEN: [{ guard: 'isDone', actions: 'complete' }, {}],
        RESERVATION_CONFLICT: [{ guard: 'isInFlight', target: 'draining', actions: ['requeueAnswered', 'reportAutoPaused'] }, {}],
        ANSWER: [{ guard: 'isDone', actions: 'complete' }, { guard: 'isInFlight', target: 'draining', actions: ['requeueAnswered', 'reportAutoPaused'] }, {}],
        CONNECTION_DISCONNECTED: [{ guard: 'usesConnection', target: 'draining', actions: ['requeueSmb', 'reportAutoPaused'] }, {}],
        PATH_LOST: { target: 'draining', actions: ['losePath', 'requeueDirect', 'reportAutoPaused'] },
        PATH_RESTORED: [{ guard: 'wasRedirectedForItsPath', target: 'draining', actions: ['regainPath', 'reportAutoPaused'] }, { actions: 'regainPath' }],
        PAUSE: 'draining.asked',
      },
      states: {
        choosing: { always: [{ guard: 'isRedirected', target: 'redirected' }, { target: 'direct' }] },
        direct: {},
        redirected: {},
      },
    },
    draining: {
      initial: 'unasked',
      entry: 'closeHandles',
      on: {
        WRITTEN: [{ guard: 'isDone', actions: 'complete' }, {}],
        RESERVATION_CONFLICT: { actions: 'requeueAnswered' },
        ANSWER: [{ guard: 'isDone', actions: 'complete' }, { actions: 'requeueAnswered' }],
        CONNECTION_DISCONNECTED: { actions: 'requeueSmb' },
        PATH_LOST: { actions: ['losePath', 'requeueDirect'] },
      },
      states: {
        unasked: { always: { guard: 'isDrained', target: '#volume.paused' }, on: { PAUSE: 'asked' } },
        asked: { always: { guard: 'isDrained', target: '#volume.paused', actions: 'reportPaused' } },
      },
    },
    paused: {
      entry: 'closeHandles',
      on: {
        PAUSE: { actions: 'reportPaused' },
        RESUME: { target: 'setDownlevel', actions: 'useCoordinator' },
        FAIL: { target: 'unavailable', actions: 'failQueued' },
      },
    },
    setDownlevel: {
      entry: 'reopen',
      on: {
        REOPENED: [{ guard: 'isReopened', target: 'active', actions: ['replay', 'reportActive'] }, { target: 'paused', actions: 'reportAutoPaused' }],
        CONNECTION_DISCONNECTED: { target: 'paused', actions: 'reportAutoPaused' },
        PAUSE: { target: 'paused', actions: ['closeConnection', 'reportPaused'] },
      },
    },
    unavailable: {
      on: {
        WRITE: { actions: 'refuse' },
        EXTEND: { actions: 'refuse' },
        OPEN: { actions: 'refuse' },
        PAUSE: { target: 'paused', actions: 'reportPaused' },
      },
    },
    hostDown: { on: { HOST_BOOTED: 'init' } },
  },
});
