/**
 * Small systems with a planted violation each, for the laws of walks. `shortest` is not written down anywhere: the
 * exhaustive explorer says what it is.
 */
import { assign, enqueueActions, raise, sendTo, setup } from 'xstate';
import { always, defineSystem, reachable, unreachable, type Property, type System } from '../../src/index.ts';

/** A system, and the claim about it that is false. */
export interface Planted {
  readonly system: System;
  readonly claim: Extract<Property, { readonly kind: 'always' | 'unreachable' }>;
}

/**
 * process:  idle ──WANT──▶ waiting ──LOOK (door open)──▶ entering ──ENTER (closes)──▶ inside ──LEAVE──▶ idle
 *
 * The defect: looking and closing are two steps.
 */
const process = setup({
  types: { events: {} as { readonly type: 'WANT' | 'LOOK' | 'OPEN' | 'SHUT' | 'ENTER' | 'LEAVE' } },
  actions: {
    look: sendTo(({ system }) => system.get('door'), ({ self }) => ({ type: 'LOOKED_AT', by: self.id })),
    close: sendTo(({ system }) => system.get('door'), { type: 'CLOSED' }),
    open: sendTo(({ system }) => system.get('door'), { type: 'OPENED' }),
  },
}).createMachine({
  id: 'process',
  initial: 'idle',
  states: {
    idle: { on: { WANT: 'waiting' } },
    waiting: { on: { LOOK: { actions: 'look' }, OPEN: 'entering', SHUT: {} } },
    entering: { on: { ENTER: { target: 'inside', actions: 'close' } } },
    inside: { on: { LEAVE: { target: 'idle', actions: 'open' } } },
  },
});

const door = setup({
  types: { context: {} as { readonly inside: number }, events: {} as { readonly type: 'LOOKED_AT'; readonly by: string } | { readonly type: 'CLOSED' | 'OPENED' } },
}).createMachine({
  id: 'door',
  context: { inside: 0 },
  on: {
    LOOKED_AT: { actions: sendTo(({ system, event }) => system.get(event.by), ({ context }) => ({ type: context.inside === 0 ? 'OPEN' : 'SHUT' })) },
    CLOSED: { actions: assign({ inside: ({ context }) => context.inside + 1 }) },
    OPENED: { actions: assign({ inside: ({ context }) => context.inside - 1 }) },
  },
});

const processNames = ['p1', 'p2', 'p3'] as const;

/** Three processes share a room; two may see the door open before either closes it. */
export function mutualExclusion(): Planted {
  return {
    system: defineSystem({
      id: 'mutual-exclusion',
      actors: { door: { machine: door }, p1: { machine: process }, p2: { machine: process }, p3: { machine: process } },
      stimuli: processNames.flatMap((to) => (['WANT', 'LOOK', 'ENTER', 'LEAVE'] as const).map((type) => ({ to, event: { type } }))),
    }),
    claim: always({ id: 'one-inside', statement: 'At most one process is inside.', holds: ({ actors }) => processNames.filter((name) => actors[name]?.value === 'inside').length <= 1 }),
  };
}

/** The towers of Hanoi; the claim that they cannot be moved is refuted in 2^n - 1 steps. */
export function towers(discs: number): Planted {
  const pegs = [0, 1, 2];
  const machine = setup({
    types: { context: {} as { readonly pegOf: readonly number[] }, events: {} as { readonly type: 'MOVE'; readonly from: number; readonly to: number } },
    guards: {
      fits: ({ context, event }) => {
        const moved = context.pegOf.indexOf(event.from);
        const below = context.pegOf.indexOf(event.to);
        return moved >= 0 && (below < 0 || moved < below);
      },
    },
    actions: { move: assign({ pegOf: ({ context, event }) => context.pegOf.with(context.pegOf.indexOf(event.from), event.to) }) },
  }).createMachine({ id: 'towers', context: { pegOf: Array.from({ length: discs }, () => 0) }, on: { MOVE: { guard: 'fits', actions: 'move' } } });
  return {
    system: defineSystem({
      id: 'towers',
      actors: { towers: { machine } },
      stimuli: pegs.flatMap((from) => pegs.filter((to) => to !== from).map((to) => ({ to: 'towers' as const, event: { type: 'MOVE' as const, from, to } }))),
    }),
    claim: unreachable({ id: 'never-moved', statement: 'The towers never stand on the last peg.', holds: ({ actors }) => String(actors['towers']?.context.pegOf) === Array.from({ length: discs }, () => 2).join() }),
  };
}

