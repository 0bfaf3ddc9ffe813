/**
 * Guest: what the applications inside a VM, and their clients, have seen of it. It lives on no node, so it is the witness of
 * what a migration or a crash takes away.
 *
 *   (watching) ──COMPUTED, ACKNOWLEDGED, STOPPED, WENT_ON, BOOTED──▶ (watching)
 *
 * Source: LM-4, LM-8, HA-2, ARG-7.
 */
import { assign, setup } from 'xstate';
import type { GuestEvent, Memory, RunState } from './vocabulary.ts';

export interface Stopped {
  readonly memory: Memory;
  readonly runState: RunState;
}

export interface GuestContext {
  /** Something is in memory that a boot would not put there. */
  readonly touched: boolean;
  /** The last write that was acknowledged to it. */
  readonly acknowledged: number;
  /** What it was when it stopped for a migration, by the number of the attempt; gone when it goes on. */
  readonly stoppedWith: Readonly<Record<string, Stopped>>;
  /** It booted, and what was in memory was gone. */
  readonly memoryLost: boolean;
}

export const guest = setup({
  types: { context: {} as GuestContext, events: {} as GuestEvent },
  actions: {
    compute: assign({ touched: true }),
    countOn: assign(({ event }) => (event.type === 'ACKNOWLEDGED' ? { acknowledged: event.content } : {})),
    stop: assign(({ context, event }) => (event.type === 'STOPPED' ? { stoppedWith: { ...context.stoppedWith, [event.attempt]: { memory: event.memory, runState: event.runState } } } : {})),
    goOn: assign(({ context, event }) => (event.type === 'WENT_ON' ? { stoppedWith: Object.fromEntries(Object.entries(context.stoppedWith).filter(([attempt]) => attempt !== String(event.attempt))) } : {})),
    startOver: assign(({ context }) => ({ touched: false, memoryLost: context.memoryLost || context.touched })),
  },
}).createMachine({
  id: 'guest',
  context: { touched: false, acknowledged: 0, stoppedWith: {}, memoryLost: false },
  initial: 'watching',
  states: {
    watching: { on: { COMPUTED: { actions: 'compute' }, ACKNOWLEDGED: { actions: 'countOn' }, STOPPED: { actions: 'stop' }, WENT_ON: { actions: 'goOn' }, BOOTED: { actions: 'startOver' } } },
  },
});
