/** The reference explorer against independent ones, on random systems. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import type { Exploration } from '../../src/property/exploration.ts';
import { swallowedIn } from '../../src/property/built-in.ts';
import { always, eachStep, reachable, unreachable } from '../../src/property/property.ts';
import type { System } from '../../src/system/define-system.ts';
import { ModelError } from '../../src/system/model-error.ts';
import { semanticsOf } from '../../src/system/step.ts';
import { traceOf } from '../../src/trace/trace.ts';
import { buildSystem } from '../random/build.ts';
import { systemPlans, type SystemPlan } from '../random/plan.ts';
import { depthFirst, layersOf, liveOnly } from './small-explorer.ts';
import { measure } from '../measure.ts';
import { isSeeded, seeded } from '../seed.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

const pinned = seeded(20_261_121);
const plans = systemPlans({ actorsMin: 1, actorsMax: 3 });

/** The exploration of a system, or null when it is too large, or no model. */
async function explored(plan: SystemPlan, statesMax: number): Promise<{ readonly system: System; readonly found: Exploration } | null> {
  const system = buildSystem(plan);
  try {
    const found = await explore(system, [], { statesMax, keepGoing: true });
    return found.stopped === null ? { system, found } : null;
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

test('states, steps, depths and deadlocks are those of a depth-first explorer', async () => {
  let compared = 0;
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      runs += 1;
      const both = await explored(plan, 250);
      if (both === null) return;
      compared += 1;
      const { system, found } = both;
      const graph = depthFirst(system);
      expect(found.distinct).toBe(graph.nodes.size);
      expect(found.transitions + found.stutters).toBe(graph.edges.length);
      expect(found.stutters).toBe(graph.edges.filter(({ from, to }) => from === to).length);
      expect(found.perDepth).toEqual(layersOf(graph));
      const stuck = [...graph.nodes].filter(([key]) => graph.edges.every(({ from, to }) => from !== key || to === key)).map(([key]) => graph.depths.get(key) ?? 0);
      const verdict = found.verdicts.get('no-deadlock');
      expect(verdict?.kind).toBe(stuck.length === 0 ? 'holds' : 'violated');
      if (verdict?.kind === 'violated') expect(verdict.run).toHaveLength(Math.min(...stuck));
    }),
    { numRuns: measure(120, 250), ...pinned },
  );
  if (!isSeeded) return;
  expect(compared).toBeGreaterThan(runs * 0.3);
});

test('states, steps and depths are those that live actors alone go through', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(systemPlans({ actorsMin: 1, actorsMax: 2 }), async (plan) => {
      const both = await explored(plan, 40);
      if (both === null) return;
      const { system, found } = both;
      if ([...depthFirst(system).nodes.values()].some(({ state }) => state.timers.some(({ orphan }) => orphan))) return;
      compared += 1;
      const graph = liveOnly(system, 60);
      expect(graph?.nodes.size).toBe(found.distinct);
      expect(graph?.edges.length).toBe(found.transitions + found.stutters);
      expect(graph === null ? [] : layersOf(graph)).toEqual(found.perDepth);
    }),
    { numRuns: measure(70, 120), ...pinned },
  );
  if (!isSeeded) return;
  expect(compared).toBeGreaterThan(10);
});

