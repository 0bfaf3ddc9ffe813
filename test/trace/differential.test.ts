/**
 * The reference step against live actors, snapshot by snapshot, on random walks over random systems.
 *
 * An oracle that never bites proves nothing, so the walks are shown to reach what matters, and deliberately broken steps
 * to be caught.
 */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Run, type Delivery } from '../../src/system/run-to-completion.ts';
import type { LocalStep } from '../../src/system/local-step.ts';
import { semanticsOf, type Semantics } from '../../src/system/step.ts';
import { expire } from '../../src/system/timers.ts';
import { replayLive } from '../../src/trace/replay-live.ts';
import { traceOf } from '../../src/trace/trace.ts';
import { agreeOnWalks } from '../random/agreement.ts';
import { buildSystem } from '../random/build.ts';
import { featuresOf } from '../random/features.ts';
import { systemPlans } from '../random/plan.ts';
import { walk } from '../random/walk.ts';

// XState's development build warns of mail to stopped actors, which random systems send now and then.
vi.spyOn(console, 'warn').mockImplementation(() => {});

const plans = systemPlans({ actorsMin: 1, actorsMax: 4 });
const fractions = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 25, size: 'max' });

test('the reference step and live actors agree on every walk, and few walks end in a model error', () => {
  const { runs, errors } = agreeOnWalks(500);
  expect(errors.length).toBeLessThan(runs * 0.08);
  expect(errors.filter((code) => !['stopped-target', 'unborn-target'].includes(code))).toEqual([]);
});

/** Lowest share of walks, in per cent, in which each feature occurs; about two thirds of what was measured. */
const sharesMin: Readonly<Record<string, number>> = {
  'a message to a busy actor': 4,
  'a message to itself': 40,
  'a message to another actor': 35,
  'a forwarded event': 2,
  'a step of four messages or more': 25,
  'a macrostep of three transitions or more': 15,
  'nested modes': 30,
  'parallel regions': 30,
  'a machine whose region order matters': 8,
  'a machine whose region order does not matter': 40,
  'a transition to shallow history': 5,
  'a transition to deep history': 5,
  'a guarded transition': 45,
  'an always transition': 20,
  'an after transition': 25,
  'an onDone transition': 1,
  'a wildcard transition': 9,
  'a reentering transition': 20,
  'a raised event is answered': 18,
  'a raised event is swallowed': 14,
  'an event is ignored': 20,
  'an event is swallowed': 40,
  'an event is stopped': 0.7,
  'an actor ends with output': 2,
  'a timer of its own': 40,
  'a timer of another actor': 8,
  'a timer with id': 40,
  'a timer without id': 5,
  'an orphaned timer fires': 7,
  'two equal timers': 18,
  'a cancel': 18,
  'an emission': 25,
  enqueueActions: 20,
  'a Map or Set of two or more': 6,
  'a budget is spent': 8,
  'a stutter': 20,
};

test('random walks reach all that the reference step must get right, often enough', () => {
  const counts = new Map<string, number>();
  const runs = 400;
  fc.assert(
    fc.property(plans, fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 25, maxLength: 25, size: 'max' }), (plan, chosen) => {
      const semantics = semanticsOf(buildSystem(plan));
      for (const feature of featuresOf(semantics, walk(semantics, chosen))) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    }),
    { numRuns: runs, seed: 20_261_121 },
  );
  const share = (feature: string): number => ((counts.get(feature) ?? 0) / runs) * 100;
  expect(Object.entries(sharesMin).filter(([feature, min]) => share(feature) < min).map(([feature]) => `${feature}: ${share(feature)} %`)).toEqual([]);
});

/** The reference semantics with each macrostep changed before it takes effect. */
function broken(semantics: Semantics, change: (step: LocalStep) => LocalStep): Semantics {
  const machines = semantics.machines.map((machine): Semantics['machines'][number] => ({ ...machine, step: (...args) => change(machine.step(...args)) }));
  const places = new Map(machines.map(({ name }, place) => [name, place]));
  return {
    ...semantics,
    take: (state, label) => {
      const fired = label.kind === 'timer' ? state.timers.find(({ key }) => key === label.timer) : undefined;
      const run = new Run(machines, places, state.locals, fired === undefined ? state.timers : expire(state.timers, fired));
      run.deliver(label.kind === 'timer' ? label.from : null, label.to, label.event);
      const taken = semantics.take(state, label);
      const deliveries: readonly Delivery[] = run.deliveries;
      return { ...taken, after: { ...taken.after, locals: run.locals, timers: run.timers, key: JSON.stringify([run.locals.map(({ key }) => key), run.timers.map(({ key }) => key), taken.after.budgets]) }, deliveries };
    },
  };
}

test.each<[string, (step: LocalStep) => LocalStep]>([
  ['sends go out in the opposite order', (step) => ({ ...step, actions: step.actions.toReversed() })],
  ['a cancel is forgotten', (step) => ({ ...step, actions: step.actions.filter(({ kind }) => kind !== 'cancel') })],
  ['a timer loses its id', (step) => ({ ...step, actions: step.actions.map((action) => (action.kind === 'schedule' ? { ...action, sendId: null } : action)) })],
  ['an emission is lost', (step) => ({ ...step, actions: step.actions.filter(({ kind }) => kind !== 'emit') })],
  ['the second message of a macrostep is lost', (step) => ({ ...step, actions: step.actions.filter((action, i) => action.kind !== 'send' || step.actions.findIndex(({ kind }) => kind === 'send') === i) })],
])('live actors catch a step in which %s', (_, change) => {
  const details = fc.check(
    fc.property(plans, fractions, (plan, chosen) => {
      const semantics = broken(semanticsOf(buildSystem(plan)), change);
      const { labels, error } = walk(semantics, chosen);
      if (error !== null) return;
      expect(replayLive(semantics, traceOf(semantics, labels))).toBeNull();
    }),
    { numRuns: 600, seed: 20_261_121, endOnFailure: true },
  );
  expect(details.failed).toBe(true);
});
