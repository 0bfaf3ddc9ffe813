/**
 * Orbits counted right: by formulas, by brute force, by the reference explorer; and runs through them that anyone can take.
 */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { check } from '../../src/check/check.ts';
import { search } from '../../src/engine/search.ts';
import { explore } from '../../src/explore/explore.ts';
import { always, reachable } from '../../src/property/property.ts';
import type { StateView, System } from '../../src/system/define-system.ts';
import { ModelError } from '../../src/system/model-error.ts';
import { semanticsOf } from '../../src/system/step.ts';
import { replay, traceOf } from '../../src/trace/trace.ts';
import { twoPhaseCommit } from '../known-answers/two-phase-commit.ts';
import { orbitsByHand } from '../random/orbits-by-hand.ts';
import { buildSymmetric } from '../random/symmetric-build.ts';
import { symmetricPlans } from '../random/symmetric-plan.ts';
import { bothOf } from './agreement.ts';
import { clientNames, lockSystem } from './lock.ts';
import { agreeOnSymmetricSystems } from './symmetric-agreement.ts';
import { measure } from '../measure.ts';
import { isSeeded, seeded } from '../seed.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
const orbitsOfCommit = (n: number): number => choose(n + 3, 3) + choose(n + 5, 5) + n + 1;

describe('two-phase commit', () => {
  test.each([
    [2, 34],
    [3, 80],
    [4, 166],
    [5, 314],
    [8, 1461],
  ])('with %i interchangeable managers has C(N+3,3) + C(N+5,5) + N+1 = %i orbits, as deep as ever', async (count, orbits) => {
    expect(orbits).toBe(orbitsOfCommit(count));
    const { distinct, depth, stopped, symmetry } = await search(twoPhaseCommit(count, { interchangeable: true }), []);
    expect({ distinct, depth, stopped, groups: symmetry?.groups[0]?.length }).toEqual({ distinct: orbits, depth: 3 * count + 1, stopped: null, groups: count });
  });

  test('with 4 is searched alike by engine and reference', async () => {
    const both = await bothOf(() => twoPhaseCommit(4, { interchangeable: true }), [], {});
    expect(both.engine).toEqual(both.reference);
    expect(both.engine.exploration?.distinct).toBe(166);
  });

  test.each([['engine', search], ['reference', explore]] as const)('is counted state by state by the %s when symmetry is switched off', async (_, explorer) => {
    const { distinct, symmetry } = await explorer(twoPhaseCommit(3, { interchangeable: true }), [], { symmetry: false });
    expect({ distinct, symmetry }).toEqual({ distinct: 288, symmetry: null });
  });
});

test('engine, reference and a count by hand agree on random systems with interchangeable actors', async () => {
  const { complete, reduced, refused } = await agreeOnSymmetricSystems(measure(40, 220), { flawedIn: 6, statesMax: 60, ...seeded(20_261_122) });
  if (!isSeeded) return;
  expect(complete).toBeGreaterThan(15);
  expect(reduced).toBeGreaterThan(7);
  expect([...refused.keys()]).toEqual(expect.arrayContaining(['asymmetric-machine', 'asymmetric-claim']));
});

test('orbits are the same when no more is compared than what the search meets', async () => {
  let reduced = 0;
  await fc.assert(
    fc.asyncProperty(symmetricPlans({ flawedIn: 1_000_000 }), async (plan) => {
      const counted = orbitsByHandOrNull(() => buildSymmetric(plan));
      if (counted === null) return;
      try {
        expect((await searchOrbits(buildSymmetric(plan), 0)).orbits).toBe(counted.orbits);
      } catch (error) {
        if (!(error instanceof ModelError) || error.code !== 'asymmetric-order') throw error;
        return;
      }
      if (counted.orbits < counted.states) reduced += 1;
    }),
    { numRuns: measure(40, 120), ...seeded(20_261_123) },
  );
  if (!isSeeded) return;
  expect(reduced).toBeGreaterThan(8);
});

/** `askedMax`: how many steps may be asked for as images before no more than what is met is compared. */
async function searchOrbits(system: System, askedMax?: number): Promise<{ readonly orbits: number; readonly proved: boolean | undefined }> {
  const { distinct, symmetry } = await search(system, [], { keepGoing: true, statesMax: 1_000 }, askedMax === undefined ? {} : { askedMax });
  return { orbits: distinct, proved: symmetry?.proved };
}

