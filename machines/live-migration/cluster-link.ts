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
import type { FromCluster, LinkEvent, NodeId, ToCluster, VmId } from './vocabulary.ts';

interface Up {
  readonly to: VmId;
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
  /** Who waits for the answer to what is being delivered; the database answers at once, so null between steps. */
  readonly caller: string | null;
  /** A call that was given up and is still on its way: its answer interests nobody. */
  readonly late: Up | null;
}

const empty = { up: [], down: [], caller: null, late: null } as const;

export const clusterLink = setup({
  types: { context: {} as LinkContext, input: {} as LinkInput, events: {} as LinkEvent },
  guards: {
    hasUp: ({ context }) => context.up.length > 0,
    hasDown: ({ context }) => context.down.length > 0,
    hasLate: ({ context }) => context.late !== null,
    callIsNext: ({ context }) => context.up[0]?.by !== undefined && context.up[0].by !== null,
    callMayBeLate: ({ context }) => context.late === null && context.up[0]?.by !== undefined && context.up[0].by !== null,
    answerIsNext: ({ context }) => context.down[0]?.message.type === 'OWNER_IS',
    somebodyWaits: ({ context }) => context.caller !== null,
  },
  actions: {
    loseAll: assign(empty),
    call: assign(({ context, event }) => (event.type === 'CALL' ? { up: [...context.up, { to: event.to, message: event.message, by: event.by }] } : {})),
    report: assign(({ context, event }) => (event.type === 'REPORT' ? { up: [...context.up, { to: event.to, message: event.message, by: null }] } : {})),
    answer: assign(({ context, event }) => (event.type === 'ANSWER' && context.caller !== null ? { down: [...context.down, { to: context.caller, message: event.message }], caller: null } : {})),
    notify: assign(({ context, event }) => (event.type === 'NOTIFY' ? { down: [...context.down, { to: event.to, message: event.message }] } : {})),
    deliverUp: enqueueActions(({ context, enqueue }) => {
      const next = context.up[0];
      if (next === undefined) return;
      enqueue.assign({ up: context.up.slice(1), caller: next.by });
      enqueue.sendTo(({ system }) => system.get(next.to), () => next.message);
    }),
    deliverDown: enqueueActions(({ context, enqueue }) => {
      const next = context.down[0];
      if (next === undefined) return;
      enqueue.assign({ down: context.down.slice(1) });
      enqueue.sendTo(({ system }) => system.get(next.to), () => next.message);
    }),
    deliverLate: enqueueActions(({ context: { late }, enqueue }) => {
      if (late === null) return;
      enqueue.assign({ late: null });
      enqueue.sendTo(({ system }) => system.get(late.to), () => late.message);
    }),
    loseUp: assign(({ context }) => ({ up: context.up.slice(1) })),
    loseDown: assign(({ context }) => ({ down: context.down.slice(1) })),
    expire: assign(({ context }) => ({ up: context.up.slice(1), late: context.up[0] ?? null })),
    failCall: enqueueActions(({ context, enqueue }) => {
      const next = context.up[0];
      if (next === undefined || next.by === null || !('attempt' in next.message)) return;
      const { by, to: vm, message: { attempt } } = next;
      enqueue.sendTo(({ system }) => system.get(by), () => ({ type: 'CALL_FAILED', vm, attempt }));
    }),
    failAnsweredCall: enqueueActions(({ context, enqueue }) => {
      const next = context.down[0];
      if (next?.message.type !== 'OWNER_IS') return;
      const { to, message: { vm, attempt } } = next;
      enqueue.sendTo(({ system }) => system.get(to), () => ({ type: 'CALL_FAILED', vm, attempt }));
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
        ANSWER: [{ guard: 'somebodyWaits', actions: 'answer' }, {}],
        NOTIFY: { actions: 'notify' },
        DELIVER_UP: { guard: 'hasUp', actions: 'deliverUp' },
        DELIVER_DOWN: { guard: 'hasDown', actions: 'deliverDown' },
        DELIVER_LATE: { guard: 'hasLate', actions: 'deliverLate' },
        LOSE_UP: { guard: 'callIsNext', actions: ['failCall', 'loseUp'] },
        LOSE_DOWN: { guard: 'answerIsNext', actions: ['failAnsweredCall', 'loseDown'] },
        EXPIRE: { guard: 'callMayBeLate', actions: ['failCall', 'expire'] },
      },
    },
    cut: { on: { HOST_BOOTED: 'connected' } },
  },
});
