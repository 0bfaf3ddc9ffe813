/**
 * Single machines, for `@xstate/graph`, which knows no other actors. Two shapes, because they cost it very different times:
 * what it has found and not yet expanded is an array that it takes from the front of, and pays for the length of.
 *
 *   grid     one mode, two numbers in context; a short frontier     (x, y) ──EAST (x + 1 < side)──▶ (x + 1, y), ...
 *   regions  parallel rings of modes, no context; a long frontier   mode0 ──TURN0──▶ mode1 ──TURN0──▶ ... ──▶ mode0
 */
import { assign, setup } from 'xstate';
import { defineSystem, type System } from '../../src/system/define-system.ts';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

const robot = setup({
  types: { context: {} as Place, input: {} as { readonly side: number }, events: {} as { readonly type: 'EAST' | 'WEST' | 'NORTH' | 'SOUTH' } },
  guards: {
    isEastOpen: ({ context }) => context.x + 1 < context.side,
    isWestOpen: ({ context }) => context.x > 0,
    isNorthOpen: ({ context }) => context.y + 1 < context.side,
    isSouthOpen: ({ context }) => context.y > 0,
  },
  actions: {
    goEast: assign({ x: ({ context }) => context.x + 1 }),
    goWest: assign({ x: ({ context }) => context.x - 1 }),
    goNorth: assign({ y: ({ context }) => context.y + 1 }),
    goSouth: assign({ y: ({ context }) => context.y - 1 }),
  },
}).createMachine({
  id: 'robot',
  context: ({ input }) => ({ x: 0, y: 0, side: input.side }),
  on: {
    EAST: { guard: 'isEastOpen', actions: 'goEast' },
    WEST: { guard: 'isWestOpen', actions: 'goWest' },
    NORTH: { guard: 'isNorthOpen', actions: 'goNorth' },
    SOUTH: { guard: 'isSouthOpen', actions: 'goSouth' },
  },
});

/** One robot: side * side states. */
export function grid(side: number): System {
  return defineSystem({
    id: 'grid',
    scope: `${side} by ${side}`,
    actors: { robot: { machine: robot, input: { side } } },
    stimuli: (['EAST', 'WEST', 'NORTH', 'SOUTH'] as const).map((type) => ({ to: 'robot', event: { type } }) as const),
  });
}

/** `count` parallel regions of `modes` modes each, every one turned by an event of its own: modes ** count states. */
export function regions(count: number, modes: number): System {
  const places = Array.from({ length: count }, (_, i) => i);
  const ring = (i: number) => ({
    initial: 'mode0',
    states: Object.fromEntries(Array.from({ length: modes }, (_, mode) => [`mode${mode}`, { on: { [`TURN${i}`]: `mode${(mode + 1) % modes}` } }])),
  });
  const dials = setup({}).createMachine({ id: 'dials', type: 'parallel', states: Object.fromEntries(places.map((i) => [`dial${i}`, ring(i)])) });
  return defineSystem({
    id: 'regions',
    scope: `${count} regions of ${modes} modes`,
    actors: { dials: { machine: dials } },
    stimuli: places.map((i) => ({ to: 'dials', event: { type: `TURN${i}` } }) as const),
  });
}

const still = setup({}).createMachine({ id: 'still' });

/** One state and no step: what a process takes before it has found anything. */
export function oneState(): System {
  return defineSystem({ id: 'one-state', scope: '1 state', actors: { still: { machine: still } }, stimuli: [], final: () => true });
}