const sender = setup({
  types: { context: {} as { readonly sent: number; readonly acked: boolean }, events: {} as { readonly type: 'SEND' | 'RESEND' | 'ACK' } },
  actions: { send: sendTo(({ system }) => system.get('channel'), ({ context }) => ({ type: 'PUT', packet: context.sent })) },
}).createMachine({
  id: 'sender',
  context: { sent: 0, acked: true },
  on: {
    SEND: { guard: ({ context }) => context.acked && context.sent < 3, actions: [assign({ sent: ({ context }) => context.sent + 1, acked: false }), 'send'] },
    RESEND: { guard: ({ context }) => !context.acked, actions: 'send' },
    ACK: { actions: assign({ acked: true }) },
  },
});

/** The defect: it counts what arrives and does not look at the number. */
const receiver = setup({
  types: { context: {} as { readonly got: number }, events: {} as { readonly type: 'ARRIVE' } },
  actions: { ack: sendTo(({ system }) => system.get('channel'), () => ({ type: 'PUT', packet: 0 })) },
}).createMachine({ id: 'receiver', context: { got: 0 }, on: { ARRIVE: { actions: [assign({ got: ({ context }) => context.got + 1 }), 'ack'] } } });

const channel = setup({
  types: { context: {} as { readonly packets: readonly number[] }, events: {} as { readonly type: 'PUT'; readonly packet: number } | { readonly type: 'DELIVER' | 'LOSE' } },
  guards: { isUsed: ({ context }) => context.packets.length > 0, hasRoom: ({ context }) => context.packets.length < 3 },
  actions: {
    put: assign({ packets: ({ context, event }) => ('packet' in event ? [...context.packets, event.packet] : context.packets) }),
    pop: assign({ packets: ({ context }) => context.packets.slice(1) }),
  },
}).createMachine({
  id: 'channel',
  context: { packets: [] },
  on: {
    PUT: [{ guard: 'hasRoom', actions: 'put' }, {}],
    DELIVER: {
      guard: 'isUsed',
      actions: enqueueActions(({ context, enqueue }) => {
        const ack = context.packets[0] === 0;
        enqueue('pop');
        enqueue.sendTo(({ system }) => system.get(ack ? 'sender' : 'receiver'), { type: ack ? 'ACK' : 'ARRIVE' });
      }),
    },
    LOSE: { guard: 'isUsed', actions: 'pop' },
  },
});

/** A sender repeats what may have been lost, and a receiver takes the repetition for news. */
export function lossyChannel(): Planted {
  return {
    system: defineSystem({
      id: 'lossy-channel',
      actors: { sender: { machine: sender }, receiver: { machine: receiver }, channel: { machine: channel } },
      stimuli: [
        { to: 'sender', event: { type: 'SEND' } },
        { to: 'sender', event: { type: 'RESEND' }, budget: 'resends' },
        { to: 'channel', event: { type: 'DELIVER' } },
        { to: 'channel', event: { type: 'LOSE' } },
      ],
      budgets: { resends: 4 },
    }),
    claim: always({ id: 'nothing-twice', statement: 'Nothing is received that was not sent.', holds: ({ actors }) => Number(actors['receiver']?.context.got) <= Number(actors['sender']?.context.sent) }),
  };
}

/**
 * A violation `depth` steps deep among events that lead away from it: PUSH climbs, POP and CLEAR undo, and
 * the dial turns for its own sake. (Depth 12: 52 states.)
 */
