/**
 * Update link: what the cluster tells one node, in order and late, as over one TCP connection.
 *
 *   idle ──SEND──▶ carrying ──DELIVER of the last──▶ idle      carrying, idle ──HOST_CRASHED / all is lost──▶ hostDown ──HOST_BOOTED──▶ idle
 *
 * What is sent to a host that is down is lost: a host that is back has new connections, and hears nothing that was meant
 * for its former self. Source: domain.md 1.3.
 */
import { assign, enqueueActions, setup } from 'xstate';
import type { LinkEvent, Update } from './vocabulary.ts';

export interface LinkContext {
  readonly messages: readonly Update[];
}

export const updateLink = setup({
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
  id: 'update-link',
  context: { messages: [] },
  initial: 'idle',
  on: { HOST_CRASHED: { target: '.hostDown', actions: 'lose' }, HOST_BOOTED: {} },
  states: {
    idle: { on: { SEND: { target: 'carrying', actions: 'take' } } },
    carrying: { on: { SEND: { actions: 'take' }, DELIVER: [{ guard: 'holdsOne', target: 'idle', actions: 'deliver' }, { actions: 'deliver' }] } },
    hostDown: { on: { HOST_BOOTED: 'idle', SEND: {} } },
  },
});