function orbitsByHandOrNull(build: () => System): ReturnType<typeof orbitsByHand> {
  try {
    return orbitsByHand(build(), 500);
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

describe('a declaration that is too much to prove', () => {
  test('says so: a line of eight has more orders than are compared', async () => {
    const { distinct, symmetry } = await search(lockSystem({ clients: 8 }), [], { keepGoing: true });
    expect({ distinct, proved: symmetry?.proved }).toEqual({ distinct: 9, proved: false });
    expect(await searchOrbits(lockSystem({ clients: 4 }))).toEqual({ orbits: 5, proved: true });
    expect(await searchOrbits(lockSystem({ clients: 4 }), 10)).toEqual({ orbits: 5, proved: false });
  });

  test.each<[string, Parameters<typeof lockSystem>[0]]>([
    ['treats the last by name', { clients: 5, mayRelease: (id) => id !== 'c5' }],
    ['keeps a list in the order of names', { clients: 5, lineUp: (line, by) => [...line, by].toSorted() }],
    ['favours one at the start', { clients: 5, asksAtStart: true }],
    ['sends in an order that matters', { clients: 5, tellClosed: () => clientNames(5), answersClosed: true }],
  ])('is refused all the same when a machine %s', async (_, variant) => {
    const error: unknown = await searchOrbits(lockSystem(variant), 0).catch((thrown: unknown) => thrown);
    if (!(error instanceof ModelError)) expect.fail('it was not refused');
    expect(error.code).toBe(variant?.answersClosed === true ? 'asymmetric-order' : 'asymmetric-machine');
  });
});

describe('runs', () => {
  const consistent = always({ id: 'nobody-commits', statement: 'No resource commits.', holds: ({ actors }: StateView) => Object.values(actors).every(({ value, machine }) => machine.id !== 'resource' || value !== 'committed') });
  const allCommit = reachable({ id: 'all-commit', statement: 'All may commit.', holds: ({ actors }: StateView) => Object.values(actors).every(({ value, machine }) => machine.id !== 'resource' || value === 'committed') });

  test.each(['fast', 'reference'] as const)('through orbits are concrete, as short as without symmetry, and replay live (%s)', async (engine) => {
    const [reduced, whole] = [await check(twoPhaseCommit(3, { interchangeable: true }), [consistent, allCommit], { keepGoing: true, engine }), await check(twoPhaseCommit(3), [consistent, allCommit], { keepGoing: true })];
    const lengths = ({ properties }: typeof whole): readonly unknown[] => properties.map(({ id, trace }) => [id, trace?.steps.length]);
    expect(lengths(reduced)).toEqual(lengths(whole));
    expect(lengths(reduced).slice(0, 2)).toEqual([['nobody-commits', 8], ['all-commit', 10]]);
  });

  test('keep their ids: a trace found under symmetry replays on the system without, and the other way round', async () => {
    const system = twoPhaseCommit(3, { interchangeable: true });
    const found = await check(system, [allCommit], { keepGoing: true });
    const id = found.properties[0]?.trace?.id ?? expect.fail('no trace');
    expect(replay(semanticsOf(twoPhaseCommit(3, { keys: true })), id).id).toBe(id);
    const other = await check(twoPhaseCommit(3, { keys: true }), [allCommit], { keepGoing: true });
    expect(replay(semanticsOf(system), other.properties[0]?.trace?.id ?? '').steps).toHaveLength(10);
  });

  test('to a deadlock, a swallowed event and the state that a claim fails in name the actors of that run', async () => {
    const system = lockSystem({ mayRelease: () => false });
    const { verdicts } = await search(system, [], { keepGoing: true });
    const deadlock = verdicts.get('no-deadlock');
    if (deadlock?.kind !== 'violated' || deadlock.run === null) expect.fail('no deadlock');
    expect(traceOf(semanticsOf(system), deadlock.run).steps.map(({ label }) => label.to)).toEqual(['c1', 'c2', 'c3']);
  });

  test('the same search twice finds the same', async () => {
    const [one, two] = [await search(lockSystem({ clients: 4 }), [], { keepGoing: true }), await search(lockSystem({ clients: 4 }), [], { keepGoing: true })];
    expect({ ...one, elapsedMs: 0 }).toEqual({ ...two, elapsedMs: 0 });
  });
});

test('a stimulus that is enabled under other names counts as enabled', async () => {
  // In one order of the first two holders no state is met in which c3 releases; but it could.
  const { coverage } = await search(lockSystem(), [], { keepGoing: true });
  expect(coverage.stimuliNeverEnabled).toEqual([]);
  const whole = await search(lockSystem(), [], { keepGoing: true, symmetry: false });
  expect({ ...coverage, neverTaken: coverage.neverTaken.map(({ transition }) => transition) }).toEqual({ ...whole.coverage, neverTaken: whole.coverage.neverTaken.map(({ transition }) => transition) });
});
