/**
 * Clients of one lock, interchangeable or nearly so: what a variant says differs from the machines below.
 *
 *   client   idle ──ASK──▶ waiting ──GRANTED──▶ holding ──RELEASE──▶ idle
 *   lock     who holds it, and who waits for it in the order of asking
 */
import { assign, enqueueActions, setup, type AnyActorRef } from 'xstate';
import { defineSystem, type Actors, type Stimulus, type System } from '../../src/system/define-system.ts';

interface ClientContext {
  readonly id: string;
}
type ClientEvent = { readonly type: 'ASK' | 'RELEASE' | 'GRANTED' | 'CLOSED' };

interface LockContext {
  readonly holder: string | null;
  readonly line: readonly string[];
}
type LockEvent = { readonly type: 'WANT' | 'DONE'; readonly by: string } | { readonly type: 'CLOSE' };

/** What a variant does otherwise. */
export interface Variant {
  /** How many clients. Default: 3. */
  readonly clients?: number;
  /** Whether a client releases the lock. Default: all do. */
  readonly mayRelease?: (id: string) => boolean;
  /** Where the lock puts a new one in its line. Default: last. */
  readonly lineUp?: (line: readonly string[], by: string) => readonly string[];
  /** Whom the lock tells that it is closed, in order. Default: nobody. */
  readonly tellClosed?: (context: LockContext) => readonly string[];
  /** Whether a client that is told so tells the lock that it is done. Default: it does not. */
  readonly answersClosed?: boolean;
  /** Whether each client asks at the start. Default: none does. */
  readonly asksAtStart?: boolean;
  readonly final?: System['final'];
}

export const clientNames = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `c${i + 1}`);

export function lockSystem({ clients = 3, mayRelease = () => true, lineUp = (line, by) => [...line, by], tellClosed = () => [], answersClosed = false, asksAtStart = false, final = () => false }: Variant = {}, { declared = true }: { readonly declared?: boolean } = {}): System {
  const tellLock = (type: 'WANT' | 'DONE') => enqueueActions<ClientContext, ClientEvent, undefined, ClientEvent, never, never, never, never, never>(({ context, enqueue, system }) => enqueue.sendTo(system.get('lock') as AnyActorRef, { type, by: context.id }));
  const client = setup({
    types: { context: {} as ClientContext, input: {} as ClientContext, events: {} as ClientEvent },
    guards: { mayRelease: ({ context }) => mayRelease(context.id) },
    actions: { want: tellLock('WANT'), done: tellLock('DONE') },
  }).createMachine({
    id: 'client',
    context: ({ input }) => input,
    initial: 'idle',
    on: { CLOSED: { target: '.shut', actions: answersClosed ? ['done'] : [] } },
    states: {
      idle: { entry: asksAtStart ? ['want'] : [], on: { ASK: { target: 'waiting', actions: 'want' }, GRANTED: 'holding' } },
      waiting: { on: { GRANTED: 'holding' } },
      holding: { on: { RELEASE: { guard: 'mayRelease', target: 'idle', actions: 'done' } } },
      shut: { on: { GRANTED: {} } },
    },
  });
  const lock = setup({
    types: { context: {} as LockContext, events: {} as LockEvent },
    actions: {
      want: enqueueActions(({ context, event, enqueue, system }) => {
        if (event.type !== 'WANT') return;
        if (context.holder !== null) return enqueue.assign({ line: lineUp(context.line, event.by) });
        enqueue.assign({ holder: event.by });
        enqueue.sendTo(system.get(event.by) as AnyActorRef, { type: 'GRANTED' });
      }),
      done: enqueueActions(({ context, event, enqueue, system }) => {
        if (event.type !== 'DONE' || context.holder !== event.by) return;
        const [next = null, ...line] = context.line;
        enqueue.assign({ holder: next, line });
        if (next !== null) enqueue.sendTo(system.get(next) as AnyActorRef, { type: 'GRANTED' });
      }),
      close: enqueueActions(({ context, enqueue, system }) => {
        for (const name of tellClosed(context)) enqueue.sendTo(system.get(name) as AnyActorRef, { type: 'CLOSED' });
      }),
      empty: assign({ holder: null, line: [] }),
    },
  }).createMachine({
    id: 'lock',
    context: { holder: null, line: [] },
    initial: 'open',
    states: { open: { on: { WANT: { actions: 'want' }, DONE: { actions: 'done' }, CLOSE: { target: 'closed', actions: ['close', 'empty'] } } }, closed: { on: { WANT: {}, DONE: {} } } },
  });
  const names = clientNames(clients);
  const actors: Actors = { lock: { machine: lock }, ...Object.fromEntries(names.map((id) => [id, { machine: client, input: { id } }])) };
  const closing: readonly Stimulus[] = tellClosed({ holder: null, line: [] }).length > 0 || tellClosed({ holder: 'c1', line: ['c2'] }).length > 0 ? [{ to: 'lock', event: { type: 'CLOSE' } }] : [];
  return defineSystem({
    id: 'lock',
    actors,
    stimuli: [...names.flatMap((to) => (['ASK', 'RELEASE'] as const).map((type) => ({ to, event: { type } }))), ...closing],
    ...(declared ? { interchangeable: [names] } : {}),
    final,
  });
}
