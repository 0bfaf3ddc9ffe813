/**
 * Prompt network: a message arrives when its latency has passed, no sooner and no later. For systems with a clock, where a
 * message that may wait for ever would make every bound infinite.
 *
 *   (carrying) ──SEND / to its receiver, after the latency──▶ (carrying)
 *
 * Source: domain.md 1.3; TCP between nodes that hear each other.
 */
import { sendTo, setup, type EventObject } from 'xstate';

/** A message, and the name of the actor it is for. */
export interface PromptNetworkEvent {
  readonly type: 'SEND';
  readonly to: string;
  readonly message: EventObject;
}

export const promptNetwork = setup({
  types: { events: {} as PromptNetworkEvent },
  actions: { carry: sendTo(({ system, event }) => system.get(event.to), ({ event }) => event.message, { delay: 'latency' }) },
  delays: { latency: 0 },
}).createMachine({ id: 'prompt-network', initial: 'carrying', states: { carrying: { on: { SEND: { actions: 'carry' } } } } });
