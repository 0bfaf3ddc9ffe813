import { setup, sendTo } from 'xstate';
import { always, defineSystem, type StateOf } from '../../src/index.ts';

const lock = setup({
  actions: { grant: sendTo(({ system, event }) => system.get(event.from), { type: 'GRANTED' }) },
  types: { events: {} as { type: 'ASK' | 'FREE'; from: string } },
}).createMachine({
  id: 'lock',
  initial: 'free',
  states: {
    free: { on: { ASK: { target: 'held', actions: 'grant' }, FREE: {} } },
    held: { on: { FREE: 'free', ASK: {} } },
  },
});

const writer = setup({
  types: { context: {} as { name: string }, input: {} as { name: string }, events: {} as { type: 'START' | 'GRANTED' | 'STOP' | 'TIMEOUT' } },
  actions: {
    ask: sendTo(({ system }) => system.get('lock'), ({ context }) => ({ type: 'ASK', from: context.name })),
    free: sendTo(({ system }) => system.get('lock'), ({ context }) => ({ type: 'FREE', from: context.name })),
  },
}).createMachine({
  id: 'writer',
  context: ({ input }) => input,
  initial: 'idle',
  states: {
    idle: { on: { START: { target: 'asking', actions: 'ask' } } },
    asking: { on: { GRANTED: 'writing', TIMEOUT: { target: 'idle', actions: 'free' } } },
    writing: { on: { STOP: { target: 'idle', actions: 'free' } } },
  },
});

export const system = defineSystem({
  id: 'two-writers',
  actors: {
    lock: { machine: lock },
    ann: { machine: writer, input: { name: 'ann' } },
    bob: { machine: writer, input: { name: 'bob' } },
  },
  stimuli: [
    { to: 'ann', event: { type: 'START' } },
    { to: 'ann', event: { type: 'STOP' } },
    { to: 'bob', event: { type: 'START' } },
    { to: 'bob', event: { type: 'STOP' } },
    { to: 'bob', event: { type: 'TIMEOUT' } },
  ],
});

export const properties = [
  always({
    id: 'one-writer',
    statement: 'Ann and Bob never write at once.',
    holds: ({ actors }: StateOf<typeof system>) => !(actors.ann.matches('writing') && actors.bob.matches('writing')),
  }),
];
