/**
 * NTFS mount: what makes a node the coordinator. One node mounts the volume, does all metadata changes, and writes
 * for those who cannot or may not write themselves; here it is seen from one node, whether it is the coordinator or not.
 *
 *   dismounted ──MOUNT / preempt──▶ mounting.fencing ──PREEMPTED──▶ mounting.opening ──after mount time / MOUNTED──▶ mounted
 *       ▲  ▲                           │ PREEMPT_REFUSED               │ MOUNT_FAILS, PATH_LOST
 *       │  └───────MOUNT_FAILED────────┴───────────────────────────────┘
 *       └──DISMOUNTED── mounted.work.dismounting ◀──DISMOUNT── mounted.work.prepared ◀──PREPARE_MOVE── mounted.work.serving
 *
 * MOUNT on a node that has it mounted already drains what it has in flight (flushing). SET_MEMBERS closes the sessions of
 * those who are no members, removes their keys from the disk, and drains what it does for them (fencing). A crash, a lost
 * path or a lost reservation (1038) ends the mount at once. The cache of NTFS serves copies that an operator makes (COPY);
 * at its threshold it throttles them until the lazy writer has written, and then the move is vetoed (5143).
 * Source: NTFS-1, LUN-1, CSV-3, CSV-5, CSV-6; domain.md 1.5, 4.
 */
import { and, assign, enqueueActions, not, sendTo, setup, stateIn } from 'xstate';
import { fromName, pathName, smbName, volumeName } from './names.ts';
import type { Io, NodeId, NtfsAnswer, NtfsEvent, SmbEvent } from './vocabulary.ts';

export interface NtfsInput {
  readonly node: NodeId;
  readonly nodes: readonly NodeId[];
  readonly mounted: boolean;
}

/** An I/O on its way to the disk, for whom, and whether there still is a session to answer on. */
interface Served {
  readonly from: NodeId;
  readonly io: Io;
  readonly open: boolean;
}

export interface NtfsContext extends NtfsInput {
  /** Whose requests it takes; nobody's, while it is not mounted. */
  readonly members: readonly NodeId[];
  readonly serving: readonly Served[];
}

/** How an answer travels to a volume: within the node, or over the client's connection. */
function answerVia(node: NodeId, client: NodeId, message: NtfsAnswer): { readonly to: string; readonly event: NtfsAnswer | SmbEvent } {
  return client === node ? { to: volumeName(node), event: message } : { to: smbName(client), event: { type: 'SEND_ANSWER', message } };
}

/** Of two that are the same, one of which has lost its session, the other was answered: the disk may take them in any order. */
function servedBy({ serving }: NtfsContext, event: NtfsEvent): Served | undefined {
  const fitting = 'content' in event ? serving.filter(({ io }) => io.vm === event.vm && io.content === event.content) : [];
  return fitting.find(({ open }) => open) ?? fitting[0];
}

function byClient(one: Served, other: Served): number {
  const [a, b] = [`${one.from} ${one.io.vm}`, `${other.from} ${other.io.vm}`];
  return a < b ? -1 : a > b ? 1 : 0;
}

