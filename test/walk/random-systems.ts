/** Random systems of two actors that talk to each other, from a table of numbers: cheap, and unlike anything we thought of. */
import * as fc from 'fast-check';
import { createMachine, raise, sendTo, type AnyStateMachine } from 'xstate';
import { defineSystem, unreachable, type Property, type System } from '../../src/index.ts';

const modeCount = 4;
const eventTypes = ['A', 'B', 'C'] as const;

/** What one mode does on one event: the mode that follows, and what is said to the other actor or set for later. */
interface Cell {
  readonly target: number;
  readonly effect: 'nothing' | 'tell' | 'later' | 'unanswered';
}

export interface RandomSystem {
  readonly system: System;
  /** Claims that a pair of modes is never reached; often false. */
  readonly claim: Extract<Property, { readonly kind: 'unreachable' }>;
}

function machineOf(id: string, other: string, cells: readonly Cell[]): AnyStateMachine {
  const modes = Array.from({ length: modeCount }, (_, mode) => {
    const on = eventTypes.flatMap((type, event) => {
      const { target, effect } = cells[mode * eventTypes.length + event] ?? { target: 0, effect: 'nothing' };
      if (effect === 'unanswered') return [];
      const actions = effect === 'tell' ? [sendTo(({ system }) => system.get(other), { type: 'NEWS' })] : effect === 'later' ? [raise({ type: 'C' }, { delay: 10, id: 'later' })] : [];
      return [[type, { target: `m${target}`, actions }] as const];
    });
    // NEWS must not be answered by news, or two actors would answer each other for ever.
    return [`m${mode}`, { on: { ...Object.fromEntries(on), NEWS: `m${(mode + 1) % modeCount}` } }] as const;
  });
  return createMachine({ id, initial: 'm0', states: Object.fromEntries(modes) });
}

const cell: fc.Arbitrary<Cell> = fc.record({ target: fc.nat({ max: modeCount - 1 }), effect: fc.constantFrom('nothing', 'tell', 'later', 'unanswered', 'unanswered') });
const table = fc.array(cell, { minLength: modeCount * eventTypes.length, maxLength: modeCount * eventTypes.length });

export const randomSystems: fc.Arbitrary<RandomSystem> = fc.record({ left: table, right: table, mode: fc.nat({ max: modeCount - 1 }) }).map(({ left, right, mode }) => ({
  system: defineSystem({
    id: 'random',
    actors: { left: { machine: machineOf('left', 'right', left) }, right: { machine: machineOf('right', 'left', right) } },
    stimuli: (['left', 'right'] as const).flatMap((to) => eventTypes.map((type) => ({ to, event: { type }, budget: 'events' }))),
    budgets: { events: 6 },
  }),
  claim: unreachable({ id: 'never-there', statement: 'Never are both in the last mode drawn.', holds: ({ actors }) => actors['left']?.value === 'm3' && actors['right']?.value === `m${mode}` }),
}));
