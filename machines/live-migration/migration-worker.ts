/**
 * Migration worker: what a node's virtual machine management does for a live migration, as its source or as its target.
 *
 *   idle ──BEGIN──▶ source.settingUp ──SHELL_READY──▶ .brownout ──little remains, or the last pass──▶ .blackout ──files released──▶ .moving
 *                    (21300)                           (pass after pass, VM runs)  (21302: frozen, the rest, device state) (21304: COMMIT)
 *                                                                                                                          │
 *        whatever fails before COMMIT, or was not committed: .reverting ──RESUMED──▶ idle     idle ◀── .cleaningUp ◀──the owner is another
 *
 *   idle ──SETUP──▶ target.settingUp ──shell made──▶ .receiving ──STATE──▶ .received ──VM_TAKEN──▶ idle
 *                    (21306, 21310 to 21313)           │ connection lost    │ connection lost       (the partition restores, 21308)
 *                                              idle ◀──┘                   .doubting / ABORT ──the owner is another──▶ idle
 *
 * A node takes part in one migration at a time: a second is refused (E_BUSY). Once the source has asked for the change of ownership
 * it knows nothing until the database has answered; a call that fails is followed by ABORT, whose answer settles it.
 * A complete shell is kept until the database has said who owns the VM. Source: LM-1 to LM-7; domain.md 3.2.
 *
 * Longer than 250 lines because both halves of the protocol are one machine: a node is one or the other, never both.
 */
import { and, assign, enqueueActions, not, or, sendTo, setup } from 'xstate';
import { linkName, partitionName, routeName, workerName } from './names.ts';
import type { Attempt, NodeId, Outcome, Session, WorkerEvent } from './vocabulary.ts';

export interface WorkerInput {
  readonly node: NodeId;
  /** How many passes over memory there are at most before the VM is stopped all the same. */
  readonly passesMax: number;
  /** With how many dirty pages left the VM is stopped. */
  readonly remainingMax: number;
}

export interface WorkerContext extends WorkerInput {
  readonly session: Session | null;
  /** The pass under way, from 1; 0 when there is none. */
  readonly pass: number;
  /** The page being sent. */
  readonly page: number | null;
  /** How the last migration from here has ended; MigrationFailureReason, and the event log. */
  readonly last: Outcome | null;
}

const noSession = { session: null, pass: 0, page: null } as const;

/** Asked only in modes that have a session. */
function sessionOf({ node, session }: WorkerContext): Session {
  if (session === null) throw new Error(`${node} is in no migration`);
  return session;
}

function attemptOf(context: WorkerContext): Attempt {
  const { vm, attempt } = sessionOf(context);
  return { vm, attempt };
}

function partitionOf(context: WorkerContext): string {
  return partitionName(context.node, sessionOf(context).vm);
}

