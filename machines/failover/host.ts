/**
 * Host: one node's machine, up or down. A crash takes everything on it along, at once, and nobody is told: the other
 * nodes find out by silence.
 *
 *   up ──CRASH / everything on it is gone──▶ down ──RECOVER / its services start──▶ up
 *
 * Source: HA-1; domain.md 1.3.
 */
import { enqueueActions, setup } from 'xstate';
import type { NodeEvent } from './vocabulary.ts';

export interface HostInput {
  /** The actors that live on this host and die with it. */
  readonly residents: readonly string[];
}

export const host = setup({
  types: { context: {} as HostInput, input: {} as HostInput, events: {} as NodeEvent },
  actions: {
    killResidents: enqueueActions(({ context, enqueue }) => {
      for (const resident of context.residents) enqueue.sendTo(({ system }) => system.get(resident), { type: 'HOST_CRASHED' });
    }),
    bootResidents: enqueueActions(({ context, enqueue }) => {
      for (const resident of context.residents) enqueue.sendTo(({ system }) => system.get(resident), { type: 'HOST_BOOTED' });
    }),
  },
}).createMachine({
  id: 'host',
  context: ({ input }) => input,
  initial: 'up',
  states: {
    up: { on: { CRASH: { target: 'down', actions: 'killResidents' }, RECOVER: {} } },
    down: { on: { CRASH: {}, RECOVER: { target: 'up', actions: 'bootResidents' } } },
  },
});
