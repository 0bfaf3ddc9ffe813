/**
 * Disk resource: a shared disk as one node sees it: it arbitrates for it, defends it, and lets the VM write through it.
 * Of the witness every node of a witness mode has one too.
 *
 *   offline ──BRING_ONLINE / register the key──▶ registering ──REGISTERED, nobody holds it / reserve──▶ reserving
 *     ▲                                             │ another node holds it                               │ RESERVED
 *     │                                             ▼                                                     ▼
 *     ├──RESERVATION_CONFLICT: defended── preempting ◀──after arbitration time / preempt── challenging  online
 *     │                                      └──────────────────RESERVED────────────────────────────────▶ │ ▲
 *     └──RESERVATION_CONFLICT (event 1038), TAKE_OFFLINE / release────────────────────────────────────────┘ │
 *                                                              after defence period / remove other keys └───┘
 *
 * The challenger waits longer than a defender takes to come round and remove its key: then its preemption is refused.
 * `SERVICE_KILLED` leads from online to undefended: the volume stays mounted, and nobody looks after it. A new
 * registration of a node aborts the writes its former self left on the fabric. Source: NTFS-1, LUN-1; domain.md 1.5.
 */
import { enqueueActions, sendTo, setup } from 'xstate';
import { vmName } from './names.ts';
import type { Database, DiskId, DiskResourceEvent, NodeId } from './vocabulary.ts';

export interface DiskResourceInput {
  readonly node: NodeId;
  readonly disk: DiskId;
  /** The actor that brings it online and hears what becomes of it. */
  readonly requester: string;
  readonly online: boolean;
}

