/** Traces: their text, their replay, and what they say when a system has changed. */
import { describe, expect, test } from 'vitest';
import { assign } from 'xstate';
import type { System } from '../../src/system/define-system.ts';
import { semanticsOf } from '../../src/system/step.ts';
import { changesBetween } from '../../src/trace/diff.ts';
import { stateFingerprint, systemFingerprint } from '../../src/trace/fingerprint.ts';
import { replayLive } from '../../src/trace/replay-live.ts';
import { lastState, parseTrace, replay, TraceError, traceOf, type TraceFault } from '../../src/trace/trace.ts';
import { createMachine, systemOf } from '../system/drive.ts';

const lamp = (more: object = {}): System =>
  systemOf({ lamp: { machine: createMachine({ id: 'lamp', context: { uses: 0 }, initial: 'off', states: { off: { on: { PRESS: { target: 'on', actions: assign({ uses: ({ context }) => Number(context['uses']) + 1 }) } } }, on: { on: { PRESS: 'off', BREAK: 'broken' } }, broken: {} }, ...more }) } }, ['PRESS', 'BREAK']);

function faultOf(act: () => unknown): TraceFault {
  try {
    act();
  } catch (error) {
    if (error instanceof TraceError) return error.fault;
    throw error;
  }
  return expect.fail('no trace error');
}

describe('the text of a trace', () => {
  test('is its choices and what it was recorded on', () => {
    expect(parseTrace('0.2.16@0123abcdef01')).toEqual({ choices: [0, 2, 16], system: '0123abcd', end: 'ef01' });
    expect(parseTrace('start')).toEqual({ choices: [], system: null, end: null });
  });

  test.each(['', '0.', '.1', 'a', '0@12', '0@0123abcdef012', '0 1'])('"%s" is malformed', (text) => {
    expect(faultOf(() => parseTrace(text))).toEqual({ code: 'trace-malformed', text });
  });
});

describe('replay', () => {
  test('a trace replays from its own id, and without the fingerprints', () => {
    const semantics = semanticsOf(lamp());
    const trace = replay(semantics, '0.1');
    expect(trace.steps.map(({ label }) => label.event.type)).toEqual(['PRESS', 'BREAK']);
    expect(trace.id).toBe(`0.1@${systemFingerprint(lamp())}${stateFingerprint(lastState(trace))}`);
    expect(replay(semanticsOf(lamp()), trace.id)).toMatchObject({ id: trace.id, choices: [0, 1] });
    expect(replayLive(semantics, trace)).toBeNull();
  });

  test('a trace of labels is the trace of their places among the enabled steps', () => {
    const semantics = semanticsOf(lamp());
    const labels = replay(semantics, '0.1').steps.map(({ label }) => label);
    expect(traceOf(semantics, labels).choices).toEqual([0, 1]);
    expect(() => traceOf(semantics, labels.toReversed())).toThrow(new RangeError('step 1 (s1) is not enabled'));
  });

  test('a step that is not enabled says where, and what is', () => {
    const fault = faultOf(() => replay(semanticsOf(lamp()), '0.1.0'));
    expect(fault).toMatchObject({ code: 'trace-diverged', text: '0.1.0', step: 2, choice: 0, enabled: [] });
  });

  test('a trace of another system is refused before its first step', () => {
    const recorded = replay(semanticsOf(lamp()), '0').id;
    const present = lamp({ on: { OTHER: {} } });
    expect(faultOf(() => replay(semanticsOf(present), recorded))).toEqual({ code: 'trace-of-another-system', text: recorded, recorded: systemFingerprint(lamp()), present: systemFingerprint(present) });
  });

  test('a trace that ends in another state than recorded says so', () => {
    const id = replay(semanticsOf(lamp()), '0').id;
    const wrong = `${id.slice(0, -4)}0000`;
    expect(faultOf(() => replay(semanticsOf(lamp()), wrong))).toEqual({ code: 'trace-ends-elsewhere', text: wrong, recorded: '0000', present: id.slice(-4) });
  });
});

describe('fingerprints', () => {
  test('of a system change with its structure, not with when it was made', () => {
    const all = [lamp(), lamp({ on: { X: {} } }), lamp({ initial: 'on' }), lamp({ id: 'lantern' }), lamp({ entry: 'greet' })];
    expect(new Set(all.map(systemFingerprint)).size).toBe(all.length);
    expect(systemFingerprint(lamp())).toBe(systemFingerprint(lamp()));
  });

  test('of a state change with its content, not with the order of discovery', () => {
    const there = semanticsOf(lamp());
    const elsewhere = semanticsOf(lamp());
    replay(elsewhere, '0.0.0.1');
    expect(stateFingerprint(lastState(replay(there, '0')))).toBe(stateFingerprint(lastState(replay(elsewhere, '0'))));
    expect(stateFingerprint(lastState(replay(there, '0')))).not.toBe(stateFingerprint(lastState(replay(there, 'start'))));
  });
});

describe('the difference of two states', () => {
  test('is one line for each leaf, or short value, that differs', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      context: { same: 1, list: [1, 2], map: new Map([['k', 1]]), set: new Set(['x']), deep: { n: 1 } },
      states: { a: { after: { 10: 'z' }, on: { GO: { target: 'b', actions: assign({ list: [1, 3], map: new Map([['k', 2]]), set: new Set(['x', 'y']), deep: { n: 2, m: null } }) } } }, b: { on: { END: 'z' } }, z: { type: 'final' } },
      output: { ok: true },
    });
    const semantics = semanticsOf(systemOf({ one: { machine } }, ['GO', 'END']));
    const trace = replay(semantics, '0.0');
    const changes = (before: number, after: number): readonly string[] => {
      const states = [trace.initial, ...trace.steps.map((step) => step.after)];
      const [from, to] = [states[before], states[after]];
      return from === undefined || to === undefined ? [] : changesBetween(semantics, from, to).map((change) => `${change.path}: ${change.before} -> ${change.after}`);
    };
    expect(changes(0, 1)).toEqual(['one: a -> b', 'one.list: [1, 2] -> [1, 3]', 'one.map: {k 1} -> {k 2}', 'one.set: {x} -> {x, y}', 'one.deep: {n 1} -> {n 2, m null}', 'timer one after 10 in m.a: pending -> -']);
    expect(changes(1, 2)).toEqual(['one: b -> z (done)', 'one.output.ok: - -> true']);
    expect(changes(1, 1)).toEqual([]);
  });
});
