/**
 * A crew of threads finds what one thread finds: the same counts, depths, verdicts with their runs, coverage and model errors.
 */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { search } from '../../src/engine/search.ts';
import type { Exploration, ExploreOptions } from '../../src/property/exploration.ts';
import { always, reachable, unreachable, type Property } from '../../src/property/property.ts';
import type { System } from '../../src/system/define-system.ts';
import { ModelError } from '../../src/system/model-error.ts';
import { philosophers } from '../known-answers/philosophers.ts';
import { singleMounter } from '../known-answers/single-mounter.ts';
import { twoPhaseCommit } from '../known-answers/two-phase-commit.ts';
import { buildSystem } from '../random/build.ts';
import { systemPlans } from '../random/plan.ts';
import { isSeeded, seeded } from '../seed.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

async function outcomeOf(system: System, properties: readonly Property[], { workers, ...options }: ExploreOptions & { readonly workers: number }): Promise<Omit<Exploration, 'elapsedMs'> | Pick<ModelError, 'fault' | 'steps'>> {
  try {
    const { elapsedMs: _, ...exploration } = await search(system, properties, options, { crewStatesMin: 1, threads: workers });
    return exploration;
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { fault: error.fault, steps: error.steps };
  }
}

const claims: readonly Property[] = [
  always({ id: 'first-stays', statement: 's', holds: ({ actors }) => JSON.stringify(Object.values(actors)[0]?.value).length < 8 }),
  always({ id: 'few-timers', statement: 's', holds: ({ timers }) => timers.length < 2 }),
  reachable({ id: 'done', statement: 's', holds: ({ actors }) => Object.values(actors).some(({ status }) => status === 'done') }),
  unreachable({ id: 'budget-spent', statement: 's', holds: ({ budgets }) => Object.values(budgets).includes(0) }),
];

test('random systems', async () => {
  let large = 0;
  await fc.assert(
    fc.asyncProperty(systemPlans({ actorsMin: 1, actorsMax: 3 }), fc.boolean(), fc.integer({ min: 2, max: 3 }), async (plan, keepGoing, workers) => {
      const alone = await outcomeOf(buildSystem(plan), claims, { statesMax: 400, keepGoing, workers: 1 });
      expect(await outcomeOf(buildSystem(plan), claims, { statesMax: 400, keepGoing, workers })).toEqual(alone);
      if ('distinct' in alone && alone.distinct > 50) large += 1;
    }),
    { numRuns: 30, ...seeded(20_261_122) },
  );
  if (!isSeeded) return;
  expect(large).toBeGreaterThan(2);
}, 60_000);

describe.each([2, 3])('%i threads', (workers) => {
  test.each<[string, () => System]>([
    ['two-phase commit', () => twoPhaseCommit(6)],
    ['philosophers', () => philosophers('eating', 9)],
    ['single mounter', () => singleMounter({ nodes: 3, luns: 1, vms: 2 })],
  ])('%s', async (_, build) => {
    const alone = await outcomeOf(build(), claims, { keepGoing: true, workers: 1 });
    expect(await outcomeOf(build(), claims, { keepGoing: true, workers })).toEqual(alone);
  });
});

test('a worker that dies ends the search', async () => {
  const dying = search(twoPhaseCommit(5), [], {}, { threads: 2, crewStatesMin: 64, workerFile: new URL('dying-worker.ts', import.meta.url) });
  await expect(dying).rejects.toThrow('worker 1 of 2 ended with exit code 7 before the search did');
});

test('so does one that fails', async () => {
  const failing = search(twoPhaseCommit(5), [], {}, { threads: 2, crewStatesMin: 64, workerFile: new URL('failing-worker.ts', import.meta.url) });
  await expect(failing).rejects.toThrow('worker 1 of 2 failed: out of order');
});
