/**
 * Unordered channel: messages arrive in any order, as over UDP or through several connections.
 *
 *   SEND c ──▶ { a, a, b } ──DELIVER 1──▶ b      (place 0 is a, place 1 is b: equal messages are one choice)
 *
 * What it holds is a multiset, kept as an array in the order of the messages' texts, so that equal contents are one state
 * however they came about. A place counts different messages; `place` 0 is the first in that order.
 */
import { canonicalText } from '../system/canonical.ts';
import type { ChannelOptions, InFlight } from './channel.ts';
import { channelMachine } from './channel-machine.ts';

/**
 * A channel that forgets the order of its messages.
 *
 * @throws {RangeError} when the capacity is not a whole number of at least 1.
 * @example actors: { net: { machine: unorderedChannel({ capacity: 4, lossy: true }) } }
 */
export const unorderedChannel = (options: ChannelOptions) =>
  channelMachine('unordered-channel', { put: (messages, message) => [...messages, message].toSorted(byText), find: findDistinct }, options);

function byText(one: InFlight, other: InFlight): number {
  const [a, b] = [canonicalText(one), canonicalText(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The first of the messages that are equal to each other and different from `place` others before them. */
function findDistinct(messages: readonly InFlight[], place: number): number {
  const texts = messages.map((message) => canonicalText(message));
  const firsts = texts.flatMap((text, i) => (text === texts[i - 1] ? [] : [i]));
  return firsts[place] ?? -1;
}