export const ntfsMount = setup({
  types: { context: {} as NtfsContext, input: {} as NtfsInput, events: {} as NtfsEvent },
  guards: {
    startsMounted: ({ context }) => context.mounted,
    /** Without a key on the disk there is no mount. */
    needsItsKey: () => true,
    isMember: ({ context, event }) => 'from' in event && context.members.includes(event.from),
    asksToOpen: ({ event }) => event.type === 'REQUEST' && event.io.kind === 'OPEN',
    isServed: ({ context, event }) => servedBy(context, event) !== undefined,
    servesNobody: ({ context }) => context.serving.length === 0,
    servesMembersOnly: ({ context }) => context.serving.every(({ from }) => context.members.includes(from)),
    takesCachedWrites: stateIn({ mounted: { work: 'serving' } }),
    cacheIsTooDirty: stateIn({ mounted: { cache: 'throttling' } }),
    /** A volume that is being dismounted is held still: the lazy writer waits like everyone else. */
    lazyWriterMayWrite: not(stateIn({ mounted: { work: 'dismounting' } })),
    /** Cached writes that are held back have to come to an end before the volume can. */
    cacheIsAtRest: not(stateIn({ mounted: { cache: 'throttling' } })),
  },
  actions: {
    setMembers: assign(({ event }) => ('members' in event ? { members: event.members } : {})),
    closeSessions: enqueueActions(({ context, event, enqueue }) => {
      if (!('members' in event)) return;
      const strangers = context.nodes.filter((id) => !event.members.includes(id));
      for (const id of strangers) enqueue.sendTo(({ system }) => system.get(smbName(id)), { type: 'CLOSE' });
    }),
    preempt: enqueueActions(({ context, event, enqueue }) => {
      if (!('members' in event)) return;
      const victims = context.nodes.filter((id) => !event.members.includes(id));
      enqueue.sendTo(({ system }) => system.get(pathName(context.node)), () => ({ type: 'PREEMPT', victims }));
    }),
    carryOut: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'REQUEST') return;
      const { from, io } = event;
      enqueue.assign({ serving: [...context.serving, { from, io, open: true }].toSorted(byClient) });
      enqueue.sendTo(({ system }) => system.get(pathName(context.node)), () => ({ type: io.kind, vm: io.vm, content: io.content, by: 'ntfs', client: from }));
    }),
    answerOpened: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'REQUEST') return;
      const answer = answerVia(context.node, event.from, { type: 'ANSWER', io: event.io, done: true });
      enqueue.sendTo(({ system }) => system.get(answer.to), () => answer.event);
    }),
    answerReopened: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'REOPEN') return;
      const answer = answerVia(context.node, event.from, { type: 'REOPENED', done: true });
      enqueue.sendTo(({ system }) => system.get(answer.to), () => answer.event);
    }),
    refuse: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'REQUEST' && event.type !== 'REOPEN') return;
      const message: NtfsAnswer = event.type === 'REQUEST' ? { type: 'ANSWER', io: event.io, done: false } : { type: 'REOPENED', done: false };
      const answer = answerVia(context.node, event.from, message);
      enqueue.sendTo(({ system }) => system.get(answer.to), () => answer.event);
    }),
    /** It is on the disk: only now may whoever asked count on it. */
    answerDone: enqueueActions(({ context, event, enqueue }) => {
      const served = servedBy(context, event);
      if (served === undefined) return;
      enqueue.assign({ serving: context.serving.filter((other) => other !== served) });
      if (!served.open) return;
      const answer = answerVia(context.node, served.from, { type: 'ANSWER', io: served.io, done: true });
      enqueue.sendTo(({ system }) => system.get(answer.to), () => answer.event);
    }),
    /** Of a coordinator that died, this is what its clients' time-outs tell them. */
    failServed: enqueueActions(({ context, enqueue }) => {
      enqueue.assign({ serving: [] });
      for (const { from, io, open } of context.serving) {
        const answer = answerVia(context.node, from, { type: 'ANSWER', io, done: false });
        if (open) enqueue.sendTo(({ system }) => system.get(answer.to), () => answer.event);
      }
    }),
    dropSession: assign(({ context, event }) => (event.type === 'SESSION_CLOSED' ? { serving: context.serving.map((one) => (one.from === event.node ? { ...one, open: false } : one)) } : {})),
    letGo: assign({ members: [], serving: [] }),
    reportMounted: sendTo(({ system, context }) => system.get(fromName(context.node)), ({ context }) => ({ type: 'SEND', to: 'cluster', message: { type: 'MOUNTED', members: context.members } })),
    reportMountFailed: sendTo(({ system, context }) => system.get(fromName(context.node)), ({ context }) => ({ type: 'SEND', to: 'cluster', message: { type: 'MOUNT_FAILED', node: context.node, members: context.members } })),
    reportMembersSet: sendTo(({ system, context }) => system.get(fromName(context.node)), ({ context }) => ({ type: 'SEND', to: 'cluster', message: { type: 'MEMBERS_SET', members: context.members } })),
    reportReady: sendTo(({ system, context }) => system.get(fromName(context.node)), ({ context }) => ({ type: 'SEND', to: 'cluster', message: { type: 'MOVE_READY', node: context.node } })),
    veto: sendTo(({ system, context }) => system.get(fromName(context.node)), ({ context }) => ({ type: 'SEND', to: 'cluster', message: { type: 'MOVE_VETOED', node: context.node } })),
    reportDismounted: sendTo(({ system, context }) => system.get(fromName(context.node)), ({ context }) => ({ type: 'SEND', to: 'cluster', message: { type: 'DISMOUNTED', node: context.node } })),
  },
  delays: { mountTime: 3_000, lazyWriterPeriod: 5_000 },
}).createMachine({
  id: 'ntfs-mount',
  context: ({ input }) => ({ ...input, members: input.mounted ? input.nodes : [], serving: [] }),
  initial: 'deciding',
  on: {
    HOST_CRASHED: { target: '.hostDown', actions: ['failServed', 'letGo'] },
    HOST_BOOTED: {},
    SERVICE_STOPPED: { target: '.dismounted', actions: ['failServed', 'letGo'] },
    REQUEST: { actions: 'refuse' },
    REOPEN: { actions: 'refuse' },
    MOUNT: {},
    SET_MEMBERS: {},
    PREPARE_MOVE: {},
    DISMOUNT: { actions: 'reportDismounted' },
    PREEMPTED: {},
    PREEMPT_REFUSED: {},
    SESSION_CLOSED: {},
    MOUNT_FAILS: {},
    COPY: {},
    WRITTEN: {},
    EXTENDED: {},
    RESERVATION_CONFLICT: {},
    PATH_LOST: {},
  },
  states: {
    deciding: { always: [{ guard: 'startsMounted', target: 'mounted' }, { target: 'dismounted' }] },
    dismounted: { on: { MOUNT: { target: 'mounting', actions: ['setMembers', 'closeSessions', 'preempt'] } } },
    mounting: {
      initial: 'fencing',
      on: {
        PREEMPT_REFUSED: [{ guard: 'needsItsKey', target: 'dismounted', actions: ['reportMountFailed', 'letGo'] }, { target: '.opening' }],
        PATH_LOST: { target: 'dismounted', actions: ['reportMountFailed', 'letGo'] },
        // The membership has changed since.
        MOUNT: { target: '.fencing', actions: ['setMembers', 'closeSessions', 'preempt'] },
      },
      states: {
        fencing: { on: { PREEMPTED: 'opening' } },
        opening: {
          after: { mountTime: { target: '#ntfs-mount.mounted', actions: 'reportMounted' } },
          on: { MOUNT_FAILS: { target: '#ntfs-mount.dismounted', actions: ['reportMountFailed', 'letGo'] } },
        },
      },
    },
    mounted: {
      type: 'parallel',
      on: {
        PATH_LOST: { target: 'dismounted', actions: ['failServed', 'letGo'] },
        RESERVATION_CONFLICT: { target: 'dismounted', actions: ['failServed', 'letGo'] },
        PREEMPT_REFUSED: { target: 'dismounted', actions: ['failServed', 'letGo'] },
        SESSION_CLOSED: { actions: 'dropSession' },
        WRITTEN: { actions: 'answerDone' },
        EXTENDED: { actions: 'answerDone' },
      },
      states: {
        work: {
          initial: 'serving',
          on: {
            MOUNT: { target: '.flushing', actions: ['setMembers', 'closeSessions', 'preempt'] },
            SET_MEMBERS: { target: '.fencing', actions: ['setMembers', 'closeSessions', 'preempt'] },
            REQUEST: [
              { guard: and(['isMember', 'asksToOpen']), actions: 'answerOpened' },
              { guard: 'isMember', actions: 'carryOut' },
              { actions: 'refuse' },
            ],
            REOPEN: [{ guard: 'isMember', actions: 'answerReopened' }, { actions: 'refuse' }],
            DISMOUNT: '.dismounting',
          },
          states: {
            serving: { on: { PREPARE_MOVE: [{ guard: 'cacheIsTooDirty', actions: 'veto' }, { target: 'prepared', actions: 'reportReady' }] } },
            fencing: { always: { guard: 'servesMembersOnly', target: 'serving', actions: 'reportMembersSet' } },
            flushing: {
              always: { guard: 'servesNobody', target: 'serving', actions: 'reportMounted' },
              on: { PATH_LOST: { target: '#ntfs-mount.dismounted', actions: ['failServed', 'reportMountFailed', 'letGo'] } },
            },
            // No new cached writes from here on.
            prepared: {},
            dismounting: {
              always: { guard: and(['servesNobody', 'cacheIsAtRest']), target: '#ntfs-mount.dismounted', actions: ['letGo', 'reportDismounted'] },
              on: { PATH_LOST: { target: '#ntfs-mount.dismounted', actions: ['failServed', 'letGo', 'reportDismounted'] } },
            },
          },
        },
        cache: {
          initial: 'clean',
          states: {
            clean: { on: { COPY: { guard: 'takesCachedWrites', target: 'throttling' } } },
            throttling: { after: { lazyWriterPeriod: { guard: 'lazyWriterMayWrite', target: 'clean' } } },
          },
        },
      },
    },
    hostDown: { on: { HOST_BOOTED: 'dismounted' } },
  },
});
