/**
 * File share: a witness that is a file on a server, held by whoever has it locked. Unlike a disk it is on the network,
 * and unlike a disk it holds no copy of the database: only which epoch was the last.
 *
 *   free ──BRING_ONLINE / ONLINE──▶ locked ──TAKE_OFFLINE (by its holder)──▶ free
 *                                     │ CUT (of its holder), the server drops the session after a time ──▶ free
 *
 * A node that is down or cut off keeps the lock until its session times out. Source: domain.md 1.4; events 1561, 1564.
 */
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { serviceName } from './names.ts';
import type { Database, NodeId, ShareEvent } from './vocabulary.ts';

export interface FileShareInput {
  readonly holder: NodeId;
}

export interface FileShareContext {
  readonly holder: NodeId | null;
  /** Nodes whose messages do not arrive. */
  readonly cutOff: readonly NodeId[];
  readonly epoch: number;
}

export const fileShare = setup({
  types: { context: {} as FileShareContext, input: {} as FileShareInput, events: {} as ShareEvent },
  guards: {
    isCutOff: ({ context, event }) => context.cutOff.includes(event.node),
    isHolder: ({ context, event }) => event.node === context.holder,
    holderIsCutOff: ({ context }) => context.holder !== null && context.cutOff.includes(context.holder),
  },
  actions: {
    lock: assign(({ event }) => ({ holder: event.node })),
    unlock: assign({ holder: null }),
    store: assign(({ event }) => (event.type === 'STORE' ? { epoch: event.content.epoch } : {})),
    cutOff: assign(({ context, event }) => ({ cutOff: [...context.cutOff, event.node].toSorted() })),
    letIn: assign(({ context, event }) => ({ cutOff: context.cutOff.filter((id) => id !== event.node) })),
    answerLocked: enqueueActions(({ context, event, enqueue }) => {
      const content: Database = { epoch: context.epoch, failures: 0 };
      enqueue.sendTo(({ system }) => system.get(serviceName(event.node)), () => ({ type: 'ONLINE', disk: 'witness', content }));
    }),
    answerDenied: sendTo(({ system, event }) => system.get(serviceName(event.node)), () => ({ type: 'ONLINE_FAILED', disk: 'witness' })),
  },
  delays: { sessionTimeout: 10_000 },
}).createMachine({
  id: 'file-share',
  context: ({ input }) => ({ holder: input.holder, cutOff: [], epoch: 0 }),
  initial: 'locked',
  on: {
    STORE: [{ guard: 'isCutOff' }, { guard: 'isHolder', actions: 'store' }, {}],
    TAKE_OFFLINE: {},
    CUT: { actions: 'cutOff' },
    HEAL: { actions: 'letIn' },
  },
  states: {
    free: {
      on: { BRING_ONLINE: [{ guard: 'isCutOff', actions: 'answerDenied' }, { target: 'locked', actions: ['lock', 'answerLocked'] }] },
    },
    locked: {
      always: { guard: 'holderIsCutOff', target: 'expiring' },
      on: {
        BRING_ONLINE: [{ guard: 'isHolder', actions: 'answerLocked' }, { actions: 'answerDenied' }],
        TAKE_OFFLINE: [{ guard: 'isHolder', target: 'free', actions: 'unlock' }, {}],
      },
    },
    expiring: {
      after: { sessionTimeout: { target: 'free', actions: 'unlock' } },
      on: {
        HEAL: { guard: 'isHolder', target: 'locked', actions: 'letIn' },
        BRING_ONLINE: { actions: 'answerDenied' },
      },
    },
  },
});
