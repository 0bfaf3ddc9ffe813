/** What walks are, and that they are walks of the system: held to the exhaustive explorer on small systems. */
import * as fc from 'fast-check';
import { createMachine, sendTo } from 'xstate';
import { describe, expect, test } from 'vitest';
import { always, defineSystem, explore, ModelError, replay, semanticsOf, traceOf, type StateView, type System } from '../../src/index.ts';
import { canonicalText } from '../../src/system/canonical.ts';
import { labelKey } from '../../src/system/step-label.ts';
import { stateFingerprint } from '../../src/trace/fingerprint.ts';
import { lastState } from '../../src/trace/trace.ts';
import { walkOf, type Walk } from '../../src/walk/walk.ts';
import { walks } from '../../src/walk/walks.ts';
import { deepAmongDistractors, lossyChannel, mutualExclusion, planted, timedLamp, towers, twoSwitches } from './planted.ts';
import { randomSystems } from './random-systems.ts';

const sampleOf = (system: System, numRuns: number, options: Parameters<typeof walks>[1] = {}): readonly Walk[] => fc.sample(walks(system, options), { seed: 7, numRuns });
const namesOf = (walk: Walk): string => walk.labels.map(labelKey).join(' ');

/** A state as text that does not depend on who visited it first. */
function textOf({ actors, timers, budgets }: StateView): string {
  const snapshots = Object.entries(actors).map(([name, { value, context, status }]) => canonicalText([name, value, context, status]));
  return [...snapshots, ...timers.map(({ from, to, event, delayMs }) => canonicalText([from, to, event, delayMs])), canonicalText(budgets)].join(' ');
}

async function exploredSet(system: System): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  await explore(system, [always({ id: 'spy', statement: 'Sees every state.', holds: (state) => seen.add(textOf(state)).size > 0 })], { keepGoing: true });
  return seen;
}

describe.each(Object.entries(planted))('%s', (_, make) => {
  const { system } = make();

  test('a walk never leaves the explored set', async () => {
    const explored = await exploredSet(system);
    fc.assert(fc.property(walks(system), (walk) => walk.states.every((state) => explored.has(textOf(state)))), { seed: 1 });
  });

  test('every step of a walk is enabled where it is taken', () => {
    const semantics = semanticsOf(system);
    fc.assert(
      fc.property(walks(system), (walk) => {
        let state = semantics.start().state;
        for (const label of walk.labels) {
          expect(semantics.enabled(state).map(labelKey)).toContain(labelKey(label));
          state = semantics.take(state, label).after;
        }
      }),
      { seed: 2, numRuns: 20 },
    );
  });

  test('replaying the trace of a walk ends in its last state', () => {
    const semantics = semanticsOf(system);
    fc.assert(
      fc.property(walks(system), (walk) => {
        const replayed = replay(semantics, walk.trace.id);
        expect(stateFingerprint(lastState(replayed))).toBe(walk.trace.id.slice(-4));
        expect(textOf(semantics.view(lastState(replayed)))).toBe(walk.states.map(textOf).at(-1));
        expect(replayed.steps).toHaveLength(walk.steps.length);
      }),
      { seed: 3, numRuns: 20 },
    );
  });

  test('the same seed gives the same walks, whatever was walked before', () => {
    const fresh = make().system;
    const before = sampleOf(fresh, 30).map(namesOf);
    fc.sample(walks(fresh, { swarm: false }), { seed: 99, numRuns: 50 });
    expect(sampleOf(fresh, 30).map(namesOf)).toEqual(before);
    expect(sampleOf(make().system, 30).map(namesOf)).toEqual(before);
  });
});

test('walks of random systems stay in the explored set', async () => {
  await fc.assert(
    fc.asyncProperty(randomSystems, async ({ system }) => {
      const explored = await exploredSet(system);
      for (const walk of sampleOf(system, 10)) expect(walk.states.every((state) => explored.has(textOf(state)))).toBe(true);
    }),
    { seed: 4, numRuns: 25 },
  );
});

test('a walk is as long as it may be, unless no step leads on or one walk in eight ends early', () => {
  const lengths = sampleOf(mutualExclusion().system, 400, { lengthMax: 20 }).map(({ steps }) => steps.length);
  expect(Math.max(...lengths)).toBe(20);
  const full = lengths.filter((length) => length === 20).length;
  expect(full).toBeGreaterThan(320);
  expect(full).toBeLessThan(380);
});

