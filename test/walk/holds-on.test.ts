/** One claim, one walk: where it is violated, and what the error of the plain idiom says. */
import * as fc from 'fast-check';
import { createMachine, sendTo } from 'xstate';
import { describe, expect, test } from 'vitest';
import { always, defineSystem, eachStep, explore, unreachable, type System } from '../../src/index.ts';
import { builtIns, type BuiltIn } from '../../src/property/built-in.ts';
import { expectHolds, firstViolation, ViolationError } from '../../src/walk/holds-on.ts';
import { walkOf } from '../../src/walk/walk.ts';
import { walks } from '../../src/walk/walks.ts';
import { deepAmongDistractors, mutualExclusion, twoSwitches } from './planted.ts';

const builtIn = (kind: BuiltIn['kind']): BuiltIn => {
  const found = builtIns.find((candidate) => candidate.kind === kind);
  if (found === undefined) throw new Error(kind);
  return found;
};

/** Up, up, down, up. */
const stackWalk = () => walkOf(deepAmongDistractors().system, '0.0.1.0');
const heightOf = (state: { readonly actors: Readonly<Record<string, { readonly context: { readonly height?: number } }>> }): number => state.actors['stack']?.context.height ?? -1;

describe('the first violation', () => {
  test('of an always is the first state that breaks it; the states before it were tests', () => {
    expect(firstViolation(always({ id: 'low', statement: 'Low.', holds: (state) => heightOf(state) < 2 }), stackWalk())).toEqual({ kind: 'violated', step: 2, tested: 3, details: [] });
    expect(firstViolation(always({ id: 'low', statement: 'Low.', holds: (state) => heightOf(state) < 0 }), stackWalk())).toEqual({ kind: 'violated', step: 0, tested: 1, details: [] });
  });

  test('of an always with `when` is sought only where it is put to the test', () => {
    const claim = (holds: boolean) => always({ id: 'two', statement: 'At two.', when: (state) => heightOf(state) === 2, holds: () => holds });
    expect(firstViolation(claim(true), stackWalk())).toEqual({ kind: 'clean', tested: 2 });
    expect(firstViolation(claim(false), stackWalk())).toEqual({ kind: 'violated', step: 2, tested: 1, details: [] });
  });

  test('of an each-step is the step that breaks it, seen with both its states', () => {
    const climbs = eachStep({ id: 'climbs', statement: 'Never down.', holds: (before, step, after) => step.event.type === 'PUSH' || heightOf(after) >= heightOf(before) });
    expect(firstViolation(climbs, stackWalk())).toEqual({ kind: 'violated', step: 3, tested: 3, details: [] });
    const pops = eachStep({ id: 'pops', statement: 'Pops by one.', when: (_, { event }) => event.type === 'POP', holds: (before, { to, kind, deliveries }, after) => heightOf(before) - heightOf(after) === 1 && to === 'stack' && kind === 'stimulus' && deliveries.length === 1 });
    expect(firstViolation(pops, stackWalk())).toEqual({ kind: 'clean', tested: 1 });
  });

  test('of an unreachable is the first state that should not be', () => {
    expect(firstViolation(unreachable({ id: 'one', statement: 'Never one.', holds: (state) => heightOf(state) === 1 }), stackWalk())).toEqual({ kind: 'violated', step: 1, tested: 2, details: [] });
  });

  test('of no-deadlock is the end of a walk that no step leads out of', () => {
    const { system } = twoSwitches();
    expect(firstViolation(builtIn('no-deadlock'), walkOf(system, '0'))).toEqual({ kind: 'clean', tested: 2 });
    expect(firstViolation(builtIn('no-deadlock'), walkOf(system, '0.1'))).toEqual({ kind: 'violated', step: 2, tested: 3, details: ['only stutters are enabled: left TAP, right TAP'] });
    const resting = defineSystem({ ...definitionOf(system), final: ({ actors }) => actors['left']?.value === 'down' && actors['right']?.value === 'down' });
    expect(firstViolation(builtIn('no-deadlock'), walkOf(resting, '0.1'))).toEqual({ kind: 'clean', tested: 3 });
  });

  test('of no-swallowed-event is the step in which a message is lost', () => {
    const teller = createMachine({ id: 'teller', on: { TELL: { actions: sendTo(({ system }) => system.get('deaf'), { type: 'NEWS' }) }, WAIT: {} } });
    const deaf = createMachine({ id: 'deaf', initial: 'away', states: { away: { on: { COME: 'here' } }, here: { on: { NEWS: {} } } } });
    const system = defineSystem({ id: 'gossip', actors: { deaf: { machine: deaf }, teller: { machine: teller } }, stimuli: [{ to: 'deaf', event: { type: 'COME' } }, { to: 'teller', event: { type: 'TELL' } }] });
    expect(firstViolation(builtIn('no-swallowed-event'), walkOf(system, '0.0'))).toEqual({ kind: 'clean', tested: 2 });
    expect(firstViolation(builtIn('no-swallowed-event'), walkOf(system, '1'))).toEqual({ kind: 'violated', step: 1, tested: 1, details: ['deaf in away swallows NEWS'] });
  });
});

