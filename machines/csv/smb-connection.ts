/**
 * SMB connection: how one node, as client, reaches the coordinator. It carries requests one way and answers the other,
 * each in order; it may break with requests under way, and then nobody can say which of them were carried out.
 *
 *   idle ──SEND_REQUEST──▶ inUse ──DELIVER_REQUEST / to the server's NTFS──▶ inUse ──DELIVER_ANSWER of the last / to the volume──▶ idle
 *    ▲                        │ BREAK / tell both ends        │
 *    └────────────────────────┴───────── CLOSE ───────────────┘
 *
 * `CLOSE` is either end giving the session up: a client that is told to pause, a server that was told who is no member.
 * What is under way when the client crashes stays under way, until the server closes the session. Source: CSV-4, CSV-5;
 * domain.md 4 (STATUS_CONNECTION_DISCONNECTED).
 */
import { assign, enqueueActions, setup, type EventObject } from 'xstate';
import { ntfsName, volumeName } from './names.ts';
import type { NodeId, SmbEvent } from './vocabulary.ts';

export interface SmbInput {
  readonly client: NodeId;
}

export interface SmbContext extends SmbInput {
  readonly server: NodeId | null;
  readonly requests: readonly EventObject[];
  readonly answers: readonly EventObject[];
  /** Requests that have not been answered to the client yet. */
  readonly outstanding: number;
}

export const smbConnection = setup({
  types: { context: {} as SmbContext, input: {} as SmbInput, events: {} as SmbEvent },
  guards: {
    carriesRequest: ({ context }) => context.requests.length > 0,
    carriesAnswer: ({ context }) => context.answers.length > 0,
    carriesLastAnswer: ({ context }) => context.answers.length === 1 && context.outstanding === 1,
  },
  actions: {
    takeRequest: assign(({ context, event }) => (event.type === 'SEND_REQUEST' ? { server: event.server, requests: [...context.requests, event.message], outstanding: context.outstanding + 1 } : {})),
    takeAnswer: assign(({ context, event }) => (event.type === 'SEND_ANSWER' ? { answers: [...context.answers, event.message] } : {})),
    deliverRequest: enqueueActions(({ context, enqueue }) => {
      const [first, ...others] = context.requests;
      const { server } = context;
      if (first === undefined || server === null) return;
      enqueue.assign({ requests: others });
      enqueue.sendTo(({ system }) => system.get(ntfsName(server)), () => first);
    }),
    deliverAnswer: enqueueActions(({ context, enqueue }) => {
      const [first, ...others] = context.answers;
      if (first === undefined) return;
      enqueue.assign({ answers: others, outstanding: context.outstanding - 1 });
      enqueue.sendTo(({ system }) => system.get(volumeName(context.client)), () => first);
    }),
    tellServer: enqueueActions(({ context, enqueue }) => {
      const { client, server } = context;
      if (server !== null) enqueue.sendTo(({ system }) => system.get(ntfsName(server)), () => ({ type: 'SESSION_CLOSED', node: client }));
    }),
    tellClient: enqueueActions(({ context, enqueue }) => enqueue.sendTo(({ system }) => system.get(volumeName(context.client)), { type: 'CONNECTION_DISCONNECTED' })),
    forget: assign({ server: null, requests: [], answers: [], outstanding: 0 }),
  },
}).createMachine({
  id: 'smb-connection',
  context: ({ input }) => ({ client: input.client, server: null, requests: [], answers: [], outstanding: 0 }),
  initial: 'idle',
  states: {
    idle: {
      on: {
        SEND_REQUEST: { target: 'inUse', actions: 'takeRequest' },
        // The answer of a server that does not know yet that the session is gone.
        SEND_ANSWER: {},
        CLOSE: {},
      },
    },
    inUse: {
      on: {
        SEND_REQUEST: { actions: 'takeRequest' },
        SEND_ANSWER: { actions: 'takeAnswer' },
        DELIVER_REQUEST: { guard: 'carriesRequest', actions: 'deliverRequest' },
        DELIVER_ANSWER: [{ guard: 'carriesLastAnswer', target: 'idle', actions: ['deliverAnswer', 'forget'] }, { guard: 'carriesAnswer', actions: 'deliverAnswer' }],
        BREAK: { target: 'idle', actions: ['tellServer', 'tellClient', 'forget'] },
        CLOSE: { target: 'idle', actions: ['tellServer', 'tellClient', 'forget'] },
      },
    },
  },
});
