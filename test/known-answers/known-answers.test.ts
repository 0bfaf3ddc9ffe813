/** Systems whose numbers of states are known: from the literature, by hand, or by Spin. */
import { describe, expect, test } from 'vitest';
import { check } from '../../src/check/check.ts';
import { explore } from '../../src/explore/explore.ts';
import { always, reachable } from '../../src/property/property.ts';
import type { StateView, System } from '../../src/system/define-system.ts';
import { hanoi } from './hanoi.ts';
import { philosophers } from './philosophers.ts';
import { singleMounter } from './single-mounter.ts';
import { spinCounts, spinMissing } from './spin.ts';
import { twoPhaseCommit } from './two-phase-commit.ts';

const modesOf = (state: StateView, prefix: string): readonly unknown[] => Object.entries(state.actors).filter(([name]) => name.startsWith(prefix)).map(([, { value }]) => value);

describe('two-phase commit', () => {
  const consistent = always({ id: 'consistent', statement: 'No two resources decide differently.', holds: (state) => !(modesOf(state, 'resource').includes('committed') && modesOf(state, 'resource').includes('aborted')) });
  const canCommit = reachable({ id: 'can-commit', statement: 'All may commit.', holds: (state) => modesOf(state, 'resource').every((mode) => mode === 'committed') });

  test.each([
    [1, 12],
    [2, 56],
    [3, 288],
    [4, 1568],
    [5, 8832],
  ])('with %i managers it has 6^N + 4^N + 2^N = %i states, 3N + 1 steps deep', async (count, states) => {
    expect(states).toBe(6 ** count + 4 ** count + 2 ** count);
    const report = await check(twoPhaseCommit(count), [consistent, canCommit]);
    expect(report).toMatchObject({ complete: true, asExpected: true, exploration: { distinct: states, depth: 3 * count + 1 } });
    expect(report.properties.find(({ id }) => id === 'can-commit')?.trace?.steps).toHaveLength(3 * count + 1);
  });
});

describe('two-phase commit with interchangeable managers', () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
  const consistent = always({ id: 'consistent', statement: 'No two resources decide differently.', holds: (state) => !(modesOf(state, 'resource').includes('committed') && modesOf(state, 'resource').includes('aborted')) });
  const canCommit = reachable({ id: 'can-commit', statement: 'All may commit.', holds: (state) => modesOf(state, 'resource').every((mode) => mode === 'committed') });

  test.each([
    [3, 80],
    [5, 314],
  ])('with %i has C(N+3,3) + C(N+5,5) + N + 1 = %i orbits, and the same verdicts after runs of the same length', async (count, orbits) => {
    expect(orbits).toBe(choose(count + 3, 3) + choose(count + 5, 5) + count + 1);
    const report = await check(twoPhaseCommit(count, { interchangeable: true }), [consistent, canCommit]);
    expect(report).toMatchObject({ complete: true, asExpected: true, exploration: { distinct: orbits, depth: 3 * count + 1 } });
    expect(report.properties.find(({ id }) => id === 'can-commit')?.trace?.steps).toHaveLength(3 * count + 1);
  });
});

describe('the towers of Hanoi', () => {
  test.each([1, 2, 3, 4, 5, 6])('with %i discs have 3^n states, 3 ways on but from the three ends, and take 2^n - 1 moves', async (count) => {
    const solved = reachable({ id: 'solved', statement: 'All discs come to the last peg.', holds: (state: StateView) => (state.actors['peg2']?.context as { readonly discs: readonly number[] } | undefined)?.discs.length === count });
    const { exploration, properties } = await check(hanoi(count), [solved]);
    expect(exploration).toMatchObject({ distinct: 3 ** count, transitions: 3 * 3 ** count - 3, depth: 2 ** count - 1 });
    expect(properties[0]?.trace?.steps).toHaveLength(2 ** count - 1);
  });
});