function definitionOf({ id, actors, stimuli }: System) {
  return { id, actors, stimuli };
}

test('a violated claim throws its statement, the step, and the command that replays as far as that', () => {
  const { system, claim } = twoSwitches();
  const walk = walkOf(system, '1.1.0.0');
  const error = (() => {
    try {
      expectHolds(claim, walk);
      return null;
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(ViolationError);
  expect(error).toMatchObject({ id: 'never-both', step: 3, trace: walk.traceTo(3).id });
  expect(String(error)).toBe(
    [
      'ViolationError: never-both is violated by step 3 of 4: Never are both switches down.',
      '  3  left PRESS   left up → down',
      `quiesce replay two-switches ${walk.traceTo(3).id}`,
    ].join('\n'),
  );
  const never = always({ id: 'never', statement: 'Nothing is.', holds: () => false });
  expect(() => expectHolds(never, walk)).toThrow('never is violated in the initial state: Nothing is.\nquiesce replay two-switches start@');
  expect(() => expectHolds(builtIn('no-deadlock'), walk)).toThrow('\n  only stutters are enabled: left TAP, right TAP\n');
});

describe('the plain idiom', () => {
  const { system, claim } = mutualExclusion();
  const property = fc.property(walks(system), (walk) => expectHolds(claim, walk));

  test('fails with the walk printed line by line and the statement of the claim', () => {
    const report = (() => {
      try {
        fc.assert(property, { seed: 1 });
        return '';
      } catch (error) {
        return error instanceof Error ? `${error.message}\n${String(error.cause)}` : '';
      }
    })();
    expect(report).toContain('Counterexample: [6 steps of mutual-exclusion\n  1  p');
    expect(report).toMatch(/\nquiesce replay mutual-exclusion [\d.]+@[0-9a-f]{12}\]/);
    expect(report).toContain('ViolationError: one-inside is violated by step 6 of 6: At most one process is inside.');
  });

  test('passes where the claim holds', async () => {
    const holds = always({ id: 'low', statement: 'Never thirteen high.', holds: (state) => heightOf(state) <= 12 });
    const deep = deepAmongDistractors().system;
    expect((await explore(deep, [holds])).verdicts.get('low')?.kind).toBe('holds');
    fc.assert(fc.property(walks(deep), (walk) => expectHolds(holds, walk)), { seed: 1 });
  });

  test('seed and path replay the same counterexample', () => {
    for (let seed = 0; seed < 10; seed++) {
      const found = fc.check(property, { seed });
      const again = fc.check(fc.property(walks(mutualExclusion().system), (walk) => expectHolds(claim, walk)), { seed, path: found.counterexamplePath ?? '', endOnFailure: true });
      expect(again.failed).toBe(true);
      expect(again.numShrinks).toBe(0);
      expect(again.counterexample?.[0]?.trace.id).toBe(found.counterexample?.[0]?.trace.id);
    }
  });
});
