/**
 * Guest: what the applications inside a VM, and their clients, have seen of it. It lives on no node, so it is the
 * witness of what a crash takes away.
 *
 *   (watching) ──COMPUTED, ACKNOWLEDGED, TURNED_OFF, BOOTED──▶ (watching)
 *
 * Source: QM-2, HA-2, ARG-7.
 */
import { assign, setup } from 'xstate';
import type { GuestEvent, Memory } from './vocabulary.ts';

export interface GuestInput {
  readonly pages: number;
}

export interface GuestContext {
  /** The memory the guest last had while it ran. */
  readonly memory: Memory;
  /** The last write that was acknowledged to it. */
  readonly acknowledged: number;
  /** It booted, and what was in memory was gone, although nobody had turned it off. */
  readonly memoryLost: boolean;
}

function blank(pages: number): Memory {
  return Array.from({ length: pages }, () => 0);
}

export const guest = setup({
  types: { context: {} as GuestContext, input: {} as GuestInput, events: {} as GuestEvent },
  actions: {
    seeMemory: assign(({ event }) => (event.type === 'COMPUTED' ? { memory: event.memory } : {})),
    countOn: assign(({ event }) => (event.type === 'ACKNOWLEDGED' ? { acknowledged: event.content } : {})),
    letGo: assign(({ context }) => ({ memory: blank(context.memory.length) })),
    startOver: assign(({ context }) => ({
      memory: blank(context.memory.length),
      memoryLost: context.memoryLost || context.memory.some((version) => version > 0),
    })),
  },
}).createMachine({
  id: 'guest',
  context: ({ input }) => ({ memory: blank(input.pages), acknowledged: 0, memoryLost: false }),
  initial: 'watching',
  states: {
    watching: { on: { COMPUTED: { actions: 'seeMemory' }, ACKNOWLEDGED: { actions: 'countOn' }, TURNED_OFF: { actions: 'letGo' }, BOOTED: { actions: 'startOver' } } },
  },
});