test('every verdict is the right one, and every counterexample and witness a shortest one', async () => {
  const counts = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(plans, fc.nat(2), fc.nat(2), async (plan, one, other) => {
      const both = await explored(plan, 300);
      if (both === null) return;
      const { system } = both;
      const counted = (state: { readonly actors: Readonly<Record<string, { readonly context: unknown }>> }): unknown => (state.actors['actor0']?.context as { readonly n?: unknown } | undefined)?.n;
      const properties = [
        always({ id: 'always', statement: 'a', when: (state) => counted(state) !== other, holds: (state) => counted(state) !== one }),
        unreachable({ id: 'unreachable', statement: 'u', holds: (state) => counted(state) === one && state.timers.length > 0 }),
        reachable({ id: 'reachable', statement: 'r', holds: (state) => counted(state) === one && state.timers.length === 0 }),
        eachStep({ id: 'each-step', statement: 's', when: (before) => counted(before) === other, holds: (before, step, after) => counted(before) === counted(after) || step.kind === 'timer' }),
      ];
      const { verdicts } = await explore(system, properties, { keepGoing: true });
      const graph = depthFirst(system);
      const semantics = semanticsOf(system);
      const depthOf = (key: string): number => graph.depths.get(key) ?? Number.NaN;
      const states = [...graph.nodes].map(([key, { state }]) => ({ depth: depthOf(key), view: semantics.view(state) }));
      const steps = [...graph.nodes].flatMap(([key, { state, taken }]) => taken.map((step) => ({ depth: depthOf(key) + 1, before: semantics.view(state), step, after: semantics.view(step.after) })));
      const shortest = (found: readonly { readonly depth: number }[]): number => Math.min(...found.map(({ depth }) => depth));
      const expectVerdict = (id: string, tested: number, bad: readonly { readonly depth: number }[], kinds: { readonly none: string; readonly some: string }): void => {
        const verdict = verdicts.get(id);
        const kind = bad.length > 0 ? kinds.some : tested === 0 ? 'vacuous' : kinds.none;
        expect([id, verdict?.kind]).toEqual([id, kind]);
        counts.set(`${id} ${kind}`, (counts.get(`${id} ${kind}`) ?? 0) + 1);
        if (bad.length > 0 && verdict !== undefined && 'run' in verdict && verdict.run !== null) {
          expect([id, verdict.run.length]).toEqual([id, shortest(bad)]);
          traceOf(semantics, verdict.run);
        }
        if (verdict?.kind === 'holds' && !Number.isNaN(tested)) expect(verdict.tested).toBe(tested);
      };
      const tested = states.filter(({ view }) => counted(view) !== other);
      expectVerdict('always', tested.length, tested.filter(({ view }) => counted(view) === one), { none: 'holds', some: 'violated' });
      expectVerdict('unreachable', states.length, states.filter(({ view }) => counted(view) === one && view.timers.length > 0), { none: 'holds', some: 'violated' });
      expectVerdict('reachable', states.length, states.filter(({ view }) => counted(view) === one && view.timers.length === 0), { none: 'violated', some: 'witnessed' });
      const put = steps.filter(({ before }) => counted(before) === other);
      expectVerdict('each-step', put.length, put.filter(({ before, step, after }) => counted(before) !== counted(after) && step.label.kind !== 'timer'), { none: 'holds', some: 'violated' });
      const lost = [...steps.map(({ depth, step }) => ({ depth, lost: step.deliveries.flatMap(swallowedIn) })), { depth: 0, lost: semantics.start().deliveries.flatMap(swallowedIn) }].filter(({ lost }) => lost.length > 0);
      expectVerdict('no-swallowed-event', Number.NaN, lost, { none: 'holds', some: 'violated' });
      const swallowed = verdicts.get('no-swallowed-event');
      if (swallowed?.kind === 'violated') expect(swallowed.details.toSorted()).toEqual([...new Set(lost.flatMap((step) => step.lost))].toSorted());
    }),
    { numRuns: 150, ...pinned },
  );
  if (!isSeeded) return;
  expect(['always holds', 'always violated', 'always vacuous', 'unreachable holds', 'unreachable violated', 'reachable witnessed', 'reachable violated', 'each-step holds', 'each-step violated', 'each-step vacuous', 'no-swallowed-event violated', 'no-swallowed-event holds'].filter((kind) => (counts.get(kind) ?? 0) < 3)).toEqual([]);
});

test('the same exploration twice gives the same result, runs included', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const results = [];
      for (let i = 0; i < 2; i++) {
        const result = await explore(buildSystem(plan), [], { statesMax: 150, keepGoing: true }).catch((error: unknown) => {
          if (error instanceof ModelError) return { fault: error.fault, steps: error.steps };
          throw error;
        });
        results.push({ ...result, elapsedMs: 0 });
      }
      expect(results[0]).toEqual(results[1]);
    }),
    { numRuns: measure(30, 60), ...pinned },
  );
});

async function modelErrorIn(system: System): Promise<ModelError | null> {
  try {
    await explore(system, [], { statesMax: 200, keepGoing: true });
    return null;
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
}

test('a model error comes with steps that lead to it', async () => {
  let met = 0;
  await fc.assert(
    fc.asyncProperty(systemPlans({ actorsMin: 2, actorsMax: 3 }), async (plan) => {
      const system = buildSystem(plan);
      const error = await modelErrorIn(system);
      if (error === null) return;
      met += 1;
      const semantics = semanticsOf(system);
      if (error.steps.length === 0) {
        expect(() => semantics.start()).toThrow(ModelError);
        return;
      }
      const { steps } = traceOf(semantics, error.steps.slice(0, -1));
      const last = steps.at(-1)?.after ?? semantics.start().state;
      const label = error.steps.at(-1);
      expect(() => (label === undefined ? null : semantics.take(last, label))).toThrow(error.message);
    }),
    { numRuns: 150, ...pinned },
  );
  if (!isSeeded) return;
  expect(met).toBeGreaterThan(2);
});
