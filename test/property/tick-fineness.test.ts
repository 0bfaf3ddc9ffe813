/** A tick that is too fine, as the two explorers find it when a limit ends them. */
import { expect, test } from 'vitest';
import { setup } from 'xstate';
import type { TickFineness } from '../../src/property/tick-fineness.ts';
import { explore } from '../../src/explore/explore.ts';
import { search } from '../../src/engine/search.ts';
import { defineSystem, type System } from '../../src/index.ts';

function twoPumps(tickMs: number | null, slowMs: number, fastMs: number): System {
  const pump = (id: string, ms: number) =>
    setup({ delays: { stroke: ms } }).createMachine({ id, initial: 'up', states: { up: { after: { stroke: 'down' } }, down: { after: { stroke: 'up' } } } });
  return defineSystem({ id: 'two-pumps', actors: { one: { machine: pump('slow', slowMs) }, other: { machine: pump('fast', fastMs) } }, stimuli: [], ...(tickMs === null ? {} : { clock: { tickMs } }) });
}

async function finenessOf(system: System, statesMax = 60): Promise<TickFineness | null> {
  const ofEngine = await search(system, [], { statesMax });
  const ofReference = await explore(system, [], { statesMax });
  expect(ofEngine.tickFineness).toEqual(ofReference.tickFineness);
  return ofEngine.tickFineness;
}

const delays = (slowMs: number, fastMs: number) => [
  { actor: 'one', machine: 'slow', delayed: 'xstate.after.stroke.slow.up', delayMs: slowMs },
  { actor: 'other', machine: 'fast', delayed: 'xstate.after.stroke.fast.up', delayMs: fastMs },
];

test('a coarser tick that divides all delays is told', async () => {
  expect(await finenessOf(twoPumps(100, 5_000, 3_000))).toEqual({ tickMs: 100, coarsestMs: 1_000, delays: delays(5_000, 3_000) });
});

test('many ticks with no coarser one are told', async () => {
  expect(await finenessOf(twoPumps(1, 5_000, 3_001))).toEqual({ tickMs: 1, coarsestMs: 1, delays: delays(5_000, 3_001) });
});

test('few ticks that nothing coarser could stand in for are not', async () => {
  expect(await finenessOf(twoPumps(1, 99, 98))).toBeNull();
});

test('without a clock, or a limit that was reached, nothing is said', async () => {
  expect(await finenessOf(twoPumps(null, 5_000, 3_000), 2)).toBeNull();
  expect(await finenessOf(twoPumps(1_000, 5_000, 3_000), 10_000)).toBeNull();
  expect(await finenessOf(twoPumps(500, 5_000, 3_000), 10_000)).toBeNull();
});
