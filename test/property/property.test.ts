/** Claims, suites and what may be said of them. */
import { describe, expect, test } from 'vitest';
import { builtIns, swallowedIn } from '../../src/property/built-in.ts';
import { Ledger } from '../../src/property/ledger.ts';
import { always, eachStep, reachable, unreachable } from '../../src/property/property.ts';
import { defineSuite, expectationOf, SuiteError } from '../../src/property/suite.ts';
import { ruleOfThree } from '../../src/property/verdict.ts';
import type { StateView } from '../../src/system/define-system.ts';
import { semanticsOf } from '../../src/system/step.ts';
import { replay } from '../../src/trace/trace.ts';
import { createMachine, systemOf } from '../system/drive.ts';

const state = (n: number): StateView => ({ actors: {}, timers: [], timersOf: () => [], budgets: { n } });
const is = (n: number) => (view: StateView): boolean => view.budgets['n'] === n;

describe('a ledger', () => {
  test('decides a claim once, at the first state that decides it', () => {
    const heard: string[] = [];
    const ledger = new Ledger([always({ id: 'a', statement: 's', holds: (view) => !is(2)(view) }), reachable({ id: 'r', statement: 's', holds: is(2) }), unreachable({ id: 'u', statement: 's', holds: is(3) })], [], (id) => heard.push(id));
    for (const n of [1, 2, 3, 2, 3]) ledger.state(state(n), () => []);
    expect(heard).toEqual(['a', 'r', 'u']);
    expect(ledger.violations).toEqual(['a', 'u']);
    expect(ledger.allDecided).toBe(true);
    expect([...ledger.close(null, 5, 0)]).toEqual([
      ['a', { kind: 'violated', tested: 2, run: [], details: [] }],
      ['r', { kind: 'witnessed', tested: 2, run: [] }],
      ['u', { kind: 'violated', tested: 3, run: [], details: [] }],
    ]);
  });

  test('says holds of nothing that was cut short', () => {
    const claims = [always({ id: 'a', statement: 's', holds: () => true }), unreachable({ id: 'u', statement: 's', holds: () => false }), reachable({ id: 'r', statement: 's', holds: () => false }), eachStep({ id: 'e', statement: 's', holds: () => true })];
    const ledger = new Ledger(claims, [], () => {});
    ledger.state(state(1), () => []);
    expect([...ledger.close({ kind: 'interrupted' }, 1, 0).values()].map(({ kind }) => kind)).toEqual(['inconclusive', 'inconclusive', 'inconclusive', 'inconclusive']);
  });

  test('wants steps only while a claim about steps is open', () => {
    const ledger = new Ledger([eachStep({ id: 'e', statement: 's', holds: () => false })], [], () => {});
    expect(ledger.wantsSteps).toBe(true);
    ledger.step(state(1), { kind: 'timer', to: 'x', event: { type: 'T' }, deliveries: [] }, state(1), () => []);
    expect(ledger.wantsSteps).toBe(false);
  });

  test('that takes over what another knew, wherever that one stopped, ends with the same verdicts in the same order', () => {
    const claims = [always({ id: 'a', statement: 's', when: (view) => !is(9)(view), holds: (view) => !is(4)(view) }), reachable({ id: 'r', statement: 's', holds: is(2) }), eachStep({ id: 'e', statement: 's', holds: (before) => !is(3)(before) })];
    const show = (ledger: Ledger, from: number, to: number): void => {
      for (let n = from; n < to; n += 1) {
        ledger.state(state(n), () => []);
        ledger.step(state(n), { kind: 'timer', to: 'x', event: { type: 'T' }, deliveries: [] }, state(n), () => []);
        if (n % 3 === 1) ledger.violate('no-deadlock', () => [], `stuck at ${n}`);
      }
    };
    const ended = (ledger: Ledger): unknown => [[...ledger.close(null, 12, 12)], ledger.violations, ledger.allDecided, ledger.wantsSteps];
    const whole = new Ledger(claims, builtIns, () => {});
    show(whole, 0, 12);
    for (let cut = 0; cut <= 12; cut += 1) {
      const first = new Ledger(claims, builtIns, () => {});
      show(first, 0, cut);
      const told: string[] = [];
      const second = new Ledger(claims, builtIns, (id) => told.push(id));
      second.restore(structuredClone(first.record()));
      expect(told).toEqual(first.record().decided.map(({ id }) => id));
      show(second, cut, 12);
      expect(ended(second)).toEqual(ended(whole));
      expect(told).toEqual(['no-deadlock', 'r', 'e', 'a']);
    }
  });

  test('notes nothing of a built-in claim that was not made', () => {
    const ledger = new Ledger([], [], () => {});
    ledger.violate('no-deadlock', () => [], 'stuck');
    expect([ledger.violations, ledger.allDecided, [...ledger.close(null, 1, 1)]]).toEqual([[], false, []]);
  });
});

describe('a suite', () => {
  const scopes = { tiny: () => systemOf({ one: { machine: createMachine({}) } }, []) };
  const claim = always({ id: 'claim', statement: 's', holds: () => true });

  test('of kind model is held to what is claimed of every system, one of kind defect is not', () => {
    expect(defineSuite({ id: 's', scopes, properties: [claim] }).builtIns).toHaveLength(3);
    expect(defineSuite({ id: 's', kind: 'defect', scopes, properties: [claim] }).builtIns).toEqual([]);
  });

  test.each<[string, () => unknown, string]>([
    ['two properties share an id', () => defineSuite({ id: 's', scopes, properties: [claim, claim] }), 'suite s has two properties with the id claim'],
    ['a property takes the id of a built-in one', () => defineSuite({ id: 's', scopes, properties: [{ ...claim, id: 'no-deadlock' }] }), 'suite s has two properties with the id no-deadlock'],
    ['an expectation names no property', () => defineSuite({ id: 's', scopes, properties: [claim], expect: { other: 'violated' } }), 'suite s expects a verdict of other, which it does not have'],
    ['there is no scope', () => defineSuite({ id: 's', scopes: {}, properties: [claim] }), 'suite s has no scope'],
  ])('is refused when %s', (_, act, message) => {
    expect(act).toThrow(new SuiteError(message));
  });

  test('expects a reachable to be witnessed and the rest to hold, unless it says otherwise', () => {
    const witness = reachable({ id: 'witness', statement: 's', holds: () => true });
    expect([expectationOf(claim, {}), expectationOf(witness, {}), expectationOf(claim, { claim: 'violated' })]).toEqual(['holds', 'witnessed', 'violated']);
  });
});

test('an expired after whose guard is false is no swallowed event', () => {
  const machine = createMachine({ initial: 'a', states: { a: { after: { 10: { guard: () => false, target: 'b' } } }, b: {} } });
  const { steps } = replay(semanticsOf(systemOf({ one: { machine } }, [])), '0');
  expect(steps.flatMap(({ deliveries }) => deliveries.flatMap(swallowedIn))).toEqual([]);
});

test('the rule of three bounds the rate that clean runs leave open', () => {
  expect([ruleOfThree(0), ruleOfThree(1), ruleOfThree(3), ruleOfThree(300)]).toEqual([1, 1, 1, 0.01]);
});
