import { assign, enqueueActions, setup } from 'xstate';
interface M { readonly to: string; readonly message: { readonly type: string } }
export const fifoChannel = (_: { capacity: number }) => setup({ types: { context: {} as { readonly messages: readonly M[] }, events: {} as ({ readonly type: 'SEND' } & M) | { readonly type: 'DELIVER' } } }).createMachine({
  id: 'fifo-channel', context: { messages: [] },
  on: { SEND: { actions: assign({ messages: ({ context, event }) => [...context.messages, { to: event.to, message: event.message }] }) },
    DELIVER: { guard: ({ context }) => context.messages.length > 0, actions: enqueueActions(({ context, enqueue }) => { const head = context.messages[0]; if (!head) return; enqueue.assign({ messages: context.messages.slice(1) }); enqueue.sendTo(({ system }) => system.get(head.to), head.message); }) } } });
