/** Channels deliver what they are sent and nothing else; counts by hand, and every trace live. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assign, sendTo, setup, type AnyActorRef, type AnyStateMachine } from 'xstate';
import { fifoStimuli, unorderedStimuli, type ChannelOptions, type ChannelStimuliOptions } from '../../src/channels/channel.ts';
import { fifoChannel } from '../../src/channels/fifo-channel.ts';
import { unorderedChannel } from '../../src/channels/unordered-channel.ts';
import { explore } from '../../src/explore/explore.ts';
import { always, reachable } from '../../src/property/property.ts';
import { defineSystem, type StateView, type System } from '../../src/system/define-system.ts';
import { semanticsOf } from '../../src/system/step.ts';
import { replayLive } from '../../src/trace/replay-live.ts';
import { traceOf } from '../../src/trace/trace.ts';
import { walk } from '../random/walk.ts';
import { seeded } from '../seed.ts';

/** Sends the letters of `word` one by one, as the environment tells it to. */
const sender = (word: string): AnyStateMachine =>
  setup({
    types: { context: {} as { readonly left: string }, events: {} as { readonly type: 'WRITE' } },
    guards: { hasMore: ({ context }) => context.left !== '' },
    actions: {
      write: sendTo(({ system }) => system.get('net') as AnyActorRef, ({ context }) => ({ type: 'SEND', to: 'receiver', message: { type: 'LETTER', letter: context.left[0] } })),
      goOn: assign({ left: ({ context }) => context.left.slice(1) }),
    },
  }).createMachine({ id: 'sender', context: { left: word }, on: { WRITE: { guard: 'hasMore', actions: ['write', 'goOn'] } } });

const receiver = setup({
  types: { context: {} as { readonly read: string }, events: {} as { readonly type: 'LETTER'; readonly letter: string } },
}).createMachine({ id: 'receiver', context: { read: '' }, on: { LETTER: { actions: assign({ read: ({ context, event }) => context.read + event.letter }) } } });

interface Link {
  readonly order: 'fifo' | 'unordered';
  readonly word: string;
  readonly options: ChannelStimuliOptions;
  readonly budgets?: Readonly<Record<string, number>>;
}

function link({ order, word, options, budgets = {} }: Link): System {
  const net = order === 'fifo' ? fifoChannel(options) : unorderedChannel(options);
  const stimuli = order === 'fifo' ? fifoStimuli('net', options) : unorderedStimuli('net', options);
  return defineSystem({
    id: 'link',
    actors: { receiver: { machine: receiver }, net: { machine: net }, sender: { machine: sender(word) } },
    stimuli: [{ to: 'sender', event: { type: 'WRITE' } }, ...stimuli],
    budgets,
    final: ({ actors }) => actors.net.context.messages.length === 0,
  });
}

const readOf = (state: StateView): string => (state.actors['receiver']?.context as { readonly read: string } | undefined)?.read ?? '';

/** All that the receiver may have read when nothing is left to send or deliver, in order. */
async function readings(system: System): Promise<readonly string[]> {
  const found = new Set<string>();
  const note = always({
    id: 'note',
    statement: 's',
    holds: (state) => {
      const { net, sender: from } = state.actors as Readonly<Record<string, { readonly context: { readonly messages?: readonly unknown[]; readonly left?: string } }>>;
      if (net?.context.messages?.length === 0 && from?.context.left === '') found.add(readOf(state));
      return true;
    },
  });
  const { stopped } = await explore(system, [note], { builtIns: [], statesMax: 20_000 });
  expect(stopped).toBeNull();
  return [...found].toSorted();
}

describe('a FIFO channel', () => {
  test('delivers in the order of sending, and the whole of it', async () => {
    expect(await readings(link({ order: 'fifo', word: 'abcd', options: { capacity: 4 } }))).toEqual(['abcd']);
  });

  test('has as many states as there are pairs of "sent" and "read": 15 for four letters', async () => {
    expect(await explore(link({ order: 'fifo', word: 'abcd', options: { capacity: 4 } }), [])).toMatchObject({ distinct: 15, transitions: 20, depth: 8, stopped: null });
  });

  test('that is lossy delivers any subsequence', async () => {
    expect(await readings(link({ order: 'fifo', word: 'abc', options: { capacity: 3, lossy: true } }))).toEqual(['', 'a', 'ab', 'abc', 'ac', 'b', 'bc', 'c']);
  });

  test('loses no more than its budget', async () => {
    expect(await readings(link({ order: 'fifo', word: 'abc', options: { capacity: 3, lossy: true, loseBudget: 'losses' }, budgets: { losses: 1 } }))).toEqual(['ab', 'abc', 'ac', 'bc']);
  });

  test('that may duplicate puts the copy last', async () => {
    expect(await readings(link({ order: 'fifo', word: 'ab', options: { capacity: 4, duplicating: true, duplicateBudget: 'copies' }, budgets: { copies: 1 } }))).toEqual(['aab', 'ab', 'aba', 'abb']);
  });
});

