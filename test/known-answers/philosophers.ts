/**
 * Dining philosophers, as philosophers and forks that talk; a philosopher waits for a fork within the step that asks for it.
 *
 *   patient   thinking ─▶ left ─▶ both ─▶ right ─▶ thinking     (puts the left fork back first, then the right one)
 *   eating    thinking ─▶ left ─▶ both ─▶ fed ─▶ thinking       (puts both back at once)
 */
import { sendTo, setup, type AnyActorRef } from 'xstate';
import { defineSystem, type Actors, type System } from '../../src/system/define-system.ts';

interface Place {
  readonly id: string;
  readonly left: string;
  readonly right: string;
}

const fork = setup({
  types: { events: {} as { readonly type: 'ASK'; readonly by: string } | { readonly type: 'PUT' } },
  actions: {
    grant: sendTo(({ system, event }) => system.get(event.type === 'ASK' ? event.by : '') as AnyActorRef, { type: 'GRANTED' }),
    refuse: sendTo(({ system, event }) => system.get(event.type === 'ASK' ? event.by : '') as AnyActorRef, { type: 'REFUSED' }),
  },
}).createMachine({
  id: 'fork',
  initial: 'free',
  states: { free: { on: { ASK: { target: 'taken', actions: 'grant' } } }, taken: { on: { ASK: { actions: 'refuse' }, PUT: 'free' } } },
});

type PhilosopherEvent = { readonly type: 'TAKE_LEFT' | 'TAKE_RIGHT' | 'EAT' | 'PUT_LEFT' | 'PUT_RIGHT' | 'PUT_BOTH' | 'GRANTED' | 'REFUSED' };

const philosopher = setup({
  types: { context: {} as Place, input: {} as Place, events: {} as PhilosopherEvent },
  actions: {
    askLeft: sendTo(({ system, context }) => system.get(context.left) as AnyActorRef, ({ context }) => ({ type: 'ASK', by: context.id })),
    askRight: sendTo(({ system, context }) => system.get(context.right) as AnyActorRef, ({ context }) => ({ type: 'ASK', by: context.id })),
    putLeft: sendTo(({ system, context }) => system.get(context.left) as AnyActorRef, { type: 'PUT' }),
    putRight: sendTo(({ system, context }) => system.get(context.right) as AnyActorRef, { type: 'PUT' }),
  },
});

const reaching = {
  thinking: { on: { TAKE_LEFT: { target: 'reachingLeft', actions: 'askLeft' } } },
  reachingLeft: { on: { GRANTED: 'left', REFUSED: 'thinking' } },
  left: { on: { TAKE_RIGHT: { target: 'reachingRight', actions: 'askRight' } } },
  reachingRight: { on: { GRANTED: 'both', REFUSED: 'left' } },
} as const;

const patient = philosopher.createMachine({
  id: 'patient-philosopher',
  context: ({ input }) => input,
  initial: 'thinking',
  states: { ...reaching, both: { on: { PUT_LEFT: { target: 'right', actions: 'putLeft' } } }, right: { on: { PUT_RIGHT: { target: 'thinking', actions: 'putRight' } } } },
});

const eating = philosopher.createMachine({
  id: 'eating-philosopher',
  context: ({ input }) => input,
  initial: 'thinking',
  states: { ...reaching, both: { on: { EAT: 'fed' } }, fed: { on: { PUT_BOTH: { target: 'thinking', actions: ['putLeft', 'putRight'] } } } },
});

const doings = {
  patient: { machine: patient, events: ['TAKE_LEFT', 'TAKE_RIGHT', 'PUT_LEFT', 'PUT_RIGHT'] },
  eating: { machine: eating, events: ['TAKE_LEFT', 'TAKE_RIGHT', 'EAT', 'PUT_BOTH'] },
} as const;

/** `count` philosophers round a table, and as many forks. */
export function philosophers(kind: 'patient' | 'eating', count: number): System {
  const { machine, events } = doings[kind];
  const places = Array.from({ length: count }, (_, i) => i);
  const seats: Actors = Object.fromEntries(places.map((i) => [`philosopher${i}`, { machine, input: { id: `philosopher${i}`, left: `fork${i}`, right: `fork${(i + 1) % count}` } }]));
  const forks: Actors = Object.fromEntries(places.map((i) => [`fork${i}`, { machine: fork }]));
  return defineSystem({
    id: `${kind}-philosophers`,
    scope: `${count} philosophers`,
    actors: { ...seats, ...forks } satisfies Actors,
    stimuli: places.flatMap((i) => events.map((type) => ({ to: `philosopher${i}`, event: { type } }))),
  });
}