export function deepAmongDistractors(depth = 12): Planted {
  const stack = setup({ types: { context: {} as { readonly height: number }, events: {} as { readonly type: 'PUSH' | 'POP' | 'CLEAR' } } }).createMachine({
    id: 'stack',
    context: { height: 0 },
    on: {
      PUSH: { guard: ({ context }) => context.height < depth, actions: assign({ height: ({ context }) => context.height + 1 }) },
      POP: { guard: ({ context }) => context.height > 0, actions: assign({ height: ({ context }) => context.height - 1 }) },
      CLEAR: { guard: ({ context }) => context.height > 0, actions: assign({ height: 0 }) },
    },
  });
  const dial = setup({ types: { events: {} as { readonly type: 'LEFT' | 'RIGHT' } } }).createMachine({
    id: 'dial',
    initial: 'north',
    states: { north: { on: { RIGHT: 'east', LEFT: 'west' } }, east: { on: { RIGHT: 'south', LEFT: 'north' } }, south: { on: { RIGHT: 'west', LEFT: 'east' } }, west: { on: { RIGHT: 'north', LEFT: 'south' } } },
  });
  return {
    system: defineSystem({
      id: 'deep',
      actors: { stack: { machine: stack }, dial: { machine: dial } },
      stimuli: [...(['PUSH', 'POP', 'CLEAR'] as const).map((type) => ({ to: 'stack' as const, event: { type } })), ...(['LEFT', 'RIGHT'] as const).map((type) => ({ to: 'dial' as const, event: { type } }))],
    }),
    claim: always({ id: 'never-full', statement: 'The stack never fills.', holds: ({ actors }) => Number(actors['stack']?.context.height) < depth }),
  };
}

/**
 * A lamp that goes out by itself and blinks while it is on; PRESS while on starts it anew, and the old blink stays.
 *
 *   off ──PRESS──▶ on ──after 300 ms──▶ off        on: BLINK after 100 ms
 */
export function timedLamp(): Planted {
  const lamp = setup({
    types: { context: {} as { readonly blinks: number }, events: {} as { readonly type: 'PRESS' | 'BLINK' } },
    actions: { blinkSoon: raise({ type: 'BLINK' }, { delay: 100, id: 'blink' }), count: assign({ blinks: ({ context }) => Math.min(3, context.blinks + 1) }), forget: assign({ blinks: 0 }) },
  }).createMachine({
    id: 'lamp',
    context: { blinks: 0 },
    initial: 'off',
    states: {
      off: { on: { PRESS: { target: 'on', actions: 'forget' }, BLINK: {} } },
      on: { entry: 'blinkSoon', after: { 300: 'off' }, on: { PRESS: { target: 'on', reenter: true }, BLINK: { actions: 'count' } } },
    },
  });
  return {
    system: defineSystem({ id: 'lamp', actors: { lamp: { machine: lamp } }, stimuli: [{ to: 'lamp', event: { type: 'PRESS' }, budget: 'presses' }], budgets: { presses: 3 } }),
    claim: unreachable({ id: 'never-out-again', statement: 'A lamp that blinked twice never goes out.', holds: ({ actors }) => actors['lamp']?.value === 'off' && Number(actors['lamp'].context.blinks) >= 2 }),
  };
}

/** Two switches; the second stays down once pressed, so that everything comes to rest. */
export function twoSwitches(): Planted {
  const switchOnce = setup({ types: { events: {} as { readonly type: 'PRESS' | 'TAP' } } }).createMachine({
    id: 'switch',
    initial: 'up',
    states: { up: { on: { PRESS: 'down', TAP: {} } }, down: { on: { TAP: { actions: () => {} } } } },
  });
  return {
    system: defineSystem({
      id: 'two-switches',
      actors: { left: { machine: switchOnce }, right: { machine: switchOnce } },
      stimuli: (['left', 'right'] as const).flatMap((to) => (['PRESS', 'TAP'] as const).map((type) => ({ to, event: { type } }))),
    }),
    claim: unreachable({ id: 'never-both', statement: 'Never are both switches down.', holds: ({ actors }) => actors['left']?.value === 'down' && actors['right']?.value === 'down' }),
  };
}

/** A witness that exists, and one that does not. */
export const stackIsThreeHigh = reachable({ id: 'three-high', statement: 'The stack gets three high.', holds: ({ actors }) => actors['stack']?.context.height === 3 });
export const stackIsMinus = reachable({ id: 'minus', statement: 'The stack gets below the ground.', holds: ({ actors }) => Number(actors['stack']?.context.height) < 0 });

export const planted = { mutualExclusion, towers: () => towers(4), lossyChannel, deepAmongDistractors, timedLamp, twoSwitches } as const;