test('a lengthMax of 0 gives the initial state, and anything but a whole number is refused', () => {
  expect(sampleOf(towers(2).system, 5, { lengthMax: 0 }).map(({ steps, states }) => [steps.length, states.length])).toEqual(Array.from({ length: 5 }, () => [0, 1]));
  expect(() => walks(towers(2).system, { lengthMax: 1.5 })).toThrow(new RangeError('lengthMax is 1.5; it is a whole number of at least 0'));
});

test('a walk stutters now and then, but never twice in a row and never instead of ending', () => {
  const taken = sampleOf(twoSwitches().system, 500).map(({ steps }) => steps.map(({ stutter }) => stutter));
  expect(taken.some((stutters) => stutters.includes(true))).toBe(true);
  expect(taken.every((stutters) => stutters.every((stutter, i) => !(stutter && stutters[i - 1] === true)))).toBe(true);
  expect(taken.flat().filter((stutter) => stutter).length).toBeLessThan(taken.flat().length / 8);
  expect(Math.max(...taken.map(({ length }) => length))).toBeLessThanOrEqual(5);
});

test('each walk has its own swarm: some never take an event type that others live on', () => {
  const { system } = deepAmongDistractors();
  const typesOf = (walk: Walk): ReadonlySet<string> => new Set(walk.labels.map(({ event }) => event.type));
  const swarming = sampleOf(system, 200).filter(({ steps }) => steps.length === 100).map(typesOf);
  expect(swarming.filter((types) => types.size <= 3).length).toBeGreaterThan(swarming.length / 4);
  const uniform = sampleOf(system, 200, { swarm: false }).filter(({ steps }) => steps.length === 100).map(typesOf);
  expect(uniform.filter((types) => types.size <= 3)).toEqual([]);
});

test('timers are walked: an `after` expires, and so does a delayed raise', () => {
  const timers = sampleOf(timedLamp().system, 100).flatMap(({ labels }) => labels.filter(({ kind }) => kind === 'timer').map(({ event }) => event.type));
  expect([...new Set(timers)].toSorted()).toEqual(['BLINK', 'xstate.after.300.lamp.on']);
});

test('a walk never spends more than its budgets', () => {
  const spent = sampleOf(lossyChannel().system, 200).map(({ labels }) => labels.filter(({ event }) => event.type === 'RESEND').length);
  expect(Math.max(...spent)).toBe(4);
  expect(sampleOf(lossyChannel().system, 50).every(({ states, labels }) => states.at(-1)?.budgets['resends'] === 4 - labels.filter(({ event }) => event.type === 'RESEND').length)).toBe(true);
});

test('states are typed by actor', () => {
  const lamp = createMachine({ id: 'lamp', initial: 'off', states: { off: { on: { PRESS: 'on' } }, on: { on: { PRESS: 'off' } } } });
  const system = defineSystem({ id: 'typed', actors: { lamp: { machine: lamp } }, stimuli: [{ to: 'lamp', event: { type: 'PRESS' } }] });
  fc.assert(fc.property(walks(system, { lengthMax: 9 }), ({ states }) => states.every(({ actors }, i) => actors.lamp.matches(i % 2 === 0 ? 'off' : 'on'))), { seed: 5 });
});

test('a walk prints one step a line, then its trace and the command that replays it', () => {
  const { system } = timedLamp();
  const semantics = semanticsOf(system);
  const walk = walkOf(system, replay(semantics, '0.2.0.1.1').steps.map(({ label }) => label));
  expect(fc.stringify(walk)).toBe(
    [
      '5 steps of lamp',
      '  1  lamp PRESS               lamp off → on, timer lamp BLINK - → pending, timer lamp after 300 in lamp.on - → pending, budget presses 3 → 2',
      '  2  lamp after 300 ms        lamp on → off, timer lamp after 300 in lamp.on pending → -',
      '  3  lamp PRESS               lamp off → on, timer lamp BLINK pending → pending ×2, timer lamp after 300 in lamp.on - → pending, budget presses 2 → 1',
      '  4  lamp BLINK after 100 ms  lamp.blinks 0 → 1, timer lamp BLINK pending ×2 → pending',
      '  5  lamp BLINK after 100 ms  lamp.blinks 1 → 2, timer lamp BLINK pending → -',
      'trace 0.2.0.1.1@606e4f13226f',
      'quiesce replay lamp 0.2.0.1.1@606e4f13226f',
    ].join('\n'),
  );
});

