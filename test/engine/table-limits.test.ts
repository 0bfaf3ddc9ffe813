/** An actor whose table is full ends the run, by name and with the count. */
import { expect, test } from 'vitest';
import { assign, sendTo, setup, type AnyActorRef, type EventObject } from 'xstate';
import { ActorTable } from '../../src/engine/actor-table.ts';
import { search } from '../../src/engine/search.ts';
import { cellsMax, largestTable, localStatesMax } from '../../src/engine/table-limits.ts';
import { limitMetBy } from '../../src/property/limit-reached.ts';
import { endlessMemory } from '../../src/property/memory-limit.ts';
import type { StopReason } from '../../src/property/verdict.ts';
import { stopText } from '../../src/report/verdict-words.ts';
import { always } from '../../src/property/property.ts';
import { defineSystem, type StateOf } from '../../src/system/define-system.ts';
import { semanticsOf } from '../../src/system/step.ts';
import { grid } from '../bench/single-machines.ts';
import { growingSystems } from './growing-systems.ts';

test('a machine with more local states than its table holds ends the run as inconclusive', async () => {
  const { stopped, distinct, depth, perDepth, verdicts, growth } = await search(growingSystems.counter(), [], {}, { largestTable: { ...largestTable, localStatesMax: 100 } });
  expect(stopped).toEqual({ kind: 'table', actor: 'counter', machine: 'counter', localStates: 101, events: 1, max: 100 });
  expect({ distinct, depth, levels: perDepth.length }).toEqual({ distinct: 100, depth: 99, levels: 100 });
  expect([...verdicts.values()].map(({ kind }) => kind)).toEqual(['inconclusive', 'inconclusive', 'inconclusive']);
  expect(growth?.fields.map(({ path }) => path)).toEqual(['context.count']);
});

test('a violation found just before a table is full is told with its run', async () => {
  const counter = setup({ types: { context: {} as { readonly count: number }, events: {} as { readonly type: 'ADD' } }, actions: { add: assign({ count: ({ context }) => context.count + 1 }) } }).createMachine({ id: 'counter', context: { count: 0 }, on: { ADD: { actions: 'add' } } });
  const queue = setup({ types: { context: {} as { readonly length: number }, events: {} as { readonly type: 'PUT' | 'A' | 'B' | 'C' | 'D' } }, actions: { put: assign({ length: ({ context }) => context.length + 1 }) } }).createMachine({ id: 'queue', context: { length: 0 }, on: { PUT: { actions: 'put' }, A: {}, B: {}, C: {}, D: {} } });
  const sender = setup({ types: { events: {} as { readonly type: 'GO' } }, actions: { put: sendTo(({ system }) => system.get('queue') as AnyActorRef, { type: 'PUT' }) } }).createMachine({ id: 'sender', on: { GO: { actions: 'put' } } });
  const system = defineSystem({
    id: 'three',
    actors: { queue: { machine: queue }, counter: { machine: counter }, sender: { machine: sender } },
    stimuli: [{ to: 'counter', event: { type: 'ADD' } }, { to: 'sender', event: { type: 'GO' } }, ...(['A', 'B', 'C', 'D'] as const).map((type) => ({ to: 'queue', event: { type } }) as const)],
  });
  const still = always({ id: 'still', statement: 'Nothing is counted.', holds: ({ actors }: StateOf<typeof system>) => actors.counter.context.count === 0 });
  // The queue hears five events, for which a table is eight wide: it has one row, and the others three.
  const { stopped, verdicts, distinct, perDepth } = await search(system, [still], { keepGoing: true }, { largestTable: { ...largestTable, cellsMax: 12 } });
  expect(stopped).toEqual({ kind: 'table', actor: 'queue', machine: 'queue', localStates: 2, events: 5, max: 1 });
  expect(verdicts.get('still')).toMatchObject({ kind: 'violated', run: [{ event: { type: 'ADD' } }] });
  expect({ distinct, perDepth }).toEqual({ distinct: 2, perDepth: [1, 1] });
});

test('a table that is just large enough is', async () => {
  expect(await search(grid(16), [], {}, { largestTable: { ...largestTable, localStatesMax: 256 } })).toMatchObject({ stopped: null, distinct: 256 });
  expect(await search(grid(16), [], {}, { largestTable: { ...largestTable, localStatesMax: 255 } })).toMatchObject({ stopped: { kind: 'table', localStates: 256, max: 255 } });
});

test('the more events an actor hears, the fewer local states its table holds', async () => {
  const { stopped, distinct } = await search(grid(16), [], {}, { largestTable: { ...largestTable, cellsMax: 400 } });
  expect({ stopped, isCut: distinct < 256 }).toEqual({ stopped: { kind: 'table', actor: 'robot', machine: 'robot', localStates: 101, events: 4, max: 100 }, isCut: true });
});

test('ever new events fill a table as well', () => {
  const [machine] = semanticsOf(growingSystems.events()).machines;
  const table = new ActorTable(machine ?? expect.fail(), { localStatesMax, cellsMax: 1_000, memory: endlessMemory });
  table.intern((machine ?? expect.fail()).start().next, [], { kind: 'start' });
  const full = limitMetBy(() => {
    for (let number = 0; number < 2_000; number += 1) table.eventNumber({ type: 'PUT', number } as EventObject);
  });
  expect(full).toEqual({ kind: 'table', actor: 'sink', machine: 'sink', localStates: 1, events: 513, max: 0 });
});

test('the reason names the actor, its machine and the count', () => {
  const reason: StopReason = { kind: 'table', actor: 'vm1', machine: 'vm', localStates: 16_777_216, events: 40, max: 16_777_215 };
  expect(stopText(reason)).toBe('when vm1 (machine vm) had 16,777,216 local states and heard 40 events; its table holds 16,777,215 local states at that');
});

test('the largest table fits a Map of V8 and whole numbers of 32 bits', () => {
  expect(localStatesMax + 1).toBe(2 ** 24);
  expect(cellsMax | 0).toBe(cellsMax);
});
