/**
 * Cluster link: the cluster network between one node and the cluster database. Messages of one direction arrive in order.
 *
 *   node ──CALL, REPORT──▶ up   ──DELIVER_UP──▶ database
 *   node ◀──DELIVER_DOWN── down ◀──ANSWER, NOTIFY── database
 *
 *   connected ──CUT, HOST_CRASHED / all in flight is lost──▶ cut ──HOST_BOOTED──▶ connected
 *
 * A call (COMMIT, ABORT) fails when its request is lost (LOSE_UP), when its answer is (LOSE_DOWN), and when it takes too long: then
 * (EXPIRE) the request goes on and arrives at any time later (DELIVER_LATE), overtaken by newer ones. The caller hears
 * CALL_FAILED in each of these cases and cannot tell them apart. Reports and notices are repeated until they arrive, so they are
 * only late. A node that is isolated hears nothing at all. Source: domain.md 1.3, 3.2; the Two Generals remark of 6.2.
 */
import { assign, enqueueActions, setup } from 'xstate';
import type { FromCluster, LinkEvent, NodeId, ToCluster } from './vocabulary.ts';

interface Up {
  readonly to: string;
  readonly message: ToCluster;
  /** Who waits for the answer; null for a report. */
  readonly by: string | null;
}

interface Down {
  readonly to: string;
  readonly message: FromCluster;
}

export interface LinkInput {
  readonly node: NodeId;
}

export interface LinkContext extends LinkInput {
  readonly up: readonly Up[];
  readonly down: readonly Down[];
  /** Who waits for an answer to a call that has been made. */
  readonly caller: string | null;
  /** A call that was given up and is still on its way. */
  readonly late: Up | null;
  /** What is delivered now is the late one: its answer interests nobody. */
  readonly answeringLate: boolean;
}

const empty = { up: [], down: [], caller: null, late: null, answeringLate: false } as const;

export const clusterLink = setup({
  types: { context: {} as LinkContext, input: {} as LinkInput, events: {} as LinkEvent },
  guards: {
    hasUp: ({ context }) => context.up.length > 0,
    hasDown: ({ context }) => context.down.length > 0,
    hasLate: ({ context }) => context.late !== null,
    callIsNext: ({ context }) => context.up[0]?.by !== undefined && context.up[0].by !== null,
    callMayBeLate: ({ context }) => context.late === null && context.up[0]?.by !== undefined && context.up[0].by !== null,
    answerIsNext: ({ context }) => context.down[0]?.message.type === 'OWNER_IS',
    somebodyWaits: ({ context }) => context.caller !== null && !context.answeringLate,
  },
  actions: {
    loseAll: assign(empty),
    call: assign(({ context, event }) => (event.type === 'CALL' ? { up: [...context.up, { to: event.to, message: event.message, by: event.by }] } : {})),
    report: assign(({ context, event }) => (event.type === 'REPORT' ? { up: [...context.up, { to: event.to, message: event.message, by: null }] } : {})),
    answer: assign(({ context, event }) => (event.type === 'ANSWER' && context.caller !== null ? { down: [...context.down, { to: context.caller, message: event.message }] } : {})),
    notify: assign(({ context, event }) => (event.type === 'NOTIFY' ? { down: [...context.down, { to: event.to, message: event.message }] } : {})),
    deliverUp: enqueueActions(({ context, enqueue }) => {
      const next = context.up[0];
      if (next === undefined) return;
      enqueue.assign({ up: context.up.slice(1), caller: next.by ?? context.caller, answeringLate: false });
      enqueue.sendTo(({ system }) => system.get(next.to), () => next.message);
    }),
    deliverDown: enqueueActions(({ context, enqueue }) => {
      const next = context.down[0];
      if (next === undefined) return;
      enqueue.assign({ down: context.down.slice(1), ...(next.message.type === 'OWNER_IS' ? { caller: null } : {}) });
      enqueue.sendTo(({ system }) => system.get(next.to), () => next.message);
    }),
    deliverLate: enqueueActions(({ context: { late }, enqueue }) => {
      if (late === null) return;
      enqueue.assign({ late: null, answeringLate: true });
      enqueue.sendTo(({ system }) => system.get(late.to), () => late.message);
    }),
    answerDropped: assign({ answeringLate: false }),
    loseUp: enqueueActions(({ context, enqueue }) => {
      const by = context.up[0]?.by ?? null;
      enqueue.assign({ up: context.up.slice(1) });
      if (by !== null) enqueue.sendTo(({ system }) => system.get(by), { type: 'CALL_FAILED' });
    }),
    loseDown: enqueueActions(({ context, enqueue }) => {
      const { caller } = context;
      enqueue.assign({ down: context.down.slice(1), caller: null });
      if (caller !== null) enqueue.sendTo(({ system }) => system.get(caller), { type: 'CALL_FAILED' });
    }),
    expire: enqueueActions(({ context, enqueue }) => {
      const next = context.up[0];
      if (next === undefined) return;
      const { by } = next;
      enqueue.assign({ up: context.up.slice(1), late: next });
      if (by !== null) enqueue.sendTo(({ system }) => system.get(by), { type: 'CALL_FAILED' });
    }),
  },
}).createMachine({
  id: 'cluster-link',
  context: ({ input }) => ({ ...input, ...empty }),
  initial: 'connected',
  on: { HOST_CRASHED: { target: '.cut', actions: 'loseAll' }, HOST_BOOTED: {}, SERVICE_STOPPED: {}, CUT: {}, CALL: {}, REPORT: {}, ANSWER: {}, NOTIFY: {} },
  states: {
    connected: {
      on: {
        CUT: { target: 'cut', actions: 'loseAll' },
        CALL: { actions: 'call' },
        REPORT: { actions: 'report' },
        ANSWER: [{ guard: 'somebodyWaits', actions: 'answer' }, { actions: 'answerDropped' }],
        NOTIFY: { actions: 'notify' },
        DELIVER_UP: { guard: 'hasUp', actions: 'deliverUp' },
        DELIVER_DOWN: { guard: 'hasDown', actions: 'deliverDown' },
        DELIVER_LATE: { guard: 'hasLate', actions: 'deliverLate' },
        LOSE_UP: { guard: 'callIsNext', actions: 'loseUp' },
        LOSE_DOWN: { guard: 'answerIsNext', actions: 'loseDown' },
        EXPIRE: { guard: 'callMayBeLate', actions: 'expire' },
      },
    },
    cut: { on: { HOST_BOOTED: 'connected' } },
  },
});
