/** Longest and shortest stays: on graphs small enough to count by hand, and on random ones against a count without cleverness. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestStay } from '../../src/time/longest-stay.ts';
import { shortestStay } from '../../src/time/shortest-stay.ts';
import { noTick, StayGraphBuilder, tickLeaves, type StayGraph, type Visit } from '../../src/time/stay-graph.ts';

interface StatePlan {
  readonly steps: readonly number[];
  readonly tick: number;
  readonly leaves: boolean;
  readonly enters: boolean;
}

function graphOf(plans: readonly StatePlan[]): StayGraph {
  const builder = new StayGraphBuilder(plans.length);
  plans.forEach(({ steps, tick, leaves, enters }, state) => {
    for (const to of steps) builder.step(state, to);
    builder.tick(state, tick);
    if (leaves) builder.leave(state);
    if (enters) builder.enter(state);
  });
  return builder.build();
}

const plain = { steps: [], tick: noTick, leaves: false, enters: false };

describe('by hand', () => {
  test('a graph without states has no stay', () => {
    expect(longestStay(graphOf([]))).toBeNull();
    expect(shortestStay(graphOf([]))).toBeNull();
  });

  test('a stay of two ticks and a shortcut of none', () => {
    const graph = graphOf([
      { ...plain, steps: [1], leaves: true, enters: true },
      { ...plain, tick: 2 },
      { ...plain, tick: tickLeaves },
    ]);
    expect(short(longestStay(graph))).toEqual({ ticks: 2, path: '0 1 +2', endsWithTick: true, cycleFrom: 3 });
    expect(short(shortestStay(graph))).toEqual({ ticks: 0, path: '0', endsWithTick: false });
  });

  test('a cycle without time does not make a stay longer', () => {
    const graph = graphOf([
      { ...plain, steps: [1], enters: true },
      { ...plain, steps: [0], tick: 2 },
      { ...plain, leaves: true },
    ]);
    expect(short(longestStay(graph))).toEqual({ ticks: 1, path: '0 1 +2', endsWithTick: false, cycleFrom: 3 });
    expect(short(shortestStay(graph))).toEqual({ ticks: 1, path: '0 1 +2', endsWithTick: false });
  });

  test('a state in which nothing waits is stayed in for ever', () => {
    const graph = graphOf([{ ...plain, tick: 0, leaves: true, enters: true }]);
    expect(short(longestStay(graph))).toEqual({ ticks: null, path: '0 +0', endsWithTick: false, cycleFrom: 0 });
    expect(short(shortestStay(graph))).toEqual({ ticks: 0, path: '0', endsWithTick: false });
  });

  test('a cycle in which time passes has no bound', () => {
    const graph = graphOf([
      { ...plain, steps: [1], enters: true },
      { ...plain, tick: 2 },
      { ...plain, steps: [1], leaves: true },
    ]);
    expect(short(longestStay(graph))).toEqual({ ticks: null, path: '1 +2 1', endsWithTick: false, cycleFrom: 0 });
  });

  test('a stay that never ends is not the shortest', () => {
    expect(shortestStay(graphOf([{ ...plain, tick: 0, enters: true }]))).toBeNull();
  });
});

const plansOf = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.array(
    fc.record({
      steps: fc.array(fc.nat(count - 1), { maxLength: 3 }),
      tick: fc.oneof({ weight: 3, arbitrary: fc.constant(noTick) }, { weight: 1, arbitrary: fc.constant(tickLeaves) }, { weight: 4, arbitrary: fc.nat(count - 1) }),
      leaves: fc.boolean(),
      enters: fc.boolean(),
    }),
    { minLength: count, maxLength: count, size: 'max' },
  ),
);

/** The longest stays when each may be one step longer than these. */
function oneRound(plans: readonly StatePlan[], longest: readonly number[]): readonly number[] {
  return plans.map(({ steps, tick }) => Math.max(0, ...steps.map((to) => longest[to] ?? 0), tick === tickLeaves ? 1 : tick >= 0 ? 1 + (longest[tick] ?? 0) : 0));
}

/** Again and again until nothing gets longer; more ticks than states mean that there is no bound. */
function longestByHand(plans: readonly StatePlan[]): number | null {
  let longest: readonly number[] = plans.map(() => 0);
  for (;;) {
    const next = oneRound(plans, longest);
    if (Math.max(...next) > plans.length) return null;
    if (next.join(' ') === longest.join(' ')) return Math.max(...next);
    longest = next;
  }
}

/** All ways of at most so many ticks, from every entry. */
function shortestByHand(plans: readonly StatePlan[]): number | null {
  let least = Number.POSITIVE_INFINITY;
  const seen = new Set<string>();
  const go = (state: number, passed: number): void => {
    if (passed > plans.length || seen.has(`${state} ${passed}`)) return;
    seen.add(`${state} ${passed}`);
    const plan = plans[state];
    if (plan === undefined) return;
    if (plan.leaves) least = Math.min(least, passed);
    if (plan.tick === tickLeaves) least = Math.min(least, passed + 1);
    for (const to of plan.steps) go(to, passed);
    if (plan.tick >= 0) go(plan.tick, passed + 1);
  };
  plans.forEach(({ enters }, state) => {
    if (enters) go(state, 0);
  });
  return Number.isFinite(least) ? least : null;
}

/** The ticks of a path; fails where there is no such step. */
function ticksAlong(plans: readonly StatePlan[], path: readonly Visit[]): number {
  return path.slice(1).reduce((ticks, { state, byTick }, i) => {
    const from = plans[path[i]?.state ?? 0];
    expect(byTick ? from?.tick === state : from?.steps.includes(state)).toBe(true);
    return ticks + (byTick ? 1 : 0);
  }, 0);
}

/** A path in short: a state that time led to has a `+`. */
function short<T extends { readonly path: readonly Visit[] }>(stay: T | null): (Omit<T, 'path'> & { readonly path: string }) | null {
  return stay === null ? null : { ...stay, path: stay.path.map(({ state, byTick }) => `${byTick ? '+' : ''}${state}`).join(' ') };
}

describe('on random graphs', () => {
  test('the longest stay is as long as counted, and its path shows it', () => {
    let [bounded, endless] = [0, 0];
    fc.assert(
      fc.property(plansOf, (plans) => {
        const found = longestStay(graphOf(plans));
        expect(found?.ticks).toBe(longestByHand(plans));
        if (found === null) return;
        const ticks = ticksAlong(plans, found.path);
        if (found.ticks === null) {
          endless += 1;
          expect([found.path.at(-1)?.state, ticks > 0]).toEqual([found.path[found.cycleFrom]?.state, true]);
        } else {
          bounded += 1;
          expect(ticks + (found.endsWithTick ? 1 : 0)).toBe(found.ticks);
        }
      }),
      { numRuns: 2_000 },
    );
    expect({ bounded: bounded > 200, endless: endless > 200 }).toEqual({ bounded: true, endless: true });
  });

  test('the shortest stay is as short as counted, and its path shows it', () => {
    let ended = 0;
    fc.assert(
      fc.property(plansOf, (plans) => {
        const found = shortestStay(graphOf(plans));
        expect(found?.ticks ?? null).toBe(shortestByHand(plans));
        if (found === null) return;
        ended += 1;
        expect(plans[found.path[0]?.state ?? 0]?.enters).toBe(true);
        expect(ticksAlong(plans, found.path) + (found.endsWithTick ? 1 : 0)).toBe(found.ticks);
      }),
      { numRuns: 2_000 },
    );
    expect(ended).toBeGreaterThan(500);
  });
});
