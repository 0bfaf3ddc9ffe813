/**
 * The networks of a shared volume on a clock: what is sent arrives at once, in the order in which it was sent. A message that may
 * wait for ever would make every bound infinite.
 *
 *   cluster link    SEND / queue it ──▶ DELIVER            SMB    SEND_REQUEST ──▶ DELIVER_REQUEST, SEND_ANSWER ──▶ DELIVER_ANSWER
 *
 * The machines are those of the untimed systems; only who says DELIVER differs: a timer here, the environment there.
 * Source: CSV-5; domain.md 1.3, 4.
 */
import { enqueueActions } from 'xstate';
import { clusterLink } from './cluster-link.ts';
import { ntfsName, volumeName } from './names.ts';
import { smbConnection } from './smb-connection.ts';

export const promptLink = clusterLink.provide({
  actions: {
    take: enqueueActions(({ context: { messages }, event, enqueue }) => {
      if (event.type !== 'SEND') return;
      enqueue.assign({ messages: [...messages, { to: event.to, message: event.message }] });
      if (messages.length === 0) enqueue.raise({ type: 'DELIVER' }, { id: 'next', delay: 0 });
    }),
    deliver: enqueueActions(({ context, enqueue }) => {
      const [first, ...others] = context.messages;
      if (first === undefined) return;
      enqueue.assign({ messages: others });
      enqueue.sendTo(({ system }) => system.get(first.to), () => first.message);
      if (others.length > 0) enqueue.raise({ type: 'DELIVER' }, { id: 'next', delay: 0 });
    }),
    lose: enqueueActions(({ enqueue }) => {
      enqueue.cancel('next');
      enqueue.assign({ messages: [] });
    }),
  },
});

export const promptSmb = smbConnection.provide({
  actions: {
    takeRequest: enqueueActions(({ context: { requests, outstanding }, event, enqueue }) => {
      if (event.type !== 'SEND_REQUEST') return;
      enqueue.assign({ server: event.server, requests: [...requests, event.message], outstanding: outstanding + 1 });
      if (requests.length === 0) enqueue.raise({ type: 'DELIVER_REQUEST' }, { id: 'request', delay: 0 });
    }),
    takeAnswer: enqueueActions(({ context: { answers }, event, enqueue }) => {
      if (event.type !== 'SEND_ANSWER') return;
      enqueue.assign({ answers: [...answers, event.message] });
      if (answers.length === 0) enqueue.raise({ type: 'DELIVER_ANSWER' }, { id: 'answer', delay: 0 });
    }),
    deliverRequest: enqueueActions(({ context: { requests, server }, enqueue }) => {
      const [first, ...others] = requests;
      if (first === undefined || server === null) return;
      enqueue.assign({ requests: others });
      enqueue.sendTo(({ system }) => system.get(ntfsName(server)), () => first);
      if (others.length > 0) enqueue.raise({ type: 'DELIVER_REQUEST' }, { id: 'request', delay: 0 });
    }),
    deliverAnswer: enqueueActions(({ context: { answers, outstanding, client }, enqueue }) => {
      const [first, ...others] = answers;
      if (first === undefined) return;
      enqueue.assign({ answers: others, outstanding: outstanding - 1 });
      enqueue.sendTo(({ system }) => system.get(volumeName(client)), () => first);
      if (others.length > 0) enqueue.raise({ type: 'DELIVER_ANSWER' }, { id: 'answer', delay: 0 });
    }),
    forget: enqueueActions(({ enqueue }) => {
      enqueue.cancel('request');
      enqueue.cancel('answer');
      enqueue.assign({ server: null, requests: [], answers: [], outstanding: 0 });
    }),
  },
});
