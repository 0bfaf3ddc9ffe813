import fc from 'fast-check';
import { expect } from 'vitest';
import { always, eachStep, reachable, unreachable, type Property } from '../../src/property/property.ts';
import type { Clock } from '../../src/system/clock.ts';
import { buildSystem } from '../random/build.ts';
import { systemPlans } from '../random/plan.ts';
import { bothOf } from './agreement.ts';

/** Claims that any system can be held to; they read some actors, timers and budgets, and steps by what was delivered. */
export function claimsOn(one: number, other: number): readonly Property[] {
  const at = (names: readonly string[], place: number): string => names[place % names.length] ?? '';
  return [
    always({
      id: 'first-and-other',
      statement: 'Two actors are not both away from their initial mode.',
      when: ({ actors }) => JSON.stringify(actors[at(Object.keys(actors), one)]?.value).length > 0,
      holds: ({ actors }) => {
        const names = Object.keys(actors);
        return JSON.stringify(actors[at(names, one)]?.value) !== JSON.stringify(actors[at(names, other)]?.value) || one === other;
      },
    }),
    always({ id: 'few-timers', statement: 'Few timers are pending.', holds: ({ timers }) => timers.length < 2 + one }),
    always({ id: 'few-of-its-own', statement: 'An actor has few timers pending.', holds: ({ actors, timersOf }) => timersOf(at(Object.keys(actors), one)).length < 1 + other }),
    always({ id: 'budgets-last', statement: 'No budget is spent.', when: ({ budgets }) => Object.keys(budgets).length > 0, holds: ({ budgets }) => Object.values(budgets).every((left) => left > 0) }),
    eachStep({
      id: 'quiet-steps',
      statement: 'A step that delivers more than once changes the actor it is given to.',
      when: (_, step) => step.deliveries.length > 1 + one,
      holds: (before, step, after) => before.actors[step.to] !== after.actors[step.to],
    }),
    eachStep({
      id: 'emissions',
      statement: 'What emits is not moved.',
      when: (_, step) => step.deliveries.some(({ emitted }) => emitted.length > 0),
      holds: (before, step, after) => step.deliveries.every(({ to, emitted }) => emitted.length === 0 || before.actors[to] === after.actors[to]),
    }),
    reachable({ id: 'done', statement: 'An actor can end.', holds: ({ actors }) => Object.values(actors).some(({ status }) => status === 'done') }),
    unreachable({ id: 'all-done', statement: 'Not all actors end.', holds: ({ actors }) => Object.values(actors).every(({ status }) => status === 'done') }),
  ];
}

/** Compares engine and reference on random systems, timed ones if there is a clock; returns how many of them were no models, ended complete, were large. */
export async function agreeOnRandomSystems(numRuns: number, seed?: number, clock?: Clock): Promise<{ readonly complete: number; readonly stopped: number; readonly errors: number }> {
  const tally = { complete: 0, stopped: 0, errors: 0 };
  await fc.assert(
    fc.asyncProperty(systemPlans({ actorsMin: 1, actorsMax: 3 }), fc.nat(3), fc.nat(3), fc.boolean(), async (plan, one, other, keepGoing) => {
      const both = await bothOf(() => buildSystem(plan, clock), claimsOn(one, other), { statesMax: 400, keepGoing });
      expect(both.engine).toEqual(both.reference);
      if (both.reference.exploration === null) tally.errors += 1;
      else if (both.reference.exploration.stopped === null) tally.complete += 1;
      else tally.stopped += 1;
    }),
    { numRuns, ...(seed === undefined ? {} : { seed }) },
  );
  return tally;
}
