/** Random machines, explored with and without a memory of steps. */
import fc from 'fast-check';
import { buildMachine } from '../random/build.ts';
import { eventNames, systemPlans } from '../random/plan.ts';
import { agreeOnSteps } from './remembered-steps.ts';
import { seeded } from '../seed.ts';

const events = eventNames.filter((name) => name !== '*').flatMap((type) => [0, 1].map((v) => ({ type, v })));
const statesMax = 60;

/** Fails on the first step that differs; gives the calls of XState without and with a memory. */
export function agreeOnRandomMachines(numRuns: number): { readonly calls: number; readonly callsForNew: number } {
  const total = { calls: 0, callsForNew: 0 };
  fc.assert(
    fc.property(systemPlans({ actorsMin: 1, actorsMax: 1 }), ({ machines: [plan] }) => {
      if (plan === undefined) return;
      const { calls, callsForNew } = agreeOnSteps(buildMachine(plan, 0, 3), { n: 1 }, events, statesMax);
      total.calls += calls;
      total.callsForNew += callsForNew;
    }),
    { numRuns, ...seeded(20_261_121) },
  );
  return total;
}
