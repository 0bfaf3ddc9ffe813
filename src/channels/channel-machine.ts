/**
 * The machine behind both channels; they differ in where a message goes and which ones may be chosen.
 *
 *            SEND           SEND, DUPLICATE             SEND, DUPLICATE
 *   ┌─────┐ ─────▶ ┌────────┐ ──┐      the last free place ──▶ ┌──────┐
 *   │empty│        │carrying│ ◀─┘                              │ full │   (SEND is swallowed, DUPLICATE not enabled)
 *   └─────┘ ◀───── └────────┘ ◀─────────────────────────────── └──────┘
 *      DELIVER, LOSE  │  ▲             DELIVER, LOSE
 *      of the last    └──┘ DELIVER, LOSE
 *
 * A channel of capacity 1 is never carrying. LOSE and DUPLICATE are answered only where the options allow them, so that
 * coverage does not list what a reliable channel never does.
 */
import { assign, enqueueActions, setup } from 'xstate';
import { refuseCapacity, type ChannelContext, type ChannelEvent, type ChannelOptions, type InFlight } from './channel.ts';

type Messages = readonly InFlight[];

/** How a channel orders its messages. */
export interface Discipline {
  /** The messages with one more. */
  readonly put: (messages: Messages, message: InFlight) => Messages;
  /** The place in the array of the message that the environment calls `place`; -1 when there is none. */
  readonly find: (messages: Messages, place: number) => number;
}

/**
 * A channel machine of this discipline.
 *
 * @throws {RangeError} when the capacity is not a whole number of at least 1.
 */
export function channelMachine(id: string, { put, find }: Discipline, { capacity, lossy = false, duplicating = false }: ChannelOptions) {
  refuseCapacity(capacity);
  const chosen = (messages: Messages, event: ChannelEvent): InFlight | undefined => (event.type === 'SEND' ? undefined : messages[find(messages, event.place)]);
  const without = (messages: Messages, event: ChannelEvent): Messages => (event.type === 'SEND' ? messages : messages.toSpliced(find(messages, event.place), 1));

  const { createMachine } = setup({
    types: { context: {} as ChannelContext, events: {} as ChannelEvent },
    guards: {
      holdsIt: ({ context, event }) => chosen(context.messages, event) !== undefined,
      holdsItAlone: ({ context, event }) => context.messages.length === 1 && chosen(context.messages, event) !== undefined,
      holdsItAndOneMoreFills: ({ context, event }) => context.messages.length === capacity - 1 && chosen(context.messages, event) !== undefined,
      oneMoreFills: ({ context }) => context.messages.length === capacity - 1,
    },
    actions: {
      take: assign(({ context, event }) => (event.type === 'SEND' ? { messages: put(context.messages, { to: event.to, message: event.message }) } : {})),
      deliver: enqueueActions(({ context, event, enqueue }) => {
        const found = chosen(context.messages, event);
        if (found === undefined) return;
        enqueue.assign({ messages: without(context.messages, event) });
        enqueue.sendTo(({ system }) => system.get(found.to), () => found.message);
      }),
      lose: assign(({ context, event }) => ({ messages: without(context.messages, event) })),
      duplicate: assign(({ context, event }) => {
        const found = chosen(context.messages, event);
        return found === undefined ? {} : { messages: put(context.messages, found) };
      }),
    },
  });

  return createMachine({
    id,
    context: { messages: [] },
    initial: 'empty',
    states: {
      empty: {
        on: { SEND: [{ guard: 'oneMoreFills', target: 'full', actions: 'take' }, { target: 'carrying', actions: 'take' }] },
      },
      carrying: {
        on: {
          SEND: [{ guard: 'oneMoreFills', target: 'full', actions: 'take' }, { actions: 'take' }],
          DELIVER: [{ guard: 'holdsItAlone', target: 'empty', actions: 'deliver' }, { guard: 'holdsIt', actions: 'deliver' }],
          ...(lossy ? { LOSE: [{ guard: 'holdsItAlone', target: 'empty', actions: 'lose' }, { guard: 'holdsIt', actions: 'lose' }] as const } : {}),
          ...(duplicating ? { DUPLICATE: [{ guard: 'holdsItAndOneMoreFills', target: 'full', actions: 'duplicate' }, { guard: 'holdsIt', actions: 'duplicate' }] as const } : {}),
        },
      },
      full: {
        on: {
          DELIVER: { guard: 'holdsIt', target: capacity === 1 ? 'empty' : 'carrying', actions: 'deliver' },
          ...(lossy ? { LOSE: { guard: 'holdsIt', target: capacity === 1 ? 'empty' : 'carrying', actions: 'lose' } as const } : {}),
        },
      },
    },
  });
}
