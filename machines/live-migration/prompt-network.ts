/**
 * The networks of a live migration on a clock: what is sent arrives when its time has come, no sooner and no later. A message that
 * may wait for ever would make every bound infinite.
 *
 *   connection   SEND_TO_TARGET / queue it ──page time, if it is a page──▶ DELIVER_TO_TARGET
 *   link         CALL, REPORT, ANSWER, NOTIFY / queue it ──at once──▶ DELIVER_UP, DELIVER_DOWN
 *
 * The machines are those of the untimed systems; only who says DELIVER differs: a timer here, the environment there. A message
 * other than a page takes less than a tick, and no time here. Source: LM-2, LM-6; domain.md 3.2.
 */
import { enqueueActions } from 'xstate';
import { clusterLink } from './cluster-link.ts';
import { connection } from './connection.ts';

/** A connection that carries one page after the other, each in the time that the link takes for it. */
export function promptConnection(pageTimeMs: number): typeof connection {
  return connection.provide({
    actions: {
      connect: enqueueActions(({ event, enqueue }) => {
        if (event.type !== 'CONNECT') return;
        enqueue.assign({ open: { vm: event.vm, attempt: event.attempt }, toTarget: [event.message], toSource: [] });
        enqueue.raise({ type: 'DELIVER_TO_TARGET' }, { id: 'to-target', delay: 0 });
      }),
      carryToTarget: enqueueActions(({ context, event, enqueue }) => {
        if (event.type !== 'SEND_TO_TARGET') return;
        enqueue.assign({ toTarget: [...context.toTarget, event.message] });
        enqueue.raise({ type: 'DELIVER_TO_TARGET' }, { id: 'to-target', delay: event.message.type === 'PAGE' ? pageTimeMs : 0 });
      }),
      carryToSource: enqueueActions(({ context, event, enqueue }) => {
        if (event.type !== 'SEND_TO_SOURCE') return;
        enqueue.assign({ toSource: [...context.toSource, event.message] });
        enqueue.raise({ type: 'DELIVER_TO_SOURCE' }, { id: 'to-source', delay: 0 });
      }),
      close: enqueueActions(({ enqueue }) => {
        enqueue.cancel('to-target');
        enqueue.cancel('to-source');
        enqueue.assign({ open: null, toTarget: [], toSource: [] });
      }),
    },
  });
}

/** The way to the cluster database when nothing is in its way. */
export const promptLink = clusterLink.provide({
  actions: {
    loseAll: enqueueActions(({ enqueue }) => {
      enqueue.cancel('up');
      enqueue.cancel('down');
      enqueue.assign({ up: [], down: [], caller: null, late: null });
    }),
    call: enqueueActions(({ context: { up }, event, enqueue }) => {
      if (event.type !== 'CALL') return;
      enqueue.assign({ up: [...up, { to: event.to, message: event.message, by: event.by }] });
      if (up.length === 0) enqueue.raise({ type: 'DELIVER_UP' }, { id: 'up', delay: 0 });
    }),
    report: enqueueActions(({ context: { up }, event, enqueue }) => {
      if (event.type !== 'REPORT') return;
      enqueue.assign({ up: [...up, { to: event.to, message: event.message, by: null }] });
      if (up.length === 0) enqueue.raise({ type: 'DELIVER_UP' }, { id: 'up', delay: 0 });
    }),
    answer: enqueueActions(({ context: { down, caller }, event, enqueue }) => {
      if (event.type !== 'ANSWER' || caller === null) return;
      enqueue.assign({ down: [...down, { to: caller, message: event.message }], caller: null });
      if (down.length === 0) enqueue.raise({ type: 'DELIVER_DOWN' }, { id: 'down', delay: 0 });
    }),
    notify: enqueueActions(({ context: { down }, event, enqueue }) => {
      if (event.type !== 'NOTIFY') return;
      enqueue.assign({ down: [...down, { to: event.to, message: event.message }] });
      if (down.length === 0) enqueue.raise({ type: 'DELIVER_DOWN' }, { id: 'down', delay: 0 });
    }),
    deliverUp: enqueueActions(({ context, enqueue }) => {
      const [next, ...others] = context.up;
      if (next === undefined) return;
      enqueue.assign({ up: others, caller: next.by });
      enqueue.sendTo(({ system }) => system.get(next.to), () => next.message);
      if (others.length > 0) enqueue.raise({ type: 'DELIVER_UP' }, { id: 'up', delay: 0 });
    }),
    deliverDown: enqueueActions(({ context, enqueue }) => {
      const [next, ...others] = context.down;
      if (next === undefined) return;
      enqueue.assign({ down: others });
      enqueue.sendTo(({ system }) => system.get(next.to), () => next.message);
      if (others.length > 0) enqueue.raise({ type: 'DELIVER_DOWN' }, { id: 'down', delay: 0 });
    }),
  },
});
