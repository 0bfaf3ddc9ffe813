/**
 * VM resource: a VM as a resource of the cluster. Modes are resource states (domain.md 1.1); it drives the VM on
 * the node that owns it. Its OfflineAction is Save: that is all there is to quick migration.
 *
 *   offline ──BRING_ONLINE / register, start──▶ onlinePending ──STARTED──▶ online ──TAKE_OFFLINE / save──▶ offlinePending.saving ──SAVED──▶ offline
 *      ▲                                          │ START_FAILED, too often  ▲                                │ SAVE_FAILED / resume
 *      └── BRING_ONLINE ◀── failed ◀──────────────┘                         └────────────────────────────────┘
 *                                                  online ──TURN_OFF──▶ offlinePending.stopping ──STOPPED──▶ offline
 *
 * A VM that was turned off is registered and stays off, through moves and crashes, until it is wanted again; wanted while it stops, it starts after. `TERMINATE` leads to
 * offline from everywhere: the owner is gone. Source: QM-1, QM-5, HA-1; domain.md 1.2 (RestartThreshold), 2.2, 3.1.
 */
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { vmName } from './names.ts';
import type { NodeId, VmId, VmResourceEvent } from './vocabulary.ts';

export interface VmResourceInput {
  readonly id: VmId;
  readonly group: string;
  readonly owner: NodeId;
}

export interface VmResourceContext extends VmResourceInput {
  /** False once an operator has turned the VM off. */
  readonly wanted: boolean;
  /** Failed starts since it was last online. */
  readonly restarts: number;
  /** The group waits for an answer while the VM is being turned off. */
  readonly asked: boolean;
}

/** The vendor's default is 3 within 15 minutes; one keeps the model small and passes the threshold all the same. */
const restartThreshold = 1;

export const vmResource = setup({
  types: { context: {} as VmResourceContext, input: {} as VmResourceInput, events: {} as VmResourceEvent },
  guards: {
    isWanted: ({ context }) => context.wanted,
    mayRestart: ({ context }) => context.restarts < restartThreshold,
    isAsked: ({ context }) => context.asked,
    /** Asked to come online, while it was being turned off. */
    isWantedAgain: ({ context }) => context.asked && context.wanted,
  },
  actions: {
    own: assign(({ event, context }) => ({ owner: event.type === 'BRING_ONLINE' ? event.node : context.owner })),
    register: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'BRING_ONLINE') enqueue.sendTo(({ system }) => system.get(vmName(event.node, context.id)), { type: 'REGISTER' });
    }),
    registerAgain: sendTo(({ system, context }) => system.get(vmName(context.owner, context.id)), { type: 'REGISTER' }),
    unregister: sendTo(({ system, context }) => system.get(vmName(context.owner, context.id)), { type: 'UNREGISTER' }),
    start: sendTo(({ system, context }) => system.get(vmName(context.owner, context.id)), { type: 'START' }),
    save: sendTo(({ system, context }) => system.get(vmName(context.owner, context.id)), { type: 'SAVE' }),
    /** A save that failed leaves the VM paused; it has to be let go on. */
    resume: sendTo(({ system, context }) => system.get(vmName(context.owner, context.id)), { type: 'RESUME' }),
    turnOff: sendTo(({ system, context }) => system.get(vmName(context.owner, context.id)), { type: 'TURN_OFF' }),
    want: assign({ wanted: true }),
    unwant: assign({ wanted: false }),
    ask: assign({ asked: true }),
    answered: assign({ asked: false }),
    countRestart: assign(({ context }) => ({ restarts: context.restarts + 1 })),
    forgetRestarts: assign({ restarts: 0 }),
    answerDone: sendTo(({ system, context }) => system.get(context.group), ({ context }) => ({ type: 'DONE', resource: context.id })),
    answerFailed: sendTo(({ system, context }) => system.get(context.group), ({ context }) => ({ type: 'FAILED', resource: context.id })),
  },
}).createMachine({
  id: 'vm-resource',
  context: ({ input }) => ({ ...input, wanted: true, restarts: 0, asked: false }),
  initial: 'online',
  on: {
    TERMINATE: { target: '.offline', actions: ['answered', 'forgetRestarts'] },
    WANT: { actions: 'want' },
    WITHDRAW: { actions: 'unregister' },
    BRING_ONLINE: {},
    TAKE_OFFLINE: {},
    TURN_OFF: {},
    REGISTERED: {},
    REGISTER_FAILED: {},
    STARTED: {},
    START_FAILED: {},
    SAVED: {},
    SAVE_FAILED: {},
    STOPPED: {},
  },
  states: {
    offline: {
      on: {
        BRING_ONLINE: [{ guard: 'isWanted', target: 'onlinePending', actions: ['own', 'register'] }, { actions: ['own', 'register'] }],
        REGISTERED: { actions: 'answerDone' },
        REGISTER_FAILED: { actions: 'answerFailed' },
        TAKE_OFFLINE: { actions: 'answerDone' },
      },
    },
    onlinePending: {
      on: {
        REGISTERED: { actions: 'start' },
        REGISTER_FAILED: { target: 'failed', actions: 'answerFailed' },
        STARTED: { target: 'online', actions: ['forgetRestarts', 'answerDone'] },
        START_FAILED: [{ guard: 'mayRestart', actions: ['countRestart', 'start'] }, { target: 'failed', actions: ['forgetRestarts', 'answerFailed'] }],
      },
    },
    online: {
      on: {
        TAKE_OFFLINE: { target: 'offlinePending.saving', actions: 'save' },
        TURN_OFF: { target: 'offlinePending.stopping', actions: ['unwant', 'turnOff'] },
        BRING_ONLINE: { actions: 'answerDone' },
      },
    },
    offlinePending: {
      initial: 'saving',
      states: {
        saving: {
          on: {
            SAVED: { target: '#vm-resource.offline', actions: 'answerDone' },
            SAVE_FAILED: { target: '#vm-resource.online', actions: ['resume', 'answerFailed'] },
          },
        },
        stopping: {
          on: {
            TAKE_OFFLINE: { actions: 'ask' },
            BRING_ONLINE: { actions: 'ask' },
            STOPPED: [
              { guard: 'isWantedAgain', target: '#vm-resource.onlinePending', actions: ['answered', 'registerAgain'] },
              { guard: 'isAsked', target: '#vm-resource.offline', actions: ['answered', 'answerDone'] },
              { target: '#vm-resource.offline' },
            ],
          },
        },
      },
    },
    failed: {
      on: {
        BRING_ONLINE: { target: 'onlinePending', actions: ['own', 'register'] },
        TAKE_OFFLINE: { target: 'offline', actions: 'answerDone' },
      },
    },
  },
});