describe('an unordered channel', () => {
  test('delivers every permutation', async () => {
    expect(await readings(link({ order: 'unordered', word: 'abc', options: { capacity: 3 } }))).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  });

  test('is a multiset: of aab it makes the three arrangements, and equal contents are one state', async () => {
    expect(await readings(link({ order: 'unordered', word: 'aab', options: { capacity: 3 } }))).toEqual(['aab', 'aba', 'baa']);
    const { verdicts } = await explore(link({ order: 'unordered', word: 'aba', options: { capacity: 3 } }), [reachable({ id: 'r', statement: 's', holds: (state) => JSON.stringify(state.actors['net']?.context).split('LETTER').length === 4 })], { builtIns: [] });
    expect(verdicts.get('r')).toMatchObject({ kind: 'witnessed' });
  });

  test('offers one DELIVER for equal messages, however many', () => {
    const semantics = semanticsOf(link({ order: 'unordered', word: 'aaa', options: { capacity: 3 } }));
    const write = semantics.enabled(semantics.start().state).find(({ event }) => event.type === 'WRITE') ?? expect.fail();
    let { state } = semantics.start();
    for (let i = 0; i < 3; i++) state = semantics.take(state, write).after;
    expect(semantics.enabled(state).map(({ event }) => event)).toEqual([{ type: 'DELIVER', place: 0 }]);
  });

  test('sent three different letters it has 16 contents with what was read, by hand', async () => {
    // Sent s letters, of which a subset was read in some order: s=0: 1, s=1: 2, s=2: 1+2+2, s=3: 1+3+6+6.
    expect((await explore(link({ order: 'unordered', word: 'abc', options: { capacity: 3 } }), [])).distinct).toBe(1 + 2 + 5 + 16);
  });

  test('that may lose or duplicate once delivers one less, or one more, or what was sent', async () => {
    const options = { capacity: 4, lossy: true, duplicating: true, loseBudget: 'faults', duplicateBudget: 'faults' };
    expect(await readings(link({ order: 'unordered', word: 'ab', options, budgets: { faults: 1 } }))).toEqual(['a', 'aab', 'ab', 'aba', 'abb', 'b', 'ba', 'baa', 'bab', 'bba']);
  });
});

describe('capacity', () => {
  test.each(['fifo', 'unordered'] as const)('a full %s channel takes no SEND, and the message is reported as swallowed', async (order) => {
    const { verdicts } = await explore(link({ order, word: 'abc', options: { capacity: 2 } }), [], { keepGoing: true });
    expect(verdicts.get('no-swallowed-event')).toMatchObject({ kind: 'violated', details: ['net in full swallows SEND'] });
    const verdict = verdicts.get('no-swallowed-event');
    expect(verdict?.kind === 'violated' ? verdict.run?.length : null).toBe(3);
  });

  test.each(['fifo', 'unordered'] as const)('a %s channel that is large enough swallows nothing', async (order) => {
    const { verdicts } = await explore(link({ order, word: 'abc', options: { capacity: 3, lossy: true } }), []);
    expect(verdicts.get('no-swallowed-event')?.kind).toBe('holds');
    expect(verdicts.get('no-deadlock')?.kind).toBe('holds');
  });

  test('a channel of capacity 1 goes between empty and full', async () => {
    const { coverage } = await explore(link({ order: 'fifo', word: 'ab', options: { capacity: 1, lossy: true, duplicating: true } }), [], { keepGoing: true });
    expect(coverage.neverTaken.filter(({ machine }) => machine === 'fifo-channel').map(({ reason }) => reason.kind)).toEqual(['overridden', 'source-unreachable', 'source-unreachable', 'source-unreachable', 'source-unreachable', 'source-unreachable', 'source-unreachable', 'source-unreachable', 'source-unreachable']);
  });

  test.each([0, -1, 1.5, Number.NaN])('a capacity of %s is refused', (capacity) => {
    expect(() => fifoChannel({ capacity })).toThrow(new RangeError(`a channel of capacity ${capacity}; it must be a whole number of at least 1`));
    expect(() => unorderedChannel({ capacity })).toThrow(RangeError);
  });
});

test('no channel holds more than its capacity, and live channels go the same way', () => {
  const options: fc.Arbitrary<ChannelOptions> = fc.record({ capacity: fc.integer({ min: 1, max: 3 }), lossy: fc.boolean(), duplicating: fc.boolean() });
  fc.assert(
    fc.property(fc.constantFrom('fifo', 'unordered'), options, fc.stringMatching(/^[ab]{0,4}$/), fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 20, size: 'max' }), (order, channel, word, fractions) => {
      const semantics = semanticsOf(link({ order, word, options: channel }));
      const { labels, steps } = walk(semantics, fractions);
      for (const { after } of steps) expect((semantics.view(after).actors['net']?.context as { readonly messages: readonly unknown[] } | undefined)?.messages.length).toBeLessThanOrEqual(channel.capacity);
      expect(replayLive(semantics, traceOf(semantics, labels))).toBeNull();
    }),
    { numRuns: 150, ...seeded(20_261_121) },
  );
});

test('stimuli name their budgets, and only what the options allow', () => {
  expect(fifoStimuli('net', { capacity: 2 })).toEqual([{ to: 'net', event: { type: 'DELIVER', place: 0 } }]);
  expect(unorderedStimuli('net', { capacity: 2, lossy: true, loseBudget: 'losses', duplicating: true })).toEqual([
    { to: 'net', event: { type: 'DELIVER', place: 0 } },
    { to: 'net', event: { type: 'DELIVER', place: 1 } },
    { to: 'net', event: { type: 'LOSE', place: 0 }, budget: 'losses' },
    { to: 'net', event: { type: 'LOSE', place: 1 }, budget: 'losses' },
    { to: 'net', event: { type: 'DUPLICATE', place: 0 } },
    { to: 'net', event: { type: 'DUPLICATE', place: 1 } },
  ]);
});
