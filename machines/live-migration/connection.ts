/**
 * Connection: the TCP connection by which one node migrates VMs to another. In each direction messages arrive in order, until
 * the connection breaks. Then whatever was in flight is lost, and neither end knows what the other has got of it.
 *
 *   closed ──CONNECT──▶ open ──BREAK / each end finds out by itself, at any time later──▶ closed
 *                        │ ▲ └──HUNG_UP, END_DIED / the other end finds out──▶ closed
 *                        └─┘ SEND_…, DELIVER_…
 *
 * That a socket can be written again (SENT) is flow control: the source may not take it for an acknowledgement of the
 * application. Source: domain.md 3.2; B1 of 6.2.
 */
import { assign, enqueueActions, setup } from 'xstate';
import { routeName, workerName } from './names.ts';
import type { Attempt, ConnectionEvent, NodeId, ToSource, ToTarget } from './vocabulary.ts';

export interface ConnectionInput {
  readonly from: NodeId;
  readonly to: NodeId;
}

export interface ConnectionContext extends ConnectionInput {
  /** The migration attempt that opened it: an end that still holds an earlier connection reaches nobody. */
  readonly open: Attempt | null;
  readonly toTarget: readonly ToTarget[];
  readonly toSource: readonly ToSource[];
}

function noticeId({ vm, attempt }: Attempt, end: NodeId): string {
  return `lost-${vm}-${attempt}-${end}`;
}

export const connection = setup({
  types: { context: {} as ConnectionContext, input: {} as ConnectionInput, events: {} as ConnectionEvent },
  guards: {
    hasForTarget: ({ context }) => context.toTarget.length > 0,
    hasForSource: ({ context }) => context.toSource.length > 0,
    isThisConnection: ({ context: { open }, event }) => 'attempt' in event && open?.attempt === event.attempt && open.vm === event.vm,
  },
  actions: {
    connect: assign(({ event }) => (event.type === 'CONNECT' ? { open: { vm: event.vm, attempt: event.attempt }, toTarget: [event.message], toSource: [] } : {})),
    carryToTarget: assign(({ context, event }) => (event.type === 'SEND_TO_TARGET' ? { toTarget: [...context.toTarget, event.message] } : {})),
    carryToSource: assign(({ context, event }) => (event.type === 'SEND_TO_SOURCE' ? { toSource: [...context.toSource, event.message] } : {})),
    deliverToTarget: enqueueActions(({ context: { from, to, open, toTarget }, enqueue }) => {
      const next = toTarget[0];
      if (next === undefined) return;
      const tag = { ...open, route: routeName(from, to) };
      enqueue.assign({ toTarget: toTarget.slice(1) });
      enqueue.sendTo(({ system }) => system.get(workerName(to)), () => ({ ...next, ...tag }));
      if (next.type === 'PAGE') enqueue.sendTo(({ system }) => system.get(workerName(from)), () => ({ type: 'SENT', ...tag }));
    }),
    deliverToSource: enqueueActions(({ context: { from, to, open, toSource }, enqueue }) => {
      const next = toSource[0];
      if (next === undefined) return;
      enqueue.assign({ toSource: toSource.slice(1) });
      enqueue.sendTo(({ system }) => system.get(workerName(from)), () => ({ ...next, ...open, route: routeName(from, to) }));
    }),
    close: assign({ open: null, toTarget: [], toSource: [] }),
    letEndsFindOut: enqueueActions(({ context: { from, to, open }, event, enqueue }) => {
      if (open === null) return;
      const ends = [from, to].filter((end) => !('node' in event) || event.node !== end);
      for (const end of ends) enqueue.sendTo(({ system }) => system.get(workerName(end)), () => ({ type: 'CONNECTION_LOST', ...open, route: routeName(from, to) }), { id: noticeId(open, end), delay: 'keepAliveTimeout' });
    }),
    /** An end that has closed its socket is told nothing more about it. */
    hearNoMore: enqueueActions(({ event, enqueue }) => {
      if (event.type === 'HUNG_UP') enqueue.cancel(noticeId(event, event.node));
    }),
  },
  delays: { keepAliveTimeout: 10_000 },
}).createMachine({
  id: 'connection',
  context: ({ input }) => ({ ...input, open: null, toTarget: [], toSource: [] }),
  initial: 'closed',
  on: { CONNECT: { target: '.open', actions: 'connect' }, SEND_TO_TARGET: {}, SEND_TO_SOURCE: {}, HUNG_UP: { actions: 'hearNoMore' }, END_DIED: {} },
  states: {
    closed: {},
    open: {
      on: {
        SEND_TO_TARGET: { guard: 'isThisConnection', actions: 'carryToTarget' },
        SEND_TO_SOURCE: { guard: 'isThisConnection', actions: 'carryToSource' },
        DELIVER_TO_TARGET: { guard: 'hasForTarget', actions: 'deliverToTarget' },
        DELIVER_TO_SOURCE: { guard: 'hasForSource', actions: 'deliverToSource' },
        BREAK: { target: 'closed', actions: ['letEndsFindOut', 'close'] },
        HUNG_UP: [{ guard: 'isThisConnection', target: 'closed', actions: ['letEndsFindOut', 'close'] }, { actions: 'hearNoMore' }],
        END_DIED: { target: 'closed', actions: ['letEndsFindOut', 'close'] },
      },
    },
  },
});
