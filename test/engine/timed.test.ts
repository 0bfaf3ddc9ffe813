/** The engine in the timed reading: the same as the reference, on one thread and several, and when it is resumed. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { search } from '../../src/engine/search.ts';
import { MemoryKeeper } from '../checkpoint/memory-keeper.ts';
import { fischer } from '../known-answers/fischer.ts';
import { buildSystem } from '../random/build.ts';
import { systemPlans } from '../random/plan.ts';
import { agreeOnRandomSystems } from './random-agreement.ts';
import { isSeeded, seeded } from '../seed.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

const clock = { tickMs: 10 };
const seed = seeded(20_261_122);

test('engine and reference say the same of random timed systems', async () => {
  const { complete, stopped } = await agreeOnRandomSystems(120, seed.seed, clock);
  if (!isSeeded) return;
  expect({ complete: complete > 10, stopped: stopped > 30 }).toEqual({ complete: true, stopped: true });
}, 60_000);

test('two threads say of random timed systems what one says', async () => {
  await fc.assert(
    fc.asyncProperty(systemPlans({ actorsMin: 2, actorsMax: 3 }), async (plan) => {
      const said = async (threads: number): Promise<unknown> => {
        try {
          const { elapsedMs: _, ...exploration } = await search(buildSystem(plan, clock), [], { statesMax: 300, keepGoing: true }, { threads, crewStatesMin: 1 });
          return exploration;
        } catch (error) {
          return error;
        }
      };
      expect(await said(2)).toEqual(await said(1));
    }),
    { numRuns: 15, ...seed },
  );
}, 60_000);

test('a timed search goes on from any round', async () => {
  const whole = await search(fischer({ processes: 2, writeMs: 20, waitMs: 30, tickMs: 10 }), [], { keepGoing: true });
  const keeper = new MemoryKeeper(null, () => true);
  await search(fischer({ processes: 2, writeMs: 20, waitMs: 30, tickMs: 10 }), [], { keepGoing: true, keeper });
  expect(keeper.kept.length).toBeGreaterThan(10);
  for (const kept of keeper.kept.filter((_, round) => round % 7 === 0)) {
    const { elapsedMs: _, ...resumed } = await search(fischer({ processes: 2, writeMs: 20, waitMs: 30, tickMs: 10 }), [], { keepGoing: true, keeper: new MemoryKeeper(kept, () => false) });
    expect({ ...resumed, elapsedMs: 0 }).toEqual({ ...whole, elapsedMs: 0 });
  }
});
