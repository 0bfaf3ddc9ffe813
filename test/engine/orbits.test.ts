/**
 * Orbits of systems whose orbits can be counted otherwise: actors that know each other, change places together, talk through
 * channels. Numbers of combinatorial things come from the On-Line Encyclopedia of Integer Sequences.
 */
import { describe, expect, test, vi } from 'vitest';
import { assign, sendTo } from 'xstate';
import { fifoChannel } from '../../src/channels/fifo-channel.ts';
import { fifoStimuli, unorderedStimuli } from '../../src/channels/channel.ts';
import { unorderedChannel } from '../../src/channels/unordered-channel.ts';
import { search } from '../../src/engine/search.ts';
import { defineSystem, type Actors, type System } from '../../src/system/define-system.ts';
import { orbitsByHand } from '../random/orbits-by-hand.ts';
import { createMachine, modelErrorOf, to } from '../system/drive.ts';
import { bothOf } from './agreement.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

const asking = (type: string, whom: string | null): { readonly type: string; readonly whom: string | null } => ({ type, whom });
const ofWhom = (event: { readonly type: string }): unknown => ('whom' in event ? event.whom : null);

describe('members that know each other', () => {
  const friend = createMachine({
    id: 'friend',
    context: { knows: null },
    on: { MEET: { actions: assign({ knows: ({ event }) => ofWhom(event) }) } },
  });
  /** Everyone may get to know anyone else, or forget. */
  const friends = (count: number): System => {
    const names = Array.from({ length: count }, (_, i) => `f${i}`);
    const actors: Actors = Object.fromEntries(names.map((name) => [name, { machine: friend }]));
    return defineSystem({ id: 'friends', actors, stimuli: names.flatMap((name) => [null, ...names].map((whom) => ({ to: name, event: asking('MEET', whom) }))), interchangeable: [names] });
  };

  test.each([
    // Partial functions of a set to itself, up to renaming: sequence A126285.
    [2, 6],
    [3, 16],
    [4, 45],
    [5, 121],
    // A ring of three and one of four look alike to each of their members.
    [7, 929],
  ])('%i of them stand to each other in %i ways', async (count, ways) => {
    const { distinct } = await search(friends(count), [], { keepGoing: true });
    expect(distinct).toBe(ways);
    if (count < 5) expect(distinct).toBe(orbitsByHand(friends(count), 1_000)?.orbits);
  });

  test('the reference explorer finds as many', async () => {
    const both = await bothOf(() => friends(3), [], { keepGoing: true });
    expect(both.engine).toEqual(both.reference);
  });
});

