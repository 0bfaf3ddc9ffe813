/**
 * Cluster link: one way of the connection between the cluster and one node. Updates of the cluster database travel
 * to the node, and reports from it, each in order and late.
 *
 *   idle ──SEND──▶ carrying ──DELIVER of the last──▶ idle      carrying ──RESET / all is lost──▶ idle
 *     carrying, idle ──HOST_CRASHED / all is lost──▶ hostDown ──HOST_BOOTED──▶ idle
 *
 * What is sent to a host that is down is lost. What a host sent before it went down may still arrive, until the node joins
 * anew (RESET): a new membership has new connections, and nobody hears what was said in the old. Source: domain.md 1.3.
 */
import { assign, enqueueActions, setup } from 'xstate';
import type { ClusterMessage, LinkEvent } from './vocabulary.ts';

export interface LinkContext {
  readonly messages: readonly ClusterMessage[];
}

export const clusterLink = setup({
  types: { context: {} as LinkContext, events: {} as LinkEvent },
  guards: { holdsOne: ({ context }) => context.messages.length === 1 },
  actions: {
    take: assign(({ context, event }) => (event.type === 'SEND' ? { messages: [...context.messages, { to: event.to, message: event.message }] } : {})),
    deliver: enqueueActions(({ context, enqueue }) => {
      const [first, ...others] = context.messages;
      if (first === undefined) return;
      enqueue.assign({ messages: others });
      enqueue.sendTo(({ system }) => system.get(first.to), () => first.message);
    }),
    lose: assign({ messages: [] }),
  },
}).createMachine({
  id: 'cluster-link',
  context: { messages: [] },
  initial: 'idle',
  on: { HOST_CRASHED: { target: '.hostDown', actions: 'lose' }, HOST_BOOTED: {} },
  states: {
    idle: { on: { SEND: { target: 'carrying', actions: 'take' }, RESET: {} } },
    carrying: {
      on: {
        SEND: { actions: 'take' },
        DELIVER: [{ guard: 'holdsOne', target: 'idle', actions: 'deliver' }, { actions: 'deliver' }],
        RESET: { target: 'idle', actions: 'lose' },
      },
    },
    hostDown: { on: { HOST_BOOTED: 'idle', SEND: {} } },
  },
});
