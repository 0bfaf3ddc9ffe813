/**
 * What the two channels share: their words, and the stimuli they need in a system.
 *
 * A channel is an actor that holds the messages in flight. Actors hand it a message with SEND; what becomes of it is the
 * environment's choice, so DELIVER, LOSE and DUPLICATE are stimuli. A system that wants "at most one message lost" gives
 * LOSE a budget; the search then needs to know nothing of networks.
 *
 *   actor ──SEND {to, message}──▶ channel ◀──DELIVER, LOSE, DUPLICATE── environment
 *                                    └──message──▶ actor `to`
 */
import type { EventObject } from 'xstate';

/** A message in flight, and the name of the actor it is for. */
export interface InFlight {
  readonly to: string;
  readonly message: EventObject;
}

/** What actors say to a channel. */
export interface SendEvent extends InFlight {
  readonly type: 'SEND';
}

/** What the environment does to a channel; `place` counts the messages it may choose among, from 0. */
export type ChannelStimulus =
  | { readonly type: 'DELIVER'; readonly place: number }
  | { readonly type: 'LOSE'; readonly place: number }
  | { readonly type: 'DUPLICATE'; readonly place: number };

export type ChannelEvent = SendEvent | ChannelStimulus;

export interface ChannelContext {
  /** In order: of arrival in a FIFO channel, of their texts in an unordered one. */
  readonly messages: readonly InFlight[];
}

export interface ChannelOptions {
  /**
   * How many messages it holds at most; a whole number of at least 1.
   *
   * A full channel takes no SEND. It does not drop it in silence: the checker reports a swallowed event, which says that
   * the capacity is too small for what the actors do, or that the actors do too much.
   */
  readonly capacity: number;
  /** Whether LOSE may remove a message. Default: false. */
  readonly lossy?: boolean;
  /** Whether DUPLICATE may add a copy of a message, while there is room. Default: false. */
  readonly duplicating?: boolean;
}

export interface ChannelStimuliOptions extends ChannelOptions {
  /** The budget that each LOSE draws on. Default: none; it may lose for ever. */
  readonly loseBudget?: string;
  /** The budget that each DUPLICATE draws on. Default: none. */
  readonly duplicateBudget?: string;
}

type StimulusTo<N extends string> = { readonly to: N; readonly event: ChannelStimulus; readonly budget?: string };

/**
 * The stimuli of a FIFO channel: all it may do concerns its oldest message.
 *
 * @example stimuli: [...fifoStimuli('net', { capacity: 3, lossy: true, loseBudget: 'losses' })]
 */
export function fifoStimuli<const N extends string>(name: N, options: ChannelStimuliOptions): readonly StimulusTo<N>[] {
  return stimuliAt(name, [0], options);
}

/**
 * The stimuli of an unordered channel: one of each kind for each message it may have to choose among.
 *
 * @example stimuli: [...unorderedStimuli('net', { capacity: 3 })] // DELIVER 0, DELIVER 1, DELIVER 2
 */
export function unorderedStimuli<const N extends string>(name: N, options: ChannelStimuliOptions): readonly StimulusTo<N>[] {
  return stimuliAt(name, Array.from({ length: options.capacity }, (_, place) => place), options);
}

function stimuliAt<const N extends string>(to: N, places: readonly number[], { lossy = false, duplicating = false, loseBudget, duplicateBudget }: ChannelStimuliOptions): readonly StimulusTo<N>[] {
  return [
    ...places.map((place) => ({ to, event: { type: 'DELIVER', place } }) as const),
    ...(lossy ? places.map((place) => ({ to, event: { type: 'LOSE', place }, ...(loseBudget === undefined ? {} : { budget: loseBudget }) }) as const) : []),
    ...(duplicating ? places.map((place) => ({ to, event: { type: 'DUPLICATE', place }, ...(duplicateBudget === undefined ? {} : { budget: duplicateBudget }) }) as const) : []),
  ];
}

/** @throws {RangeError} when a channel could never hold a message, or its capacity is no whole number. */
export function refuseCapacity(capacity: number): void {
  if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError(`a channel of capacity ${capacity}; it must be a whole number of at least 1`);
}
