/**
 * Two-phase commit as in Gray and Lamport's "Consensus on transaction commit": a manager, N resources, and a network that
 * never forgets a message, so that any may be heard again and again.
 *
 *   resource  working ──PREPARE──▶ prepared          manager  undecided ──COMMIT (all prepared)──▶ committed
 *                │ GIVE_UP            │ COMMITTED               │ ABORT
 *                ▼                    ▼                         ▼
 *             aborted ◀──ABORTED── committed                 aborted
 */
import { assign, sendTo, setup, type AnyActorRef } from 'xstate';
import { defineSystem, type Actors, type System } from '../../src/system/define-system.ts';

const actorAt = (system: { readonly get: (name: string) => unknown }, name: string): AnyActorRef => system.get(name) as AnyActorRef;

/**
 * Names that were met. A sorted list is the cheaper to ask about; but its order tells names apart, so where resources are to be
 * interchangeable they are kept as keys, which have none.
 */
type Noted = readonly string[] | Readonly<Record<string, true>>;

interface Notes {
  readonly none: Noted;
  readonly add: (noted: Noted, name: string) => Noted;
  readonly has: (noted: Noted, name: string) => boolean;
  readonly count: (noted: Noted) => number;
}

const inAList: Notes = {
  none: [],
  add: (noted, name) => (isList(noted) && !noted.includes(name) ? [...noted, name].toSorted() : noted),
  has: (noted, name) => isList(noted) && noted.includes(name),
  count: (noted) => (isList(noted) ? noted.length : 0),
};

const asKeys: Notes = { none: {}, add: (noted, name) => (isList(noted) ? noted : { ...noted, [name]: true }), has: (noted, name) => name in noted, count: (noted) => Object.keys(noted).length };

function isList(noted: Noted): noted is readonly string[] {
  return Array.isArray(noted);
}

const managerWith = (notes: Notes) =>
  setup({
    types: {
      context: {} as { readonly prepared: Noted; readonly resources: number },
      input: {} as { readonly resources: number },
      events: {} as { readonly type: 'COMMIT' } | { readonly type: 'ABORT' } | { readonly type: 'PREPARED'; readonly resource: string },
    },
    guards: { isUnanimous: ({ context }) => notes.count(context.prepared) === context.resources },
    actions: {
      note: assign(({ context, event }) => (event.type === 'PREPARED' ? { prepared: notes.add(context.prepared, event.resource) } : {})),
      postCommit: sendTo(({ system }) => actorAt(system, 'net'), { type: 'POST', message: 'COMMITTED' }),
      postAbort: sendTo(({ system }) => actorAt(system, 'net'), { type: 'POST', message: 'ABORTED' }),
    },
  }).createMachine({
    id: 'manager',
    context: ({ input }) => ({ prepared: notes.none, resources: input.resources }),
    initial: 'undecided',
    states: {
      undecided: { on: { PREPARED: { actions: 'note' }, COMMIT: { guard: 'isUnanimous', target: 'committed', actions: 'postCommit' }, ABORT: { target: 'aborted', actions: 'postAbort' } } },
      committed: { on: { PREPARED: {} } },
      aborted: { on: { PREPARED: {} } },
    },
  });

const resource = setup({
  types: {
    context: {} as { readonly id: string },
    input: {} as { readonly id: string },
    events: {} as { readonly type: 'PREPARE' } | { readonly type: 'GIVE_UP' } | { readonly type: 'COMMITTED' } | { readonly type: 'ABORTED' },
  },
  actions: { postPrepared: sendTo(({ system }) => actorAt(system, 'net'), ({ context }) => ({ type: 'POST', message: context.id })) },
}).createMachine({
  id: 'resource',
  context: ({ input }) => input,
  initial: 'working',
  on: { COMMITTED: '.committed', ABORTED: '.aborted' },
  states: { working: { on: { PREPARE: { target: 'prepared', actions: 'postPrepared' }, GIVE_UP: 'aborted' } }, prepared: {}, committed: {}, aborted: {} },
});

/** Holds what was posted: ids of prepared resources, COMMITTED, ABORTED. */
const netWith = (notes: Notes) =>
  setup({
    types: {
      context: {} as { readonly posted: Noted },
      events: {} as { readonly type: 'POST'; readonly message: string } | { readonly type: 'TELL_MANAGER'; readonly resource: string } | { readonly type: 'TELL_RESOURCE'; readonly resource: string; readonly decision: 'COMMITTED' | 'ABORTED' },
    },
    guards: { holdsIt: ({ context, event }) => (event.type === 'TELL_RESOURCE' ? notes.has(context.posted, event.decision) : event.type === 'TELL_MANAGER' && notes.has(context.posted, event.resource)) },
    actions: {
      keep: assign(({ context, event }) => (event.type === 'POST' ? { posted: notes.add(context.posted, event.message) } : {})),
      tellManager: sendTo(({ system }) => actorAt(system, 'manager'), ({ event }) => ({ type: 'PREPARED', resource: event.type === 'TELL_MANAGER' ? event.resource : '' })),
      tellResource: sendTo(({ system, event }) => actorAt(system, event.type === 'TELL_RESOURCE' ? event.resource : ''), ({ event }) => ({ type: event.type === 'TELL_RESOURCE' ? event.decision : '' })),
    },
  }).createMachine({
    id: 'net',
    context: { posted: notes.none },
    on: { POST: { actions: 'keep' }, TELL_MANAGER: { guard: 'holdsIt', actions: 'tellManager' }, TELL_RESOURCE: { guard: 'holdsIt', actions: 'tellResource' } },
  });

/** N resources, the manager and the network: N + 2 actors. The resources are alike, and on demand they are declared so. */
export function twoPhaseCommit(count: number, { interchangeable = false, keys = interchangeable }: { readonly interchangeable?: boolean; readonly keys?: boolean } = {}): System {
  const ids = Array.from({ length: count }, (_, i) => `resource${i}`);
  const notes = keys ? asKeys : inAList;
  const actors: Actors = { manager: { machine: managerWith(notes), input: { resources: count } }, net: { machine: netWith(notes) }, ...Object.fromEntries(ids.map((id) => [id, { machine: resource, input: { id } }])) };
  return defineSystem({
    id: 'two-phase-commit',
    scope: `${count} resource managers`,
    actors,
    stimuli: [
      { to: 'manager', event: { type: 'COMMIT' } },
      { to: 'manager', event: { type: 'ABORT' } },
      ...ids.flatMap((id) => [
        { to: id, event: { type: 'PREPARE' } } as const,
        { to: id, event: { type: 'GIVE_UP' } } as const,
        { to: 'net', event: { type: 'TELL_MANAGER', resource: id } } as const,
        { to: 'net', event: { type: 'TELL_RESOURCE', resource: id, decision: 'COMMITTED' } } as const,
        { to: 'net', event: { type: 'TELL_RESOURCE', resource: id, decision: 'ABORTED' } } as const,
      ]),
    ],
    ...(interchangeable ? { interchangeable: [ids] } : {}),
    final: (state) => ids.every((id) => state.actors[id]?.matches('committed') === true || state.actors[id]?.matches('aborted') === true),
  });
}
