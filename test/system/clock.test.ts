/** Bad clocks and delays are refused by name, with the remedy; what a good clock means is test/trace/timed.test.ts. */
import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { ticksMax } from '../../src/system/clock.ts';
import { defineSystem, type System } from '../../src/system/define-system.ts';
import { ModelError } from '../../src/system/model-error.ts';
import { semanticsOf } from '../../src/system/step.ts';
import { search } from '../../src/engine/search.ts';
import { explore } from '../../src/explore/explore.ts';
import { modelMessage } from '../../src/report/messages.ts';

const lamp = setup({ types: { context: {} as { readonly forMs: number }, input: {} as { readonly forMs: number }, events: {} as { readonly type: 'PRESS' } }, delays: { glow: ({ context }) => context.forMs } }).createMachine({
  id: 'lamp',
  context: ({ input }) => input,
  initial: 'dark',
  states: { dark: { on: { PRESS: 'lit' } }, lit: { after: { glow: 'dark' }, on: { PRESS: {} } } },
});

function lit(forMs: number, tickMs: number): System {
  return defineSystem({ id: 'hall', clock: { tickMs }, actors: { lamp: { machine: lamp, input: { forMs } } }, stimuli: [{ to: 'lamp', event: { type: 'PRESS' } }] });
}

describe.each([0, -10, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('a tick of %d ms', (tickMs) => {
  test('is refused', () => {
    let caught: unknown;
    try {
      lit(10, tickMs);
    } catch (error) {
      caught = error;
    }
    if (!(caught instanceof ModelError)) throw new Error('it was not refused');
    expect(modelMessage(caught.fault)).toEqual({
      code: 'invalid-system',
      headline: `system hall is not well formed: its clock has a tick of ${tickMs} ms.`,
      values: [],
      advice: 'A tick is a whole number of milliseconds, at least 1, e.g. clock: { tickMs: 100 }.',
    });
  });
});

describe.each([
  ['the reference', explore],
  ['the engine', search],
] as const)('by %s', (_, explorer) => {
  test.each([15, -10, 10.5])('a delay of %d ms is refused under a tick of 10 ms, with machine, delay and the steps that lead there', async (forMs) => {
    const caught: unknown = await explorer(lit(forMs, 10), []).catch((error: unknown) => error);
    if (!(caught instanceof ModelError)) throw new Error('it was not refused');
    expect(caught.steps.map(({ event }) => event.type)).toEqual(['PRESS']);
    expect(modelMessage(caught.fault)).toEqual({
      code: 'off-tick',
      headline: `machine lamp sets a delay of ${forMs} ms, which is no multiple of the tick, 10 ms.`,
      values: [
        ['actor', 'lamp'],
        ['mode', 'dark'],
        ['event', 'PRESS'],
        ['delayed', 'after glow'],
      ],
      advice: 'In a system with a clock every delay is a whole number of ticks, 0 or more. Round the delay, or give the clock a tick that divides it.',
    });
  });

  test('a delay of too many ticks is refused, with the remedy', async () => {
    const caught: unknown = await explorer(lit(60_000, 1), []).catch((error: unknown) => error);
    if (!(caught instanceof ModelError)) throw new Error('it was not refused');
    expect(modelMessage(caught.fault)).toEqual({
      code: 'too-many-ticks',
      headline: 'machine lamp sets a delay of 60,000 ticks, more than 10,000 ticks.',
      values: [
        ['actor', 'lamp'],
        ['mode', 'dark'],
        ['event', 'PRESS'],
        ['delayed', 'after glow'],
        ['delay', '60 s'],
        ['tick', '1 ms'],
      ],
      advice: 'Each tick of a timer is a state of its own. Give the clock a coarser tick, and round the delays to it.',
    });
    expect((await explorer(lit(ticksMax, 1), [])).stopped).toBeNull();
  });

  test('a lamp that glows for 3 ticks has 5 states: dark, 3 to 1 ticks left, and due', async () => {
    const { distinct, transitions, stutters, perDepth } = await explorer(lit(30, 10), []);
    // Dark, time passes without a change; lit, a press changes nothing but is declared.
    expect({ distinct, transitions, stutters, perDepth }).toEqual({ distinct: 5, transitions: 5, stutters: 1, perDepth: [1, 1, 1, 1, 1] });
  });
});

test('time passes only when nothing is due, and a timer expires only when it is', () => {
  const semantics = semanticsOf(lit(10, 10));
  const kinds: string[][] = [];
  let state = semantics.start().state;
  for (const choice of [0, 0, 0]) {
    const enabled = semantics.enabled(state);
    kinds.push(enabled.map(({ kind }) => kind));
    const label = enabled[choice];
    if (label === undefined) throw new Error('nothing is enabled');
    state = semantics.take(state, label).after;
  }
  expect(kinds).toEqual([['stimulus', 'tick'], ['tick'], ['timer']]);
  expect(semantics.view(state).timers).toEqual([]);
});
