/**
 * Fischer's mutual exclusion by timing alone: whoever finds the lock free writes its name, waits, and enters if the name is still there.
 *
 *   idle ──TRY (the lock is free)──▶ writing ──within the write time: FINISH, or at its end──▶ waiting ──after the wait──▶ checking
 *    ▲                                                                                                              │ it is still its name
 *    └──LEAVE / clear the lock── critical ◀────────────────────────────────────────────────────────────────────────┘ (else idle)
 *
 * Safe exactly when the wait is longer than the longest write: whoever saw the lock free has written before the first looks
 * again (Fischer's mail to Lamport, in "A fast mutual exclusion algorithm", 1987). Here a write takes any number of
 * ticks up to `writeMs`; at its end it is done at the latest, and so before the one who waits looks only if the wait is longer.
 */
import { sendTo, setup, assign } from 'xstate';
import { defineSystem, type Actors, type System } from '../../src/system/define-system.ts';

export interface FischerScope {
  readonly processes: number;
  /** The longest that a write takes. */
  readonly writeMs: number;
  readonly waitMs: number;
  readonly tickMs: number;
}

type LockEvent = { readonly type: 'READ' | 'WRITE' | 'CLEAR'; readonly by: string };

const lock = setup({
  types: { context: {} as { readonly name: string | null }, events: {} as LockEvent },
  actions: {
    write: assign(({ event }) => ({ name: event.by })),
    clear: assign({ name: null }),
    tell: sendTo(({ system, event }) => system.get(event.by), ({ context }) => ({ type: 'NAME', name: context.name })),
  },
}).createMachine({ id: 'lock', context: { name: null }, on: { READ: { actions: 'tell' }, WRITE: { actions: 'write' }, CLEAR: { actions: 'clear' } } });

interface ProcessContext {
  readonly id: string;
  readonly writeMs: number;
  readonly waitMs: number;
}
type ProcessEvent = { readonly type: 'TRY' | 'FINISH' | 'LEAVE' } | { readonly type: 'NAME'; readonly name: string | null };

const process = setup({
  types: { context: {} as ProcessContext, input: {} as ProcessContext, events: {} as ProcessEvent },
  guards: {
    isFree: ({ event }) => event.type === 'NAME' && event.name === null,
    isOwn: ({ context, event }) => event.type === 'NAME' && event.name === context.id,
  },
  actions: {
    read: sendTo(({ system }) => system.get('lock'), ({ context }) => ({ type: 'READ', by: context.id })),
    write: sendTo(({ system }) => system.get('lock'), ({ context }) => ({ type: 'WRITE', by: context.id })),
    clear: sendTo(({ system }) => system.get('lock'), ({ context }) => ({ type: 'CLEAR', by: context.id })),
  },
  delays: { writeTime: ({ context }) => context.writeMs, waitTime: ({ context }) => context.waitMs },
}).createMachine({
  id: 'process',
  context: ({ input }) => input,
  initial: 'idle',
  on: { TRY: {}, FINISH: {}, LEAVE: {}, NAME: {} },
  states: {
    idle: { on: { TRY: 'reading' } },
    reading: { entry: 'read', on: { NAME: [{ guard: 'isFree', target: 'writing' }, { target: 'idle' }] } },
    writing: { after: { writeTime: { target: 'waiting', actions: 'write' } }, on: { FINISH: { target: 'waiting', actions: 'write' } } },
    waiting: { after: { waitTime: 'checking' } },
    checking: { entry: 'read', on: { NAME: [{ guard: 'isOwn', target: 'critical' }, { target: 'idle' }] } },
    critical: { on: { LEAVE: { target: 'idle', actions: 'clear' } } },
  },
});

export function fischer({ processes, writeMs, waitMs, tickMs }: FischerScope): System {
  const ids = Array.from({ length: processes }, (_, i) => `process${i + 1}`);
  const actors: Actors = { lock: { machine: lock }, ...Object.fromEntries(ids.map((id) => [id, { machine: process, input: { id, writeMs, waitMs } }])) };
  return defineSystem({
    id: 'fischer',
    scope: `${processes} processes, writes up to ${writeMs} ms, a wait of ${waitMs} ms`,
    clock: { tickMs },
    actors,
    stimuli: ids.flatMap((to) => (['TRY', 'FINISH', 'LEAVE'] as const).map((type) => ({ to, event: { type } }))),
  });
}
