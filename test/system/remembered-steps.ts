/**
 * A machine explored twice: XState asked for every step, and only for what is new. Both must say the same of every local
 * state and event.
 */
import { expect } from 'vitest';
import type { AnyStateMachine, EventObject } from 'xstate';
import { asksAlways, localMachine, type LocalStep } from '../../src/system/local-step.ts';
import { ModelError } from '../../src/system/model-error.ts';
import { eventKeyOf } from '../../src/system/run-to-completion.ts';

export interface Explored {
  readonly states: number;
  readonly steps: number;
  /** How often XState was called when it was asked for every step, and when only for what is new. */
  readonly calls: number;
  readonly callsForNew: number;
}

export function agreeOnSteps(machine: AnyStateMachine, input: unknown, events: readonly EventObject[], statesMax: number): Explored {
  const names = ['actor0', 'actor1', 'actor2'];
  let calls = 0;
  const counted: AnyStateMachine = Object.create(machine, {
    transition: {
      value: (...args: Parameters<AnyStateMachine['transition']>) => {
        calls += 1;
        return machine.transition(...args);
      },
    },
  });
  const plain = localMachine('actor0', machine, input, names, asksAlways);
  const remembering = localMachine('actor0', counted, input, names, { learnAfter: 1 });
  const [first, firstAgain] = [told(() => plain.start()), told(() => remembering.start())];
  expect(firstAgain).toEqual(first);
  if (typeof first === 'string') return { states: 0, steps: 0, calls: 0, callsForNew: 0 };
  let steps = 0;
  for (let i = 0; i < plain.visited.length && plain.visited.length < statesMax; i += 1) {
    const [state, again] = [plain.visited[i] ?? expect.fail(), remembering.visited[i] ?? expect.fail()];
    expect(again.key).toBe(state.key);
    if (!state.active) continue;
    for (const event of events) {
      expect(told(() => remembering.step(again, event, eventKeyOf(event)))).toEqual(told(() => plain.step(state, event, eventKeyOf(event))));
      steps += 1;
    }
  }
  return { states: plain.visited.length, steps, calls: 2 * steps, callsForNew: calls };
}

/** A step as data, or the refusal. */
function told(act: () => LocalStep): unknown {
  try {
    const { next, ...rest } = act();
    const { _nodes: nodes, value, tags, historyValue } = next.snapshot;
    const history = Object.entries(historyValue).map(([id, remembered]) => `${id}=${remembered.map((node) => node.id).toSorted().join()}`);
    return { ...rest, id: next.id, key: next.key, value, nodes: nodes.map(({ id }) => id).toSorted(), tags: [...tags].toSorted(), history: history.toSorted(), context: next.snapshot.context as unknown, output: next.snapshot.output };
  } catch (error) {
    if (error instanceof ModelError) return JSON.stringify(error.fault);
    throw error;
  }
}
