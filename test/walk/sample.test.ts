/** Sampling: what many walks say of many claims, and that what they found can be found again. */
import * as fc from 'fast-check';
import { createMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { always, defineSystem, eachStep, explore, ModelError, replay, semanticsOf, type Property } from '../../src/index.ts';
import type { PropertySample, SampleReport } from '../../src/walk/sample-report.ts';
import { sample } from '../../src/walk/sample.ts';
import { walks } from '../../src/walk/walks.ts';
import { expectHolds } from '../../src/walk/holds-on.ts';
import { deepAmongDistractors, lossyChannel, planted, stackIsMinus, stackIsThreeHigh, timedLamp, twoSwitches } from './planted.ts';

const of = (report: SampleReport, id: string): PropertySample => {
  const found = report.properties.find((property) => property.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

/** Everything a report says but times and tables. */
const factsOf = ({ semantics, system, properties, seed, lengthMax, runs, stopped, steps, coverage, asExpected }: SampleReport): unknown => ({
  rest: { seed, lengthMax, runs, stopped, steps, coverage, asExpected },
  system: [system.id, semantics.system === system],
  properties: properties.map(({ found, verdict, ...property }) => ({ ...property, verdict: { ...verdict, run: null }, found: found === null ? null : { ...found, trace: found.trace.id } })),
});

const low = always({ id: 'low', statement: 'Never thirteen high.', holds: ({ actors }) => Number(actors['stack']?.context.height) < 13 });

describe('verdicts', () => {
  test('a violated claim has a counterexample, a reachable its witness, and nothing ever holds', async () => {
    const { system, claim } = deepAmongDistractors();
    const report = await sample(system, [claim, low, stackIsThreeHigh, stackIsMinus], { seed: 1, runs: 200 });
    expect(report.properties.map(({ id, kind, verdict, expected }) => [id, kind, verdict.kind, expected])).toEqual([
      ['never-full', 'always', 'violated', 'holds'],
      ['low', 'always', 'sampled', 'holds'],
      ['three-high', 'reachable', 'witnessed', 'witnessed'],
      ['minus', 'reachable', 'inconclusive', 'witnessed'],
      ['no-deadlock', 'no-deadlock', 'sampled', 'holds'],
      ['no-swallowed-event', 'no-swallowed-event', 'sampled', 'holds'],
      ['no-machine-error', 'no-machine-error', 'sampled', 'holds'],
    ]);
    expect(of(report, 'low').verdict).toEqual({ kind: 'sampled', tested: report.steps + 200, runs: 200 });
    expect(of(report, 'minus').verdict).toEqual({ kind: 'inconclusive', tested: report.steps + 200, reason: { kind: 'runs', max: 200 } });
    expect(of(report, 'three-high').found?.shrunk).toBe(3);
    expect([report.runs, report.stopped, report.seed, report.lengthMax, report.asExpected]).toEqual([200, null, 1, 100, false]);
    expect(report.coverage.transitions).toEqual({ taken: 11, total: 11 });
  });

  test('a claim that is never put to the test is vacuous', async () => {
    const idle = always({ id: 'idle', statement: 'Idle.', when: () => false, holds: () => true });
    const idleStep = eachStep({ id: 'idle-step', statement: 'Idle.', when: () => false, holds: () => true });
    const report = await sample(deepAmongDistractors().system, [idle, idleStep], { seed: 1, runs: 10, builtIns: [] });
    expect(report.properties.map(({ verdict }) => verdict)).toEqual([
      { kind: 'vacuous', reason: 'its condition is true of no state in 10 runs' },
      { kind: 'vacuous', reason: 'its condition is true of no step in 10 runs' },
    ]);
  });

  test('a predicate is asked once for a state, and counted each time', async () => {
    const asked: unknown[] = [];
    const counting = always({
      id: 'counting',
      statement: 'Counts.',
      when: ({ actors }) => actors['stack']?.context.height !== 0,
      holds: ({ actors }) => asked.push([actors['stack']?.context.height, actors['dial']?.value]) > 0,
    });
    const report = await sample(deepAmongDistractors(3).system, [counting, low], { seed: 1, runs: 50, builtIns: [] });
    expect(asked).toHaveLength(3 * 4);
    expect(new Set(asked.map(String)).size).toBe(3 * 4);
    expect(of(report, 'counting').tested).toBeGreaterThan(1_000);
    expect(of(report, 'counting').tested).toBeLessThan(of(report, 'low').tested);
  });

  test('an expected violation is as expected', async () => {
    const { system, claim } = deepAmongDistractors();
    expect((await sample(system, [claim], { seed: 1, runs: 200, expect: { 'never-full': 'violated' } })).asExpected).toBe(true);
    expect((await sample(system, [low], { seed: 1, runs: 20 })).asExpected).toBe(true);
    expect((await sample(system, [low], { seed: 1, runs: 20, expect: { low: 'violated' } })).asExpected).toBe(false);
  });

  test('built-in claims are sampled too, with what went wrong', async () => {
    const { system } = twoSwitches();
    const report = await sample(system, [], { seed: 1, runs: 50 });
    const deadlock = of(report, 'no-deadlock');
    expect(deadlock.verdict).toMatchObject({ kind: 'violated', details: ['only stutters are enabled: left TAP, right TAP'] });
    expect(deadlock.found).toMatchObject({ run: 0, shrunk: 2 });
  });
});

describe.each(Object.entries(planted))('what is found in %s', (_, make) => {
  test('is shrunk, replays from its trace id, and is found again by seed and path in a plain fc.assert', async () => {
    const { system, claim } = make();
    const exhaustive = (await explore(make().system, [claim], { keepGoing: true })).verdicts.get(claim.id);
    const report = await sample(system, [claim], { seed: 5, runs: 1_000, builtIns: [] });
    const { found, verdict } = of(report, claim.id);
    expect(verdict.kind).toBe('violated');
    if (found === null || verdict.kind !== 'violated' || exhaustive?.kind !== 'violated') return;
    expect(found.shrunk).toBeGreaterThanOrEqual(exhaustive.run?.length ?? Infinity);
    expect(found.shrunk).toBeLessThanOrEqual(found.length);
    expect(found.kept).toBeLessThanOrEqual(found.candidates);
    expect(found.path.split(':')[0]).toBe(String(found.run));
    expect(replay(semanticsOf(system), found.trace.id).steps).toHaveLength(found.shrunk);
    const plain = fc.check(fc.property(walks(make().system), (walk) => expectHolds(claim, walk)), { seed: 5, path: found.path, endOnFailure: true });
    expect(plain.counterexample?.[0]?.trace.id).toBe(found.trace.id);
    const before = fc.check(fc.property(walks(make().system), (walk) => expectHolds(claim, walk)), { seed: 5, numRuns: found.run === 0 ? 1 : found.run, endOnFailure: true });
    expect(before.failed).toBe(found.run === 0);
  });
});

test('the same seed gives the same report, and another seed another', async () => {
  const report = async (seed: number): Promise<unknown> => {
    const { system, claim } = lossyChannel();
    return factsOf(await sample(system, [claim], { seed, runs: 100 }));
  };
  const first = await report(8);
  expect(await report(8)).toEqual(first);
  expect(await report(9)).not.toEqual(first);
});

test('coverage counts timers and what a walk could have done', async () => {
  const { coverage } = await sample(timedLamp().system, [], { seed: 1, runs: 100, builtIns: [] });
  expect(coverage).toEqual({ transitions: { taken: 4, total: 4 }, modes: { visited: 3, total: 3 }, neverTaken: [], stimuliNeverEnabled: [] });
  expect((await sample(timedLamp().system, [], { seed: 1, runs: 20, lengthMax: 1, builtIns: [] })).coverage.transitions.taken).toBe(1);
});

describe('interrupted', () => {
  const { system, claim } = deepAmongDistractors();

  test('sampling hears a timer, stops, and reports the runs really done', async () => {
    const controller = new AbortController();
    const progress: number[] = [];
    setTimeout(() => controller.abort(), 150);
    const report = await sample(system, [low], { seed: 1, runs: 100_000_000, signal: controller.signal, onProgress: ({ runs }) => progress.push(runs) });
    expect(report.stopped).toEqual({ kind: 'interrupted' });
    expect(report.runs).toBeGreaterThan(0);
    expect(report.elapsedMs).toBeLessThan(5_000);
    expect(of(report, 'low').verdict).toEqual({ kind: 'sampled', tested: report.steps + report.runs, runs: report.runs });
    expect(progress.length).toBeGreaterThan(0);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  test('what was found by then is reported as short as time allowed, ending with the violation', async () => {
    const controller = new AbortController();
    const stopsSampling = always({
      id: 'stops',
      statement: 'Never two high.',
      holds: ({ actors }) => {
        if (actors['stack']?.context.height !== 2) return true;
        controller.abort();
        return false;
      },
    });
    const report = await sample(system, [claim, stopsSampling], { seed: 1, runs: 1_000, signal: controller.signal });
    const { found } = of(report, 'stops');
    expect(report.runs).toBe((found?.run ?? 0) + 1);
    expect(found).toMatchObject({ candidates: 0, kept: 0, path: String(found?.run) });
    expect(found?.trace.steps.at(-1)?.label.event.type).toBe('PUSH');
    expect(found?.shrunk).toBeLessThan(found?.length ?? 0);
  });

  test('before the first run it says nothing', async () => {
    const report = await sample(system, [low], { seed: 1, runs: 10, signal: AbortSignal.abort(), builtIns: [] });
    expect([report.runs, report.steps]).toEqual([0, 0]);
    expect(of(report, 'low').verdict).toEqual({ kind: 'inconclusive', tested: 0, reason: { kind: 'interrupted' } });
  });
});

describe('errors surface', () => {
  test('of a model, with the steps that lead to it', async () => {
    const bomb = createMachine({ id: 'bomb', initial: 'lit', states: { lit: { on: { TICK: 'gone' } }, gone: { on: { TICK: { guard: () => { throw new Error('boom'); } } } } } });
    const system = defineSystem({ id: 'bomb', actors: { bomb: { machine: bomb } }, stimuli: [{ to: 'bomb', event: { type: 'TICK' } }] });
    const error = await sample(system, [], { seed: 1, runs: 10 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ModelError);
    expect(error instanceof ModelError ? [error.code, error.steps.length] : null).toEqual(['threw', 2]);
  });

  test('of a predicate, as it was thrown, from both passes', async () => {
    const thrown = new Error('a defect of the predicate');
    const throwing = (after: number): Property => {
      let calls = 0;
      return always({
        id: 'throws',
        statement: 'Throws.',
        holds: ({ actors }) => {
          calls += 1;
          if (calls > after) throw thrown;
          return actors['left']?.value === 'up';
        },
      });
    };
    await expect(sample(twoSwitches().system, [throwing(0)], { seed: 1, runs: 10, builtIns: [] })).rejects.toBe(thrown);
    await expect(sample(twoSwitches().system, [throwing(3)], { seed: 1, runs: 10, builtIns: [] })).rejects.toBe(thrown);
  });

  test('of options that are no numbers of runs', async () => {
    await expect(sample(twoSwitches().system, [], { seed: 1, runs: 0 })).rejects.toEqual(new RangeError('runs is 0; it is a whole number of at least 1'));
  });
});
