import { describe, expect, test, vi } from 'vitest';
import { suites } from '../../properties/suites.ts';
import { hanoi } from '../known-answers/hanoi.ts';
import { philosophers } from '../known-answers/philosophers.ts';
import { singleMounter } from '../known-answers/single-mounter.ts';
import { twoPhaseCommit } from '../known-answers/two-phase-commit.ts';
import { search } from '../../src/engine/search.ts';
import { suiteNamed } from '../properties/check-suite.ts';
import { bothOf } from './agreement.ts';
import { comparedQuickly } from './compared-scopes.ts';
import { agreeOnRandomSystems } from './random-agreement.ts';
import { isSeeded, seeded } from '../seed.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

test('engine and reference say the same of random systems', async () => {
  const { complete, stopped, errors } = await agreeOnRandomSystems(100, seeded(20_261_121).seed);
  if (!isSeeded) return;
  expect(complete).toBeGreaterThan(10);
  expect(stopped).toBeGreaterThan(5);
  expect(errors).toBeGreaterThan(0);
});

describe('engine and reference say the same', () => {
  test.each(comparedQuickly)('of $suite, scope $scope, all $states states', async ({ suite: id, scope }) => {
    const { scopes, properties, builtIns } = suiteNamed(id);
    const build = scopes[scope];
    if (build === undefined) throw new Error(`no scope ${scope}`);
    const both = await bothOf(build, properties, { keepGoing: true, builtIns });
    expect(both.engine).toEqual(both.reference);
  });

  // Until its first violation, one in three; the long run has them all, and goes on after it.
  test.each(suites.filter(({ kind }, i) => kind === 'defect' && i % 3 === 0).map((suite) => [suite.id, suite] as const))('of %s', async (_, suite) => {
    const [build] = Object.values(suite.scopes);
    if (build === undefined) throw new Error('no scope');
    const both = await bothOf(build, suite.properties, { builtIns: suite.builtIns, statesMax: 5_000 });
    expect(both.engine).toEqual(both.reference);
  });

  test.each([
    ['two-phase commit', () => twoPhaseCommit(4)],
    ['patient philosophers', () => philosophers('patient', 5)],
    ['eating philosophers', () => philosophers('eating', 5)],
    ['single mounter', () => singleMounter({ nodes: 2, luns: 1, vms: 1 })],
    ['towers of Hanoi', () => hanoi(5)],
  ])('of %s', async (_, build) => {
    const both = await bothOf(build, [], {});
    expect(both.engine).toEqual(both.reference);
  });
});

test.each([3, 4, 5, 6])('the engine finds 6^%i + 4^ + 2^ states in two-phase commit', async (count) => {
  const { distinct, depth, stopped } = await search(twoPhaseCommit(count), []);
  expect({ distinct, depth, stopped }).toEqual({ distinct: 6 ** count + 4 ** count + 2 ** count, depth: 3 * count + 1, stopped: null });
});