describe('actors that change places together', () => {
  const link = createMachine({
    id: 'link',
    context: ({ input }: { readonly input: unknown }) => ({ of: input, load: null }),
    initial: 'empty',
    states: { empty: { on: { PUT: { target: 'full', actions: assign({ load: ({ event }) => ofWhom(event) }) } } }, full: { on: { TAKE: 'empty', PUT: {} } } },
  });
  const sender = createMachine({
    id: 'sender',
    context: ({ input }: { readonly input: unknown }) => ({ link: input }),
    on: { PUT: { actions: sendTo(({ system, context }) => to(String(context['link']))({ system }), ({ event }) => ({ type: 'PUT', whom: ofWhom(event) })) } },
  });
  /** Each sender has a link of its own, and puts the name of any sender on it. */
  const linked = (count: number, groups: (senders: readonly string[], links: readonly string[]) => System['interchangeable']): System => {
    const [senders, links] = [Array.from({ length: count }, (_, i) => `s${i}`), Array.from({ length: count }, (_, i) => `l${i}`)];
    const actors: Actors = { ...Object.fromEntries(senders.map((name, i) => [name, { machine: sender, input: links[i] }])), ...Object.fromEntries(links.map((name, i) => [name, { machine: link, input: senders[i] }])) };
    return defineSystem({
      id: 'linked',
      actors,
      stimuli: [...senders.flatMap((name) => senders.map((whom) => ({ to: name, event: asking('PUT', whom) }))), ...links.map((name) => ({ to: name, event: { type: 'TAKE' } }))],
      interchangeable: groups(senders, links),
    });
  };
  const together = (senders: readonly string[], links: readonly string[]): System['interchangeable'] => [senders.map((name, i) => [name, links[i] ?? ''])];

  test.each([2, 3])('%i senders, each with its link, have as many orbits as are counted by hand', async (count) => {
    const both = await bothOf(() => linked(count, together), [], { keepGoing: true });
    expect(both.engine).toEqual(both.reference);
    const counted = orbitsByHand(linked(count, together), 2_000);
    expect({ orbits: both.engine.exploration?.distinct, states: counted?.states }).toEqual({ orbits: counted?.orbits, states: (2 * count + 1) ** count });
  });

  test('may not change places without each other', () => {
    expect(modelErrorOf(() => linked(3, (senders, links) => [senders, links])).fault).toMatchObject({ code: 'invalid-system', problem: 'by s0 → s1, s1 → s0 the input of s0 becomes "l0", but the input of s1 is "l1"' });
  });

  const lamp = createMachine({ id: 'lamp', initial: 'off', states: { off: { on: { PRESS: 'on' } }, on: { on: { PRESS: 'off' } } } });
  /** Lamps in rows and columns, each switched by itself: matrices of 0 and 1 up to the order of rows and columns. */
  const lamps = (rows: number, columns: number): System => {
    const name = (row: number, column: number): string => `lamp${row}${column}`;
    const [ofRows, ofColumns] = [Array.from({ length: rows }, (_, i) => i), Array.from({ length: columns }, (_, i) => i)];
    const names = ofRows.flatMap((row) => ofColumns.map((column) => name(row, column)));
    return defineSystem<Actors>({
      id: 'lamps',
      actors: Object.fromEntries(names.map((lampName) => [lampName, { machine: lamp }])),
      stimuli: names.map((lampName) => ({ to: lampName, event: { type: 'PRESS' } })),
      interchangeable: [ofRows.map((row) => ofColumns.map((column) => name(row, column))), ofColumns.map((column) => ofRows.map((row) => name(row, column)))],
    });
  };

  // Binary matrices up to permutations of rows and of columns: sequence A028657.
  test.each([
    [2, 2, 7],
    [2, 3, 13],
    [3, 3, 36],
    [3, 4, 87],
    [4, 4, 317],
  ])('rows and columns may change places independently: %i by %i lamps have %i orbits', async (rows, columns, orbits) => {
    expect((await search(lamps(rows, columns), [], { keepGoing: true })).distinct).toBe(orbits);
    if (rows * columns > 6) return;
    const both = await bothOf(() => lamps(rows, columns), [], { keepGoing: true });
    expect(both.engine).toEqual(both.reference);
    expect(orbitsByHand(lamps(rows, columns), 1_000)).toEqual({ orbits, states: 2 ** (rows * columns) });
  });
});

describe('channels', () => {
  const peer = createMachine({ id: 'peer', on: { ASK: { actions: sendTo(to('net'), ({ event }) => ({ type: 'SEND', to: ofWhom(event), message: { type: 'ANSWER' } })) }, ANSWER: {} } });
  const overNet = (machine: Actors[string]['machine'], stimuli: System['stimuli']): System =>
    defineSystem<Actors>({
      id: 'over-net',
      actors: { net: { machine }, p1: { machine: peer, input: 'p1' }, p2: { machine: peer, input: 'p2' } },
      stimuli: [{ to: 'p1', event: asking('ASK', 'p2') }, { to: 'p2', event: asking('ASK', 'p1') }, ...stimuli],
      interchangeable: [['p1', 'p2']],
    });

  test('a FIFO channel keeps the order of arrival, and so its users may be interchangeable', async () => {
    const options = { capacity: 3 };
    const system = overNet(fifoChannel(options), fifoStimuli('net', options));
    const { distinct } = await search(system, [], { keepGoing: true });
    expect(distinct).toBe(orbitsByHand(system, 1_000)?.orbits);
    expect(distinct).toBe(1 + 1 + 2 + 4);
  });

  test('an unordered channel keeps its messages in the order of their texts, and is refused', async () => {
    const options = { capacity: 2 };
    const system = overNet(unorderedChannel(options), unorderedStimuli('net', options));
    await expect(search(system, [], { keepGoing: true })).rejects.toMatchObject({ fault: { code: 'asymmetric-machine', place: { actor: 'net' } } });
  });
});