describe('dining philosophers', () => {
  /** Whether a tuple of places (0 thinking, 1 left, 2 both, 3 what follows) gives no fork to two. */
  const isLegal = (tuple: readonly number[], left: readonly number[], right: readonly number[]): boolean => tuple.every((at, i) => !(right.includes(at) && left.includes(tuple[(i + 1) % tuple.length] ?? 0)));
  const tuples = (count: number): readonly (readonly number[])[] => Array.from({ length: 4 ** count }, (_, n) => Array.from({ length: count }, (_, i) => Math.floor(n / 4 ** i) % 4));

  // Of the 3^N ways to hold forks one cannot come about: that each holds its right fork alone, because the last to put its
  // left one back would have needed the fork that its neighbour holds. It has N ways out.
  test.each([2, 3, 5, 7])('%i patient ones have 3^N - 1 states, 2N 3^(N-1) - N transitions, and one deadlock', async (count) => {
    expect(tuples(count).filter((tuple) => isLegal(tuple, [1, 2], [2, 3]))).toHaveLength(3 ** count);
    const system = philosophers('patient', count);
    expect(await explore(system, [], { keepGoing: true })).toMatchObject({ stopped: null, distinct: 3 ** count - 1, transitions: 2 * count * 3 ** (count - 1) - count });
    expect(await deadlocksOf(system)).toBe(1);
  });

  test('for twelve patient ones that formula gives the published 4,251,516 transitions', () => {
    expect(2 * 12 * 3 ** 11 - 12).toBe(4_251_516);
  });

  test.each([
    [3, 20],
    [5, 152],
    [7, 1136],
  ])('%i that eat have %i states, as many as there are ways to hold forks, and one deadlock', async (count, states) => {
    expect(tuples(count).filter((tuple) => isLegal(tuple, [1, 2, 3], [2, 3]))).toHaveLength(states);
    const system = philosophers('eating', count);
    expect(await explore(system, [], { keepGoing: true })).toMatchObject({ stopped: null, distinct: states });
    expect(await deadlocksOf(system)).toBe(1);
  });

  test('the deadlock is that each holds its left fork, after as many steps as there are philosophers', async () => {
    const { properties } = await check(philosophers('eating', 5), [], { keepGoing: true });
    const trace = properties.find(({ id }) => id === 'no-deadlock')?.trace;
    expect(trace?.steps.map(({ label }) => `${label.to} ${label.event.type}`)).toEqual([0, 1, 2, 3, 4].map((i) => `philosopher${i} TAKE_LEFT`));
  });

  test('2(L(N-1) + L(N-2)) counts the ways, and comes to the 1,290,752 that Spin and TLC found for fourteen', () => {
    let [before, now] = [2, 2];
    for (let count = 2; count <= 14; count++) [before, now] = [now, 2 * (now + before)];
    expect(now).toBe(1_290_752);
  });

  /** How many states have every philosopher with its left fork only: the deadlocks, if the verdict is one. */
  async function deadlocksOf(system: System): Promise<number> {
    let count = 0;
    const note = always({ id: 'note', statement: 's', holds: (state: StateView) => {
      if (modesOf(state, 'philosopher').every((mode) => mode === 'left')) count += 1;
      return true;
    } });
    const { verdicts } = await explore(system, [note], { keepGoing: true });
    expect(verdicts.get('no-deadlock')).toMatchObject({ kind: 'violated', details: [expect.stringContaining('only stutters are enabled')] });
    return count;
  }
});

describe('the single mounter', () => {
  test.each([
    [{ nodes: 1, luns: 1, vms: 1 }, { distinct: 18, transitions: 35, depth: 9 }],
    [{ nodes: 2, luns: 1, vms: 1 }, { distinct: 112, transitions: 348, depth: 12 }],
    [{ nodes: 2, luns: 1, vms: 2 }, { distinct: 576, transitions: 2080, depth: 19 }],
    [{ nodes: 2, luns: 2, vms: 2 }, { distinct: 3648, transitions: 16_096, depth: 24 }],
  ])('in scope %j has %j, as Spin says', async (scope, counts) => {
    const runningIsHosted = always({
      id: 'running-is-hosted',
      statement: 'A VM runs only where its LUN is mounted.',
      holds: (state: StateView) => Object.values(state.actors).every((vm) => vm.machine.id !== 'vm' || !vm.matches('running') || vm.context['mounter'] === vm.context['location']),
    });
    const { exploration, asExpected } = await check(singleMounter(scope), [runningIsHosted]);
    expect(exploration).toMatchObject({ stopped: null, stutters: 0, ...counts });
    expect(asExpected).toBe(true);
  });
});

describe('Spin', () => {
  test.skipIf(spinMissing !== null && process.env['CI'] === undefined)(`is installed (${spinMissing ?? 'it is'})`, () => {
    expect(spinMissing).toBeNull();
  });

  test.skipIf(spinMissing !== null).each([
    ['twopc.pml', { N: 3 }, twoPhaseCommit(3)],
    ['twopc.pml', { N: 4 }, twoPhaseCommit(4)],
    ['dining.pml', { N: 5 }, philosophers('eating', 5)],
    ['singlemounter.pml', { NN: 1, NL: 1, NV: 1, INITLOC: '0' }, singleMounter({ nodes: 1, luns: 1, vms: 1 })],
    ['singlemounter.pml', { NN: 2, NL: 1, NV: 1, INITLOC: '0' }, singleMounter({ nodes: 2, luns: 1, vms: 1 })],
    ['singlemounter.pml', { NN: 2, NL: 1, NV: 2, INITLOC: '0,1' }, singleMounter({ nodes: 2, luns: 1, vms: 2 })],
    ['singlemounter.pml', { NN: 2, NL: 2, NV: 2, INITLOC: '0,1' }, singleMounter({ nodes: 2, luns: 2, vms: 2 })],
  ])('finds as many states in %s with %j, equally deep', async (model, defines, system) => {
    const { distinct, depth } = await explore(system, [], { keepGoing: true });
    expect(await spinCounts(model, defines)).toEqual({ states: distinct, depth });
  });
});
