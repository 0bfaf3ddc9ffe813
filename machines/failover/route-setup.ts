/**
 * What the two routes, without a clock and with one, have in common: what they know, and what they do.
 * Source: domain.md 1.3 (NetFT; SameSubnetDelay 1 s, SameSubnetThreshold 5).
 */
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { serviceName } from './names.ts';
import type { ClusterMessage, NodeId, RouteEvent } from './vocabulary.ts';

export interface RouteInput {
  readonly from: NodeId;
  readonly to: NodeId;
}

export interface RouteContext extends RouteInput {
  readonly cut: boolean;
  readonly senderUp: boolean;
  readonly receiverUp: boolean;
  /** Oldest first, one of a kind. */
  readonly messages: readonly ClusterMessage[];
}

/** What the environment decides of heartbeats: with a clock also that one is missed. */
export type HeartbeatEvent = RouteEvent | { readonly type: 'MISS' };

/** Without a clock a route waits for the heartbeat timeout, with one for the two others. */
export const routeSetup = setup({
  types: { context: {} as RouteContext, input: {} as RouteInput, events: {} as HeartbeatEvent },
  guards: {
    isSender: ({ context, event }) => 'node' in event && event.node === context.from,
    carriesMessage: ({ context }) => context.messages.length > 0,
    isOpen: ({ context }) => !context.cut && context.senderUp && context.receiverUp,
    isCut: ({ context }) => context.cut,
    senderIsUp: ({ context }) => context.senderUp,
  },
  actions: {
    /** A newer message replaces an older one of its kind. */
    carry: assign(({ context, event }) => (event.type === 'SEND' ? { messages: [...context.messages.filter(({ type }) => type !== event.message.type), event.message] } : {})),
    drop: assign({ messages: [] }),
    deliver: enqueueActions(({ context, enqueue }) => {
      const { to } = context;
      const [message, ...later] = context.messages;
      if (message === undefined) return;
      enqueue.assign({ messages: later });
      enqueue.sendTo(({ system }) => system.get(serviceName(to)), () => message);
    }),
    reportUp: sendTo(({ system, context }) => system.get(serviceName(context.to)), ({ context }) => ({ type: 'ROUTE_UP', node: context.from })),
    reportDown: sendTo(({ system, context }) => system.get(serviceName(context.to)), ({ context }) => ({ type: 'ROUTE_DOWN', node: context.from })),
    markCut: assign({ cut: true }),
    markHealed: assign({ cut: false }),
    senderDown: assign({ senderUp: false }),
    senderUp: assign({ senderUp: true }),
    receiverDown: assign({ receiverUp: false }),
    receiverUp: assign({ receiverUp: true }),
  },
  delays: { heartbeatTimeout: 5_000, heartbeatPeriod: 1_000, shortestSilence: 4_000 },
});
