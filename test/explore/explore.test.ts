/** What an exploration says, on systems small enough to count by hand. */
import { describe, expect, test } from 'vitest';
import { assign, raise, sendTo } from 'xstate';
import { explore } from '../../src/explore/explore.ts';
import type { ExploreOptions } from '../../src/property/exploration.ts';
import { check } from '../../src/check/check.ts';
import { always, eachStep, reachable, unreachable } from '../../src/property/property.ts';
import { defineSystem, type System } from '../../src/system/define-system.ts';
import { ModelError } from '../../src/system/model-error.ts';
import { createMachine, systemOf, to } from '../system/drive.ts';

interface Args {
  readonly context: Readonly<Record<string, number>>;
}

/** Counts to `max` and no further: max + 1 states in a row. */
const counter = (max: number): System =>
  systemOf({ counter: { machine: createMachine({ id: 'counter', context: { n: 0 }, on: { UP: { guard: ({ context }: Args) => Number(context['n']) < max, actions: assign({ n: ({ context }) => Number(context['n']) + 1 }) } } }) } }, ['UP']);
const countOf = (state: { readonly actors: Readonly<Record<string, { readonly context: unknown }>> }): number => (state.actors['counter']?.context as { readonly n: number } | undefined)?.n ?? Number.NaN;
/** Two bits, each of which flips: four states, eight transitions. */
const flip = createMachine({ id: 'bit', initial: 'off', states: { off: { on: { FLIP: 'on' } }, on: { on: { FLIP: 'off' } } } });
const bits = (count: number): System => systemOf(Object.fromEntries(Array.from({ length: count }, (_, i) => [`bit${i}`, { machine: flip }])), ['FLIP']);
const labelsOf = (run: readonly { readonly to: string; readonly event: { readonly type: string } }[] | null): readonly string[] => (run ?? []).map(({ to: name, event }) => `${name} ${event.type}`);

describe('counts', () => {
  test('two bits that flip have 4 states, 8 transitions, depth 2', async () => {
    const found = await explore(bits(2), []);
    expect(found).toMatchObject({ stopped: null, distinct: 4, transitions: 8, stutters: 0, depth: 2, perDepth: [1, 2, 1] });
  });

  test('ten bits have 1,024 states, and as many at each depth as Pascal says', async () => {
    const found = await explore(bits(10), []);
    expect(found).toMatchObject({ distinct: 1024, transitions: 10_240, depth: 10, perDepth: [1, 10, 45, 120, 210, 252, 210, 120, 45, 10, 1] });
  });

  test('budgets left are part of the state', async () => {
    const system = defineSystem({ id: 's', actors: { bit: { machine: flip } }, stimuli: [{ to: 'bit', event: { type: 'FLIP' }, budget: 'flips' }], budgets: { flips: 3 }, final: ({ budgets }) => budgets['flips'] === 0 });
    const found = await explore(system, []);
    expect(found).toMatchObject({ distinct: 4, transitions: 3, depth: 3 });
    expect(found.verdicts.get('no-deadlock')).toEqual({ kind: 'holds', tested: 4 });
  });

  test('a pending timer may expire at any step, also before an earlier one', async () => {
    const machine = createMachine({ initial: 'a', states: { a: { after: { 10: 'b', 20: 'c' } }, b: {}, c: {} } });
    const found = await explore(systemOf({ one: { machine } }, []), [], { keepGoing: true });
    expect(found).toMatchObject({ distinct: 3, transitions: 2, depth: 1 });
  });
});

describe('deadlock, stutter, final', () => {
  const door = (more: object, events: readonly string[]): System => systemOf({ door: { machine: createMachine({ id: 'door', initial: 'open', states: { open: { on: { CLOSE: 'closed' } }, closed: {} }, ...more }) } }, events);

  test('a state without an enabled step is a deadlock, with the shortest way there', async () => {
    const verdict = (await explore(door({}, ['CLOSE']), [])).verdicts.get('no-deadlock');
    expect(verdict).toMatchObject({ kind: 'violated', details: ['no step is enabled'] });
    expect(labelsOf(verdict?.kind === 'violated' ? verdict.run : null)).toEqual(['door CLOSE']);
  });

  test('a stutter is counted apart and is no way out of a deadlock', async () => {
    const found = await explore(door({ on: { RING: { actions: () => {} } } }, ['CLOSE', 'RING']), []);
    expect(found).toMatchObject({ distinct: 2, transitions: 1, stutters: 2 });
    expect(found.verdicts.get('no-deadlock')).toMatchObject({ kind: 'violated', details: ['only stutters are enabled: door RING'] });
  });

  test('a state that is declared final may rest', async () => {
    const { actors, stimuli } = door({}, ['CLOSE']);
    const system = defineSystem({ id: 's', actors, stimuli, final: (state) => state.actors['door']?.value === 'closed' });
    expect((await explore(system, [])).verdicts.get('no-deadlock')).toEqual({ kind: 'holds', tested: 2 });
  });

  test('an explicit nothing is no step', async () => {
    const found = await explore(door({ on: { RING: {} } }, ['CLOSE', 'RING']), [], { keepGoing: true });
    expect(found).toMatchObject({ transitions: 1, stutters: 0 });
  });
});