test('payloads, stutters, mail between actors and the initial state have words of their own', () => {
  const lines = (walk: Walk): readonly string[] => String(walk).split('\n').slice(0, -2);
  const hanoi = towers(2).system;
  expect(lines(walkOf(hanoi, '0'))).toEqual(['1 step of towers', '  1  towers MOVE from=0 to=1  towers.pegOf [0, 0] → [1, 0]']);
  expect(lines(walkOf(twoSwitches().system, '0.0'))).toEqual(['2 steps of two-switches', '  1  left PRESS  left up → down', '  2  left TAP    stutter']);
  expect(lines(walkOf(hanoi, 'start'))).toEqual(['the initial state of towers']);
  const ping = createMachine({ id: 'ping', on: { GO: { actions: sendTo(({ system }) => system.get('pong'), { type: 'PING' }, { delay: 20 }) } } });
  const pong = createMachine({ id: 'pong', initial: 'quiet', states: { quiet: { on: { PING: 'heard' } }, heard: {} } });
  const mail = defineSystem({ id: 'mail', actors: { pong: { machine: pong }, ping: { machine: ping } }, stimuli: [{ to: 'ping', event: { type: 'GO' }, budget: 'one' }], budgets: { one: 1 } });
  expect(lines(walkOf(mail, '0.0'))[2]).toBe('  2  pong PING after 20 ms (set by ping)  pong quiet → heard, timer ping→pong PING pending → -');
});

describe('recorded walks', () => {
  test('the labels of a walk, or the id of its trace, give the walk again', () => {
    const { system } = lossyChannel();
    for (const walk of sampleOf(system, 10)) {
      expect(namesOf(walkOf(system, walk.labels))).toBe(namesOf(walk));
      expect(namesOf(walkOf(lossyChannel().system, walk.trace.id))).toBe(namesOf(walk));
    }
  });

  test('a label that is not enabled is refused by its place', () => {
    const { system } = twoSwitches();
    const [press] = walkOf(system, '0').labels;
    if (press === undefined) throw new Error('no step');
    expect(() => walkOf(system, [press, press])).toThrow(new RangeError('step 2 (s0) is not enabled'));
    expect(() => walkOf(system, '0.5')).toThrow('trace-diverged');
  });

  test('a walk of another system is not this one’s to shrink', () => {
    const { system } = twoSwitches();
    expect(walks(system).canShrinkWithoutContext(walkOf(system, '0'))).toBe(true);
    expect(walks(system).canShrinkWithoutContext(walkOf(twoSwitches().system, '0'))).toBe(false);
    expect(walks(system).canShrinkWithoutContext([0])).toBe(false);
  });
});

describe('a machine that is no function', () => {
  /** B makes the other actor throw, unless A came first. */
  const fragile = (): System => {
    const asker = createMachine({ id: 'asker', on: { B: { actions: sendTo(({ system }) => system.get('teller'), { type: 'TELL' }) } } });
    const teller = createMachine({
      id: 'teller',
      initial: 'asleep',
      states: {
        asleep: { on: { A: 'awake', TELL: { guard: () => { throw new Error('still asleep'); } } } },
        awake: { on: { TELL: {} } },
      },
    });
    return defineSystem({ id: 'fragile', actors: { teller: { machine: teller }, asker: { machine: asker } }, stimuli: [{ to: 'teller', event: { type: 'A' } }, { to: 'asker', event: { type: 'B' } }] });
  };
  const faultOf = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      return error instanceof ModelError ? [error.code, ...error.steps.map(({ event }) => event.type)] : error;
    }
  };

  test('surfaces from generation, with its steps', () => {
    expect(faultOf(() => fc.assert(fc.property(walks(fragile()), () => true), { seed: 1 }))).toEqual(['threw', 'B']);
  });

  test('surfaces from shrinking, with its steps', () => {
    const system = fragile();
    const recorded = walkOf(system, '0.0.0');
    expect(recorded.labels.map(({ event }) => event.type)).toEqual(['A', 'B', 'B']);
    expect(faultOf(() => fc.check(fc.property(walks(system), ({ steps }) => steps.length < 2), { examples: [[recorded]], numRuns: 1 }))).toEqual(['threw', 'B']);
  });
});

test('the trace of a walk is worked out by name, as `traceOf` does', () => {
  const { system } = mutualExclusion();
  const [walk] = sampleOf(system, 1);
  expect(walk?.trace.id).toBe(traceOf(semanticsOf(system), walk?.labels ?? []).id);
  expect(walk?.traceTo(2).choices).toEqual(walk?.trace.choices.slice(0, 2));
});