export const diskResource = setup({
  types: { context: {} as DiskResourceInput, input: {} as DiskResourceInput, events: {} as DiskResourceEvent },
  guards: {
    startsOnline: ({ context }) => context.online,
    isHeldByOther: ({ context, event }) => event.type === 'REGISTERED' && event.holder !== null && event.holder !== context.node,
  },
  actions: {
    abortOldWrites: enqueueActions(({ enqueue }) => enqueue.cancel('write-vm1')),
    register: sendTo(({ system, context }) => system.get(context.disk), ({ context }) => ({ type: 'REGISTER', node: context.node })),
    unregister: sendTo(({ system, context }) => system.get(context.disk), ({ context }) => ({ type: 'UNREGISTER', node: context.node })),
    reserve: sendTo(({ system, context }) => system.get(context.disk), ({ context }) => ({ type: 'RESERVE', node: context.node })),
    preempt: sendTo(({ system, context }) => system.get(context.disk), ({ context }) => ({ type: 'PREEMPT', node: context.node })),
    defend: sendTo(({ system, context }) => system.get(context.disk), ({ context }) => ({ type: 'DEFEND', node: context.node })),
    /** Of an owner that is asked again: its period begins anew, and must not leave a challenger more time. */
    defendFirst: sendTo(({ system, context }) => system.get(context.disk), ({ context }) => ({ type: 'DEFEND', node: context.node })),
    release: sendTo(({ system, context }) => system.get(context.disk), ({ context }) => ({ type: 'RELEASE', node: context.node })),
    answerOnline: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'RESERVED') return;
      enqueue.sendTo(({ system }) => system.get(context.requester), () => ({ type: 'ONLINE', disk: context.disk, content: event.content }));
    }),
    answerFailed: sendTo(({ system, context }) => system.get(context.requester), ({ context }) => ({ type: 'ONLINE_FAILED', disk: context.disk })),
    tellLost: sendTo(({ system, context }) => system.get(context.requester), ({ context }) => ({ type: 'LOST', disk: context.disk })),
    store: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'STORE') return;
      const content: Database = event.content;
      enqueue.sendTo(({ system }) => system.get(context.disk), () => ({ type: 'STORE', node: context.node, content }));
    }),
    open: sendTo(({ system, context }) => system.get(context.disk), ({ context }) => ({ type: 'OPEN', node: context.node })),
    /** Write-through: the write is on its way, and nobody is told that it is done before the disk says so. */
    passWrite: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE') return;
      enqueue.sendTo(({ system }) => system.get(context.disk), () => ({ ...event, node: context.node }), { id: 'write-vm1', delay: 'fabricLatency' });
    }),
    refuseWrite: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE') return;
      enqueue.sendTo(({ system }) => system.get(vmName(context.node, event.vm)), () => ({ type: 'WRITE_REFUSED', content: event.content }));
    }),
    passAnswer: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITTEN' && event.type !== 'WRITE_REFUSED') return;
      enqueue.sendTo(({ system }) => system.get(vmName(context.node, event.vm)), () => ({ type: event.type, content: event.content }));
    }),
    passFiles: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'OPENED') return;
      enqueue.sendTo(({ system }) => system.get(vmName(context.node, 'vm1')), () => ({ type: 'OPENED', content: event.content }));
    }),
  },
  delays: { fabricLatency: 1, arbitrationTime: 6_000, defencePeriod: 3_000 },
}).createMachine({
  id: 'disk-resource',
  context: ({ input }) => input,
  initial: 'deciding',
  on: {
    HOST_CRASHED: '.hostDown',
    HOST_BOOTED: {},
    SERVICE_KILLED: '.offline',
    SERVICE_STARTED: {},
    BRING_ONLINE: {},
    TAKE_OFFLINE: {},
    REGISTERED: {},
    RESERVED: {},
    RESERVATION_CONFLICT: {},
    STORE: {},
    OPEN: {},
    OPENED: {},
    WRITE: { actions: 'refuseWrite' },
    WRITTEN: {},
    WRITE_REFUSED: { actions: 'passAnswer' },
  },
  states: {
    deciding: { always: [{ guard: 'startsOnline', target: 'online' }, { target: 'offline' }] },
    hostDown: { on: { HOST_BOOTED: 'offline', WRITE_REFUSED: {} } },
    offline: { on: { BRING_ONLINE: { target: 'registering', actions: ['abortOldWrites', 'register'] } } },
    registering: {
      on: {
        REGISTERED: [{ guard: 'isHeldByOther', target: 'challenging' }, { target: 'reserving' }],
        RESERVATION_CONFLICT: { target: 'offline', actions: 'answerFailed' },
      },
    },
    reserving: {
      entry: 'reserve',
      on: {
        RESERVED: { target: 'online', actions: 'answerOnline' },
        RESERVATION_CONFLICT: { target: 'offline', actions: 'answerFailed' },
      },
    },
    challenging: {
      after: { arbitrationTime: 'preempting' },
      on: { TAKE_OFFLINE: { target: 'offline', actions: 'unregister' } },
    },
    preempting: {
      entry: 'preempt',
      on: {
        RESERVED: { target: 'online', actions: 'answerOnline' },
        RESERVATION_CONFLICT: { target: 'offline', actions: 'answerFailed' },
      },
    },
    online: {
      after: { defencePeriod: { target: 'online', reenter: true, actions: 'defend' } },
      on: {
        // Asked again, it looks whether it still is.
        BRING_ONLINE: { target: 'reserving', actions: 'defendFirst' },
        TAKE_OFFLINE: { target: 'offline', actions: 'release' },
        RESERVATION_CONFLICT: { target: 'offline', actions: 'tellLost' },
        SERVICE_KILLED: 'undefended',
        STORE: { actions: 'store' },
        // A VM that opens its files has none open: what a former run of it wrote is there or aborted.
        OPEN: { actions: ['abortOldWrites', 'open'] },
        OPENED: { actions: 'passFiles' },
        WRITE: { actions: 'passWrite' },
        WRITTEN: { actions: 'passAnswer' },
        WRITE_REFUSED: { target: 'offline', actions: ['passAnswer', 'tellLost'] },
      },
    },
    undefended: {
      on: {
        SERVICE_KILLED: {},
        SERVICE_STARTED: { target: 'offline', actions: 'release' },
        WRITE: { actions: 'passWrite' },
        WRITTEN: { actions: 'passAnswer' },
      },
    },
  },
});
