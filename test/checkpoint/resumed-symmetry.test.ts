/** A search of orbits that goes on from what was kept says what one says that was never interrupted. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { System } from '../../src/system/define-system.ts';
import { lockSystem } from '../engine/lock.ts';
import { claims } from '../engine/symmetric-agreement.ts';
import { twoPhaseCommit } from '../known-answers/two-phase-commit.ts';
import { buildSymmetric } from '../random/symmetric-build.ts';
import { symmetricPlans } from '../random/symmetric-plan.ts';
import { comparesAfterEachRound, comparesKilledEvery, said } from './resumption.ts';
import { measure } from '../measure.ts';
import { isSeeded, seeded } from '../seed.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

test.each<[string, () => System, number]>([
  ['two-phase commit', () => twoPhaseCommit(3, { interchangeable: true }), 20],
  ['two-phase commit, with more renamings than are tried', () => twoPhaseCommit(5, { interchangeable: true }), 5],
  ['a lock that tells all in the order of names', () => lockSystem({ tellClosed: () => ['c1', 'c2', 'c3'] }), 9],
])('%s says the same resumed after any round', async (_, build, most) => {
  expect(await comparesAfterEachRound({ build, properties: claims(2, false), options: { keepGoing: true } }, most)).toBeGreaterThan(3);
});

test('random systems say the same, resumed and killed again and again', async () => {
  const tally = { rounds: 0, parts: 0, explored: 0 };
  await fc.assert(
    fc.asyncProperty(symmetricPlans({ flawedIn: 6 }), fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.integer({ min: 1, max: 10 }), async (plan, size, namesOne, rounds) => {
      const tried = { build: () => buildSymmetric(plan, rounds % 3 === 0 ? { tickMs: 10 } : undefined), properties: claims(size, namesOne), options: { statesMax: 60, keepGoing: true } };
      tally.rounds += await comparesAfterEachRound(tried, 4);
      tally.parts += await comparesKilledEvery(tried, rounds);
      if (!('fault' in (await said(tried)))) tally.explored += 1;
    }),
    { numRuns: measure(12, 30), ...seeded(20_261_124) },
  );
  if (!isSeeded) return;
  expect({ rounds: tally.rounds > 15, parts: tally.parts > 10, explored: tally.explored > 3 }).toEqual({ rounds: true, parts: true, explored: true });
});
