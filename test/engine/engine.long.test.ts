import { expect, test, vi } from 'vitest';
import { suites } from '../../properties/suites.ts';
import { philosophers } from '../known-answers/philosophers.ts';
import { singleMounter } from '../known-answers/single-mounter.ts';
import { twoPhaseCommit } from '../known-answers/two-phase-commit.ts';
import { search } from '../../src/engine/search.ts';
import { always, eachStep } from '../../src/property/property.ts';
import type { StateView } from '../../src/system/define-system.ts';
import { suiteNamed } from '../properties/check-suite.ts';
import { bothOf } from './agreement.ts';
import { comparedAtLength } from './compared-scopes.ts';
import { agreeOnRandomSystems } from './random-agreement.ts';
import { agreeOnSymmetricSystems } from './symmetric-agreement.ts';
import { measure } from '../measure.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

test('engine and reference say the same of a thousand random systems', async () => {
  const { complete } = await agreeOnRandomSystems(1_000, 7);
  expect(complete).toBeGreaterThan(120);
});

test('engine, reference and a count by hand agree on random systems with interchangeable actors', async () => {
  const { complete, refused } = await agreeOnSymmetricSystems(measure(300, 500), { flawedIn: 8, statesMax: 150 });
  expect(complete).toBeGreaterThan(150);
  expect([...refused.keys()]).toEqual(expect.arrayContaining(['asymmetric-machine', 'asymmetric-claim']));
});

test('two-phase commit with 8 interchangeable managers and claims has 1,461 orbits, and what holds of them holds of all', async () => {
  const decided = (state: StateView, mode: string): boolean => Object.values(state.actors).some(({ value, machine }) => machine.id === 'resource' && value === mode);
  const consistent = always({ id: 'consistent', statement: 'No two resources decide differently.', holds: (state: StateView) => !(decided(state, 'committed') && decided(state, 'aborted')) });
  const keeps = eachStep({ id: 'keeps', statement: 'A resource never changes its decision.', holds: (before: StateView, _, after: StateView) => Object.keys(before.actors).every((name) => before.actors[name]?.value !== 'committed' || after.actors[name]?.value === 'committed') });
  const { distinct, verdicts } = await search(twoPhaseCommit(8, { interchangeable: true }), [consistent, keeps]);
  expect({ distinct, consistent: verdicts.get('consistent')?.kind, keeps: verdicts.get('keeps')?.kind }).toEqual({ distinct: 1_461, consistent: 'holds', keeps: 'holds' });
});

test.each(comparedAtLength)('engine and reference say the same of $suite, scope $scope, all $states states', async ({ suite: id, scope }) => {
  const { scopes, properties, builtIns } = suiteNamed(id);
  const build = scopes[scope];
  if (build === undefined) throw new Error(`no scope ${scope}`);
  const both = await bothOf(build, properties, { keepGoing: true, builtIns });
  expect(both.engine).toEqual(both.reference);
});

const defects = suites.filter(({ kind }) => kind === 'defect').map((suite) => [suite.id, suite] as const);

test.each(defects)('engine and reference say the same of %s until its first violation', async (_, suite) => {
  const [build] = Object.values(suite.scopes);
  if (build === undefined) throw new Error('no scope');
  const both = await bothOf(build, suite.properties, { builtIns: suite.builtIns, statesMax: 5_000 });
  expect(both.engine).toEqual(both.reference);
});

test.each(defects)('engine and reference say the same of %s, violations and all', async (_, suite) => {
  const [build] = Object.values(suite.scopes);
  if (build === undefined) throw new Error('no scope');
  const both = await bothOf(build, suite.properties, { keepGoing: true, builtIns: suite.builtIns, statesMax: measure(2_000, 5_000) });
  expect(both.engine).toEqual(both.reference);
});

test.each([7, 8])('two-phase commit with %i managers has 6^N + 4^N + 2^N states, whoever counts', { timeout: 240_000 }, async (count) => {
  const { distinct, depth, stopped } = await search(twoPhaseCommit(count), [], { workers: count === 8 ? 1 : 2 });
  expect({ distinct, depth, stopped }).toEqual({ distinct: 6 ** count + 4 ** count + 2 ** count, depth: 3 * count + 1, stopped: null });
});

test('fourteen philosophers who eat have 1,290,752 states and one deadlock', async () => {
  const { distinct, verdicts, stopped } = await search(philosophers('eating', 14), [], { keepGoing: true });
  expect({ distinct, stopped, deadlock: verdicts.get('no-deadlock')?.kind }).toEqual({ distinct: 1_290_752, stopped: null, deadlock: 'violated' });
});

test('a single mounter of 3 nodes, 2 LUNs and 4 VMs has 1,470,336 states', async () => {
  const { distinct, stopped } = await search(singleMounter({ nodes: 3, luns: 2, vms: 4 }), [], { keepGoing: true });
  expect({ distinct, stopped }).toEqual({ distinct: 1_470_336, stopped: null });
});
