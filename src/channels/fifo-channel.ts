/**
 * FIFO channel: messages arrive in the order in which they were sent, as over one TCP connection.
 *
 *   SEND c ──▶ [ b, a ] ──DELIVER──▶ a
 *
 * One channel is one queue, whomever its messages are for; a system with several links has several channels. DELIVER, LOSE
 * and DUPLICATE concern the oldest message. That LOSE cannot take a younger one changes nothing that a receiver can see,
 * because the loss can wait until the message is the oldest; only a channel that is full notices. DUPLICATE puts the copy
 * last, as a sender does that repeats itself.
 */
import type { ChannelOptions } from './channel.ts';
import { channelMachine } from './channel-machine.ts';

/**
 * A channel that keeps the order of its messages.
 *
 * @throws {RangeError} when the capacity is not a whole number of at least 1.
 * @example actors: { net: { machine: fifoChannel({ capacity: 4 }) } }
 */
export const fifoChannel = (options: ChannelOptions) =>
  channelMachine('fifo-channel', { put: (messages, message) => [...messages, message], find: (messages, place) => (place === 0 && messages.length > 0 ? 0 : -1) }, options);
