/**
 * Network: which links between nodes carry anything. A link is two routes, one each way; cutting or healing it is
 * told to both. One fault at a time: a node without its network, or a link of its own.
 *
 *   whole ──ISOLATE node, CUT_LINK──▶ parted ──HEAL──▶ whole
 *
 * A file share is on the same network, so a node that is isolated loses it too; a disk is not. Source: HA-3; domain.md 1.3.
 */
import { assign, enqueueActions, setup } from 'xstate';
import { routeName } from './names.ts';
import type { NetworkEvent, NodeId } from './vocabulary.ts';

export interface NetworkInput {
  readonly nodes: readonly NodeId[];
  /** The file share witness, if there is one. */
  readonly share: string | null;
}

export interface NetworkContext extends NetworkInput {
  /** Pairs of nodes whose link is cut. */
  readonly cut: readonly (readonly [NodeId, NodeId])[];
  /** The node that has no network at all. */
  readonly isolated: NodeId | null;
}

export const network = setup({
  types: { context: {} as NetworkContext, input: {} as NetworkInput, events: {} as NetworkEvent },
  actions: {
    isolate: assign(({ context, event }) =>
      event.type === 'ISOLATE' ? { isolated: event.node, cut: context.nodes.filter((id) => id !== event.node).map((id) => [event.node, id] as const) } : {},
    ),
    cutLink: assign(({ event }) => (event.type === 'CUT_LINK' ? { cut: [event.between] } : {})),
    restore: assign({ cut: [], isolated: null }),
    tellRoutes: enqueueActions(({ context, event, enqueue }) => {
      const type = event.type === 'HEAL' ? 'HEAL' : 'CUT';
      for (const [one, other] of context.cut) {
        enqueue.sendTo(({ system }) => system.get(routeName(one, other)), { type });
        enqueue.sendTo(({ system }) => system.get(routeName(other, one)), { type });
      }
      const { share, isolated } = context;
      if (share !== null && isolated !== null) enqueue.sendTo(({ system }) => system.get(share), () => ({ type, node: isolated }));
    }),
  },
}).createMachine({
  id: 'network',
  context: ({ input }) => ({ ...input, cut: [], isolated: null }),
  initial: 'whole',
  states: {
    whole: {
      on: {
        ISOLATE: { target: 'parted', actions: ['isolate', 'tellRoutes'] },
        CUT_LINK: { target: 'parted', actions: ['cutLink', 'tellRoutes'] },
        HEAL: {},
      },
    },
    parted: { on: { HEAL: { target: 'whole', actions: ['tellRoutes', 'restore'] }, ISOLATE: {}, CUT_LINK: {} } },
  },
});
