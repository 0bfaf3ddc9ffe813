/**
 * Connection: the TCP connection by which one node migrates VMs to another. In each direction messages arrive in order, until
 * the connection breaks. Then whatever was in flight is lost, and neither end knows what the other has got of it.
 *
 *   closed ──CONNECT──▶ open ──BREAK / each end finds out by itself, at any time later──▶ closed
 *                        │ ▲ └──HUNG_UP / the other end finds out──▶ closed
 *                        └─┘ CONNECT (the source has given the old one up), SEND_…, DELIVER_…
 *
 * That a socket can be written again (SENT) is flow control: the source may not take it for an acknowledgement of the
 * application. Source: domain.md 3.2; B1 of 6.2.
 */
import { assign, enqueueActions, setup } from 'xstate';
import { routeName, workerName } from './names.ts';
import type { ConnectionEvent, NodeId, ToSource, ToTarget } from './vocabulary.ts';

export interface ConnectionInput {
  readonly from: NodeId;
  readonly to: NodeId;
}

export interface ConnectionContext extends ConnectionInput {
  readonly toTarget: readonly ToTarget[];
  readonly toSource: readonly ToSource[];
}

export const connection = setup({
  types: { context: {} as ConnectionContext, input: {} as ConnectionInput, events: {} as ConnectionEvent },
  guards: {
    hasForTarget: ({ context }) => context.toTarget.length > 0,
    hasForSource: ({ context }) => context.toSource.length > 0,
  },
  actions: {
    /** A new connection: what was to be found out of the old one is of no interest any more. */
    connect: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'CONNECT') return;
      enqueue.cancel(`lost-${context.from}`);
      enqueue.cancel(`lost-${context.to}`);
      enqueue.assign({ toTarget: [event.message], toSource: [] });
    }),
    carryToTarget: assign(({ context, event }) => (event.type === 'SEND_TO_TARGET' ? { toTarget: [...context.toTarget, event.message] } : {})),
    carryToSource: assign(({ context, event }) => (event.type === 'SEND_TO_SOURCE' ? { toSource: [...context.toSource, event.message] } : {})),
    deliverToTarget: enqueueActions(({ context: { from, to, toTarget }, enqueue }) => {
      const next = toTarget[0];
      if (next === undefined) return;
      const route = routeName(from, to);
      enqueue.assign({ toTarget: toTarget.slice(1) });
      enqueue.sendTo(({ system }) => system.get(workerName(to)), () => ({ ...next, route }));
      if (next.type === 'PAGE') enqueue.sendTo(({ system }) => system.get(workerName(from)), () => ({ type: 'SENT', route }));
    }),
    deliverToSource: enqueueActions(({ context: { from, to, toSource }, enqueue }) => {
      const next = toSource[0];
      if (next === undefined) return;
      enqueue.assign({ toSource: toSource.slice(1) });
      enqueue.sendTo(({ system }) => system.get(workerName(from)), () => ({ ...next, route: routeName(from, to) }));
    }),
    loseAll: assign({ toTarget: [], toSource: [] }),
    letBothFindOut: enqueueActions(({ context: { from, to }, enqueue }) => {
      for (const end of [from, to]) enqueue.sendTo(({ system }) => system.get(workerName(end)), () => ({ type: 'CONNECTION_LOST', route: routeName(from, to) }), { id: `lost-${end}`, delay: 'keepAliveTimeout' });
    }),
    hearNoMore: enqueueActions(({ event, enqueue }) => {
      if (event.type === 'HUNG_UP') enqueue.cancel(`lost-${event.node}`);
    }),
    letOtherFindOut: enqueueActions(({ context: { from, to }, event, enqueue }) => {
      if (event.type !== 'HUNG_UP') return;
      const other = event.node === from ? to : from;
      enqueue.sendTo(({ system }) => system.get(workerName(other)), () => ({ type: 'CONNECTION_LOST', route: routeName(from, to) }), { id: `lost-${other}`, delay: 'keepAliveTimeout' });
    }),
  },
  delays: { keepAliveTimeout: 10_000 },
}).createMachine({
  id: 'connection',
  context: ({ input }) => ({ ...input, toTarget: [], toSource: [] }),
  initial: 'closed',
  on: { CONNECT: { target: '.open', actions: 'connect' }, SEND_TO_TARGET: {}, SEND_TO_SOURCE: {}, HUNG_UP: { actions: 'hearNoMore' } },
  states: {
    closed: {},
    open: {
      on: {
        SEND_TO_TARGET: { actions: 'carryToTarget' },
        SEND_TO_SOURCE: { actions: 'carryToSource' },
        DELIVER_TO_TARGET: { guard: 'hasForTarget', actions: 'deliverToTarget' },
        DELIVER_TO_SOURCE: { guard: 'hasForSource', actions: 'deliverToSource' },
        BREAK: { target: 'closed', actions: ['loseAll', 'letBothFindOut'] },
        HUNG_UP: { target: 'closed', actions: ['loseAll', 'letOtherFindOut'] },
      },
    },
  },
});