export const migrationWorker = setup({
  types: { context: {} as WorkerContext, input: {} as WorkerInput, events: {} as WorkerEvent },
  guards: {
    isOfThisSession: ({ context: { session }, event }) => 'route' in event && session?.route === event.route && session.vm === event.vm && session.attempt === event.attempt,
    isOfThisVmAgain: ({ context: { session }, event }) => event.type === 'SETUP' && session?.route === event.route && session.vm === event.vm,
    isOfThisVm: ({ context, event }) => event.type === 'VM_TAKEN' && event.vm === context.session?.vm,
    littleRemains: ({ context, event }) => event.type === 'PASS_DONE' && event.remaining <= context.remainingMax,
    wasLastPass: ({ context }) => context.pass >= context.passesMax,
    /** An answer about an earlier attempt, or about another VM, says nothing about this one. */
    isAnswer: ({ context: { session }, event }) => (event.type === 'OWNER_IS' || event.type === 'CALL_FAILED') && session?.vm === event.vm && session.attempt === event.attempt,
    ownerIsThisNode: ({ context, event }) => event.type === 'OWNER_IS' && event.owner === context.node,
    mayTakePartInSeveral: () => false,
    /** The cluster database decides who runs the VM, not the two ends between themselves. */
    handshakeDecides: () => false,
  },
  actions: {
    enterSource: assign(({ context, event }) => {
      if (event.type !== 'BEGIN') return {};
      return { session: { vm: event.vm, route: routeName(context.node, event.to), peer: event.to, attempt: event.attempt }, last: null };
    }),
    enterTarget: assign(({ event }) => (event.type === 'SETUP' ? { session: { vm: event.vm, route: event.route, peer: event.from, attempt: event.attempt } } : {})),
    connect: sendTo(
      ({ system, context }) => system.get(sessionOf(context).route),
      ({ context }) => ({ ...attemptOf(context), type: 'CONNECT', message: { type: 'SETUP', from: context.node } }),
    ),
    hangUp: enqueueActions(({ context: { node, session }, enqueue }) => {
      if (session !== null) enqueue.sendTo(({ system }) => system.get(session.route), () => ({ type: 'HUNG_UP', node, vm: session.vm, attempt: session.attempt }));
    }),
    leave: assign(noSession),
    forget: assign({ ...noSession, last: null }),
    note: assign((_, { outcome }: { readonly outcome: Outcome }) => ({ last: outcome })),
    refuseSetup: enqueueActions(({ event, enqueue }) => {
      if (event.type === 'SETUP') enqueue.sendTo(({ system }) => system.get(event.route), () => ({ type: 'SEND_TO_SOURCE', vm: event.vm, attempt: event.attempt, message: { type: 'SETUP_REFUSED' } }));
    }),
    startLog: sendTo(({ system, context }) => system.get(partitionOf(context)), { type: 'START_LOG' }),
    stopLog: sendTo(({ system, context }) => system.get(partitionOf(context)), { type: 'STOP_LOG' }),
    startPass: assign(({ context }) => ({ pass: context.pass + 1, page: null })),
    scan: sendTo(({ system, context }) => system.get(partitionOf(context)), ({ context: { page } }) => ({ type: 'SCAN', from: page === null ? 0 : page + 1 })),
    notePage: assign(({ event }) => (event.type === 'FOUND' ? { page: event.page } : {})),
    readPage: sendTo(({ system, context }) => system.get(partitionOf(context)), ({ context }) => ({ type: 'READ', page: context.page })),
    sendPage: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'CONTENT') enqueue.sendTo(({ system }) => system.get(sessionOf(context).route), () => ({ ...attemptOf(context), type: 'SEND_TO_TARGET', message: { type: 'PAGE', page: event.page, content: event.content } }));
    }),
    freeze: sendTo(({ system, context }) => system.get(partitionOf(context)), ({ context }) => ({ type: 'FREEZE', attempt: sessionOf(context).attempt })),
    /** The last pass is over what is dirty now, from the first page on. */
    startLastPass: assign({ page: null }),
    sendState: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'CAPTURED') enqueue.sendTo(({ system }) => system.get(sessionOf(context).route), () => ({ ...attemptOf(context), type: 'SEND_TO_TARGET', message: { type: 'STATE', runState: event.runState, disk: event.disk } }));
    }),
    releaseFiles: sendTo(({ system, context }) => system.get(partitionOf(context)), { type: 'RELEASE_FILES' }),
    askForCommit: sendTo(({ system, context }) => system.get(linkName(context.node)), ({ context }) => {
      const { vm, peer, attempt } = sessionOf(context);
      return { type: 'CALL', to: vm, by: workerName(context.node), message: { type: 'COMMIT', node: context.node, to: peer, attempt } };
    }),
    askForAbort: sendTo(({ system, context }) => system.get(linkName(context.node)), ({ context }) => {
      const { vm, attempt } = sessionOf(context);
      return { type: 'CALL', to: vm, by: workerName(context.node), message: { type: 'ABORT', node: context.node, attempt } };
    }),
    capture: sendTo(({ system, context }) => system.get(partitionOf(context)), { type: 'CAPTURE' }),
    unfreeze: sendTo(({ system, context }) => system.get(partitionOf(context)), { type: 'UNFREEZE' }),
    remove: sendTo(({ system, context }) => system.get(partitionOf(context)), { type: 'REMOVE' }),
    createShell: sendTo(({ system, context }) => system.get(partitionOf(context)), ({ context }) => ({ type: 'CREATE_SHELL', source: sessionOf(context).peer, attempt: sessionOf(context).attempt })),
    answerShellReady: sendTo(({ system, context }) => system.get(sessionOf(context).route), ({ context }) => ({ ...attemptOf(context), type: 'SEND_TO_SOURCE', message: { type: 'SHELL_READY' } })),
    answerSetupRefused: sendTo(({ system, context }) => system.get(sessionOf(context).route), ({ context }) => ({ ...attemptOf(context), type: 'SEND_TO_SOURCE', message: { type: 'SETUP_REFUSED' } })),
    answerStateReceived: sendTo(({ system, context }) => system.get(sessionOf(context).route), ({ context }) => ({ ...attemptOf(context), type: 'SEND_TO_SOURCE', message: { type: 'STATE_RECEIVED' } })),
    store: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'PAGE') enqueue.sendTo(({ system }) => system.get(partitionOf(context)), () => ({ type: 'STORE', page: event.page, content: event.content }));
    }),
    load: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'STATE') enqueue.sendTo(({ system }) => system.get(partitionOf(context)), () => ({ type: 'LOAD', runState: event.runState, disk: event.disk }));
    }),
    startWithoutCommit: sendTo(({ system, context }) => system.get(partitionOf(context)), ({ context }) => ({ type: 'BRING_ONLINE', attempt: sessionOf(context).attempt, live: true })),
    /** Nobody is there; that shows on the source as a connection that times out. */
    staySilent: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'SETUP') enqueue.sendTo(({ system }) => system.get(event.route), () => ({ type: 'HUNG_UP', node: context.node, vm: event.vm, attempt: event.attempt }));
    }),
    discard: sendTo(({ system, context }) => system.get(partitionOf(context)), { type: 'DISCARD' }),
  },
  delays: { setupTime: 100, copyTime: 1, cleanupTime: 100 },
}).createMachine({
  id: 'migration-worker',
  context: ({ input }) => ({ ...input, ...noSession, last: null }),
  initial: 'idle',
  on: {
    HOST_CRASHED: { target: '.hostDown', actions: 'forget' },
    HOST_BOOTED: {},
    SERVICE_STOPPED: { target: '.offDuty', actions: ['hangUp', 'forget'] },
    // E_BUSY: another migration is in progress here.
    BEGIN: {},
    SETUP: [{ guard: 'mayTakePartInSeveral', target: '.target', actions: 'enterTarget' }, { actions: 'refuseSetup' }],
    CANCEL: {},
    SHELL_READY: {},
    SETUP_REFUSED: {},
    PAGE: {},
    STATE: {},
    STATE_RECEIVED: {},
    CONNECTION_LOST: {},
    SENT: {},
    FOUND: {},
    PASS_DONE: {},
    CONTENT: {},
    FROZEN: {},
    CAPTURED: {},
    FILES_RELEASED: {},
    FILES_KEPT: {},
    RESUMED: {},
    SHELL_REFUSED: {},
    VM_TAKEN: {},
    SETUP_FAILS: {},
    TARGET_FAILS: {},
    OWNER_IS: {},
    CALL_FAILED: {},
  },
  states: {
    idle: { on: { BEGIN: { target: 'source', actions: 'enterSource' }, SETUP: { target: 'target', actions: 'enterTarget' } } },
    hostDown: { on: { HOST_BOOTED: 'idle', SETUP: { actions: 'staySilent' } } },
    // A node that is no member of the cluster hosts nothing, and takes nothing in.
    offDuty: { on: { HOST_BOOTED: 'idle' } },
    source: {
      initial: 'settingUp',
      on: { VM_TAKEN: { guard: 'isOfThisVm', target: 'idle', actions: ['hangUp', 'leave'] } },
      states: {
        settingUp: {
          entry: 'connect',
          on: {
            SHELL_READY: { guard: 'isOfThisSession', target: 'brownout', actions: ['startLog', 'startPass'] },
            SETUP_REFUSED: { guard: 'isOfThisSession', target: '#migration-worker.idle', actions: [{ type: 'note', params: { outcome: 'failed in setup' } }, 'hangUp', 'leave'] },
            CONNECTION_LOST: { guard: 'isOfThisSession', target: '#migration-worker.idle', actions: [{ type: 'note', params: { outcome: 'failed in setup' } }, 'hangUp', 'leave'] },
            CANCEL: { target: '#migration-worker.idle', actions: [{ type: 'note', params: { outcome: 'cancelled in setup' } }, 'hangUp', 'leave'] },
          },
        },
        brownout: {
          initial: 'scanning',
          on: {
            CONNECTION_LOST: { guard: 'isOfThisSession', target: '#migration-worker.idle', actions: [{ type: 'note', params: { outcome: 'failed in brownout' } }, 'stopLog', 'hangUp', 'leave'] },
            CANCEL: { target: '#migration-worker.idle', actions: [{ type: 'note', params: { outcome: 'cancelled in brownout' } }, 'stopLog', 'hangUp', 'leave'] },
          },
          states: {
            scanning: {
              entry: 'scan',
              on: {
                FOUND: { target: 'reading', actions: 'notePage' },
                PASS_DONE: [
                  { guard: or(['littleRemains', 'wasLastPass']), target: '#migration-worker.source.blackout' },
                  { target: 'scanning', reenter: true, actions: 'startPass' },
                ],
              },
            },
            reading: { after: { copyTime: 'sending' } },
            sending: {
              entry: 'readPage',
              on: { CONTENT: { actions: 'sendPage' }, SENT: { guard: 'isOfThisSession', target: 'scanning' } },
            },
          },
        },
        blackout: {
          initial: 'freezing',
          on: {
            CONNECTION_LOST: { guard: 'isOfThisSession', target: 'reverting', actions: { type: 'note', params: { outcome: 'failed in blackout' } } },
            CANCEL: { target: 'reverting', actions: { type: 'note', params: { outcome: 'cancelled in blackout' } } },
          },
          states: {
            freezing: { entry: ['startLastPass', 'freeze'], on: { FROZEN: 'scanning' } },
            scanning: { entry: 'scan', on: { FOUND: { target: 'sending', actions: 'notePage' }, PASS_DONE: 'capturing' } },
            sending: {
              entry: 'readPage',
              on: { CONTENT: { actions: 'sendPage' }, SENT: { guard: 'isOfThisSession', target: 'scanning' } },
            },
            capturing: { entry: 'capture', on: { CAPTURED: { target: 'awaitingTarget', actions: 'sendState' } } },
            awaitingTarget: { on: { STATE_RECEIVED: { guard: 'isOfThisSession', target: 'releasing' } } },
            releasing: {
              entry: 'releaseFiles',
              on: {
                FILES_RELEASED: [
                  { guard: 'handshakeDecides', target: '#migration-worker.source.cleaningUp' },
                  { target: '#migration-worker.source.moving' },
                ],
                FILES_KEPT: { target: '#migration-worker.source.reverting', actions: { type: 'note', params: { outcome: 'failed in blackout' } } },
              },
            },
          },
        },
        moving: {
          initial: 'committing',
          on: {
            OWNER_IS: [
              { guard: and(['isAnswer', 'ownerIsThisNode']), target: 'reverting', actions: { type: 'note', params: { outcome: 'failed in move' } } },
              { guard: 'isAnswer', target: 'cleaningUp' },
            ],
            CALL_FAILED: { guard: 'isAnswer', target: '.doubting', reenter: true },
          },
          states: { committing: { entry: 'askForCommit' }, doubting: { entry: 'askForAbort' } },
        },
        reverting: { entry: 'unfreeze', on: { RESUMED: { target: '#migration-worker.idle', actions: ['hangUp', 'leave'] } } },
        cleaningUp: {
          after: { cleanupTime: { target: '#migration-worker.idle', actions: ['remove', 'hangUp', { type: 'note', params: { outcome: 'completed' } }, 'leave'] } },
        },
      },
    },
    target: {
      initial: 'settingUp',
      on: {
        // The source has given up the old connection; what it sent belongs to no attempt any more.
        SETUP: [{ guard: 'isOfThisVmAgain', target: '.settingUp', reenter: true, actions: 'enterTarget' }, { actions: 'refuseSetup' }],
        VM_TAKEN: { guard: 'isOfThisVm', target: 'idle', actions: ['hangUp', 'leave'] },
      },
      states: {
        settingUp: {
          entry: 'createShell',
          after: { setupTime: { target: 'receiving', actions: 'answerShellReady' } },
          on: {
            SHELL_REFUSED: { target: '#migration-worker.idle', actions: ['answerSetupRefused', 'leave'] },
            // Event 21125.
            SETUP_FAILS: { target: '#migration-worker.idle', actions: ['answerSetupRefused', 'discard', 'leave'] },
            CONNECTION_LOST: { guard: 'isOfThisSession', target: '#migration-worker.idle', actions: ['discard', 'hangUp', 'leave'] },
          },
        },
        receiving: {
          on: {
            PAGE: { guard: 'isOfThisSession', actions: 'store' },
            STATE: [
              { guard: and(['isOfThisSession', 'handshakeDecides']), target: 'received', actions: ['load', 'answerStateReceived', 'startWithoutCommit'] },
              { guard: 'isOfThisSession', target: 'received', actions: ['load', 'answerStateReceived'] },
            ],
            TARGET_FAILS: { target: '#migration-worker.idle', actions: ['discard', 'hangUp', 'leave'] },
            CONNECTION_LOST: { guard: 'isOfThisSession', target: '#migration-worker.idle', actions: ['discard', 'hangUp', 'leave'] },
          },
        },
        received: {
          on: {
            CONNECTION_LOST: { guard: 'isOfThisSession', target: 'doubting' },
            // The acknowledgement is still on its way; the source hangs up when it has got it.
            VM_TAKEN: { guard: and(['isOfThisVm', 'handshakeDecides']), target: '#migration-worker.idle', actions: 'leave' },
          },
        },
        doubting: {
          entry: 'askForAbort',
          on: {
            OWNER_IS: { guard: and(['isAnswer', not('ownerIsThisNode')]), target: '#migration-worker.idle', actions: ['discard', 'hangUp', 'leave'] },
            CALL_FAILED: { guard: 'isAnswer', target: 'doubting', reenter: true },
          },
        },
      },
    },
  },
});
