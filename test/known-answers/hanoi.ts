/**
 * The towers of Hanoi as three pegs that hand discs to each other; a peg sends back a disc that it may not take.
 *
 *   peg0 ──DISC 1──▶ peg1 (top is 2, or empty): takes it
 *   peg0 ──DISC 3──▶ peg1 (top is 2) ──BACK 3──▶ peg0: as if nothing had been tried
 */
import { assign, enqueueActions, sendTo, setup, type AnyActorRef } from 'xstate';
import { defineSystem } from '../../src/system/define-system.ts';

const peg = setup({
  types: {
    context: {} as { readonly id: string; readonly discs: readonly number[] },
    input: {} as { readonly id: string; readonly discs: readonly number[] },
    events: {} as { readonly type: 'MOVE'; readonly to: string } | { readonly type: 'DISC'; readonly size: number; readonly from: string } | { readonly type: 'BACK'; readonly size: number },
  },
  guards: { hasDisc: ({ context }) => context.discs.length > 0, fits: ({ context, event }) => event.type === 'DISC' && event.size < (context.discs[0] ?? Infinity) },
  actions: {
    hand: enqueueActions(({ context, event, enqueue, system }) => {
      const [size] = context.discs;
      if (event.type !== 'MOVE' || size === undefined) return;
      enqueue.sendTo(system.get(event.to) as AnyActorRef, { type: 'DISC', size, from: context.id });
      enqueue.assign({ discs: context.discs.slice(1) });
    }),
    take: assign(({ context, event }) => (event.type === 'MOVE' ? {} : { discs: [event.size, ...context.discs] })),
    sendBack: sendTo(({ system, event }) => system.get(event.type === 'DISC' ? event.from : '') as AnyActorRef, ({ event }) => ({ type: 'BACK', size: event.type === 'DISC' ? event.size : 0 })),
  },
}).createMachine({
  id: 'peg',
  context: ({ input }) => input,
  on: { MOVE: { guard: 'hasDisc', actions: 'hand' }, DISC: [{ guard: 'fits', actions: 'take' }, { actions: 'sendBack' }], BACK: { actions: 'take' } },
});

/** `count` discs on the first of three pegs. */
export function hanoi(count: number) {
  const pegs = ['peg0', 'peg1', 'peg2'] as const;
  const discs = Array.from({ length: count }, (_, i) => i + 1);
  return defineSystem({
    id: 'hanoi',
    scope: `${count} discs`,
    actors: { peg0: { machine: peg, input: { id: 'peg0', discs } }, peg1: { machine: peg, input: { id: 'peg1', discs: [] } }, peg2: { machine: peg, input: { id: 'peg2', discs: [] } } },
    stimuli: pegs.flatMap((from) => pegs.filter((to) => to !== from).map((to) => ({ to: from, event: { type: 'MOVE', to } }) as const)),
  });
}