describe('swallowed events', () => {
  const sender = createMachine({ id: 'sender', context: { n: 0 }, on: { GO: { guard: ({ context }: Args) => Number(context['n']) < 3, actions: [assign({ n: ({ context }) => Number(context['n']) + 1 }), sendTo(to('receiver'), ({ context }) => ({ type: context['n'] === 3 ? 'LOST' : 'HEARD' }))] } } });

  test('a message that no transition takes is reported with the shortest way there', async () => {
    const receiver = createMachine({ id: 'receiver', initial: 'a', states: { a: { on: { HEARD: {} } } } });
    const { verdicts } = await explore(systemOf({ sender: { machine: sender }, receiver: { machine: receiver } }, ['GO']), [], { keepGoing: true });
    const verdict = verdicts.get('no-swallowed-event');
    expect(verdict).toMatchObject({ kind: 'violated', details: ['receiver in a swallows LOST'] });
    expect(labelsOf(verdict?.kind === 'violated' ? verdict.run : null)).toEqual(['sender GO', 'sender GO', 'sender GO']);
  });

  test('an explicit nothing swallows nothing', async () => {
    const receiver = createMachine({ id: 'receiver', on: { HEARD: {}, LOST: {} } });
    const { verdicts } = await explore(systemOf({ sender: { machine: sender }, receiver: { machine: receiver } }, ['GO']), [], { keepGoing: true });
    expect(verdicts.get('no-swallowed-event')).toEqual({ kind: 'holds', tested: 3 });
  });

  test('an unanswered raise and mail to a stopped actor count too, each once', async () => {
    const one = createMachine({ id: 'one', initial: 'a', states: { a: { on: { GO: { target: 'b', actions: raise({ type: 'OWN' }) } } }, b: { on: { END: 'z' } }, z: { type: 'final', entry: sendTo(({ self }) => self, { type: 'LATE' }) } } });
    const { verdicts } = await explore(systemOf({ one: { machine: one } }, ['GO', 'END']), [], { keepGoing: true });
    expect(verdicts.get('no-swallowed-event')).toMatchObject({ kind: 'violated', details: ['one in b swallows its own OWN', 'one, stopped in z, never hears LATE'] });
  });
});

describe('verdicts', () => {
  const small = always({ id: 'small', statement: 'n stays below 3', holds: (state) => countOf(state) < 3 });
  const big = reachable({ id: 'big', statement: 'n comes to 4', holds: (state) => countOf(state) === 4 });
  const bigger = reachable({ id: 'bigger', statement: 'n comes to 9', holds: (state) => countOf(state) === 9 });
  const upwards = eachStep({ id: 'upwards', statement: 'n only grows', holds: (before, _, after) => countOf(after) > countOf(before) });

  test('an exploration stops at a violation, and what is still open is inconclusive', async () => {
    const found = await explore(counter(5), [small, big, upwards], { builtIns: [] });
    expect(found).toMatchObject({ stopped: { kind: 'violation', property: 'small' }, distinct: 4 });
    expect([...found.verdicts].map(([id, { kind }]) => [id, kind])).toEqual([['small', 'violated'], ['big', 'inconclusive'], ['upwards', 'inconclusive']]);
  });

  test.each<[string, ExploreOptions]>([
    ['when told to keep going', { keepGoing: true }],
    ['past an expected violation', { expectedViolations: new Set(['small', 'bigger']) }],
  ])('an exploration goes on %s', async (_, options) => {
    const found = await explore(counter(5), [small, big, bigger, upwards], { builtIns: [], ...options });
    expect(found).toMatchObject({ stopped: null, distinct: 6 });
    expect(Object.fromEntries(found.verdicts)).toMatchObject({
      small: { kind: 'violated', tested: 4 },
      big: { kind: 'witnessed', tested: 5 },
      bigger: { kind: 'violated', tested: 6, run: null, details: ['none of 6 reachable states satisfies it'] },
      upwards: { kind: 'holds', tested: 5 },
    });
  });

  test('an unexpected violation stops it even where another was expected', async () => {
    const found = await explore(counter(5), [small, unreachable({ id: 'never-four', statement: 'n is never 4', holds: (state) => countOf(state) === 4 })], { builtIns: [], expectedViolations: new Set(['small']) });
    expect(found.stopped).toEqual({ kind: 'violation', property: 'never-four' });
  });

  test('a violation found with the last state leaves the exploration complete', async () => {
    const found = await explore(counter(3), [upwards]);
    expect(found).toMatchObject({ stopped: null, distinct: 4 });
    expect(found.verdicts.get('no-deadlock')).toMatchObject({ kind: 'violated', tested: 4 });
    expect(found.verdicts.get('upwards')).toEqual({ kind: 'holds', tested: 3 });
  });

  test('it stops when every claim is decided', async () => {
    const found = await explore(counter(1000), [big], { builtIns: [] });
    expect(found).toMatchObject({ stopped: { kind: 'decided' }, distinct: 5 });
  });

  test('a claim that is never put to the test is vacuous, and says why', async () => {
    const properties = [
      always({ id: 'when-huge', statement: 's', when: (state) => countOf(state) > 99, holds: () => false }),
      eachStep({ id: 'after-huge', statement: 's', when: (before) => countOf(before) > 99, holds: () => false }),
    ];
    const { verdicts } = await explore(counter(3), properties, { builtIns: [] });
    expect(Object.fromEntries(verdicts)).toEqual({
      'when-huge': { kind: 'vacuous', reason: 'its condition is true in none of 4 states' },
      'after-huge': { kind: 'vacuous', reason: 'its condition is true of none of 3 steps' },
    });
  });

  test('an actor in status error violates the built-in claim', async () => {
    const one = createMachine({ on: { GO: { actions: sendTo(to('one'), { type: 'xstate.error', data: 'boom' }) } } });
    const { verdicts } = await explore(systemOf({ one: { machine: one } }, ['GO']), [], { keepGoing: true });
    expect(verdicts.get('no-machine-error')).toMatchObject({ kind: 'violated', details: ['one ends in status error: boom'] });
  });

  test('a check replays each trace live and says whether all is as expected', async () => {
    const report = await check(counter(5), [small, big], { builtIns: [], expect: { small: 'violated' } });
    expect(report).toMatchObject({ asExpected: true });
    expect(report.properties.map(({ id, trace }) => [id, trace?.id.split('@')[0]])).toEqual([['small', '0.0.0'], ['big', '0.0.0.0']]);
    expect(await check(counter(5), [small], { builtIns: [], keepGoing: true })).toMatchObject({ asExpected: false });
  });
});

describe('limits', () => {
  const all = always({ id: 'all', statement: 's', holds: () => true });
  const none = reachable({ id: 'none', statement: 's', holds: () => false });

  test.each<[string, ExploreOptions, object]>([
    ['states', { statesMax: 500 }, { kind: 'states', max: 500 }],
    ['memory', { memoryMaxBytes: 1_000_000 }, { kind: 'memory', maxBytes: 1_000_000, of: 'process' }],
    ['time', { timeMaxMs: 1 }, { kind: 'time', maxMs: 1 }],
    ['an aborted signal', { signal: AbortSignal.abort() }, { kind: 'interrupted' }],
  ])('%s end an exploration in inconclusive verdicts, never in holds', async (_, options, reason) => {
    const found = await explore(bits(16), [all, none], options);
    expect(found.stopped).toEqual(reason);
    expect(found.distinct).toBeLessThan(65_536);
    expect([...found.verdicts].map(([id, verdict]) => [id, verdict.kind, verdict.kind === 'inconclusive' ? verdict.reason : null])).toEqual(['all', 'none', 'no-deadlock', 'no-swallowed-event', 'no-machine-error'].map((id) => [id, 'inconclusive', reason]));
    const tested = found.verdicts.get('all');
    expect(tested?.kind === 'inconclusive' ? tested.tested : null).toBe(found.distinct);
  });

  test('a signal that comes while it works is heard', async () => {
    const controller = new AbortController();
    const found = await explore(bits(16), [all], { signal: controller.signal, onProgress: () => controller.abort() });
    expect(found.stopped).toEqual({ kind: 'interrupted' });
  });

  test('a limit that is just not reached is none', async () => {
    expect(await explore(bits(4), [all], { statesMax: 17 })).toMatchObject({ stopped: null, distinct: 16 });
    expect(await explore(bits(4), [all], { statesMax: 16 })).toMatchObject({ distinct: 16, stopped: { kind: 'states', max: 16 } });
  });

  test('what is decided before a limit stays decided', async () => {
    const found = await explore(bits(16), [reachable({ id: 'one-on', statement: 's', holds: (state) => state.actors['bit3']?.value === 'on' })], { statesMax: 100 });
    expect(found.verdicts.get('one-on')).toMatchObject({ kind: 'witnessed' });
  });

  test('a model error names the shortest way to the fault', async () => {
    const machine = createMachine({ id: 'm', context: { n: 0 }, on: { UP: { actions: assign({ n: ({ context }) => Number(context['n']) + 1 }) }, BREAK: { guard: ({ context }: Args) => context['n'] === 2, actions: () => { throw new Error('boom'); } } } });
    const error: unknown = await explore(systemOf({ one: { machine } }, ['UP', 'BREAK']), [], { statesMax: 50, keepGoing: true }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ModelError);
    expect(labelsOf(error instanceof ModelError ? error.steps : null)).toEqual(['one UP', 'one UP', 'one BREAK']);
  });
});
