/**
 * VM role: the cluster database's record of one VM. It names the owner, and it alone decides who that is: a change
 * is a compare-and-set on the number of the migration attempt.
 *
 *   online ──COMMIT (the open attempt) / the target is owner──▶ onlinePending ──ONLINE──▶ online
 *     │                                                              │  ▲
 *     └──the owner is down, or could not start it / choose another───┼──┘
 *                                                                    └──no possible owner is up──▶ ownerless
 *
 * LIVE_MIGRATE opens an attempt under a new number and tells the owner. COMMIT is obeyed only for the attempt that is open, from
 * the owner, to a node that is up; ABORT closes it. Both are answered with who the owner is now. So a COMMIT that was given up for
 * lost and arrives after its ABORT changes nothing: this is the point of no return. A failover is a new number too.
 * Source: LM-7, LM-8, HA-1; domain.md 3.2 (21304, 21305), 6.2.
 */
import { and, assign, enqueueActions, setup } from 'xstate';
import { linkName, partitionName } from './names.ts';
import type { NodeId, RoleEvent, VmId } from './vocabulary.ts';

export interface RoleInput {
  readonly id: VmId;
  readonly owner: NodeId;
  readonly possibleOwners: readonly NodeId[];
}

export interface RoleContext extends RoleInput {
  /** The nodes that the cluster believes to be up. */
  readonly up: readonly NodeId[];
  readonly attempt: number;
  /** Where the open attempt leads; null when none is open. */
  readonly target: NodeId | null;
}

export const vmRole = setup({
  types: { context: {} as RoleContext, input: {} as RoleInput, events: {} as RoleEvent },
  guards: {
    canMove: ({ context, event }) => event.type === 'LIVE_MIGRATE' && event.to !== context.owner && context.up.includes(event.to) && context.possibleOwners.includes(event.to),
    isOpen: ({ context, event }) => event.type === 'COMMIT' && event.attempt === context.attempt && event.to === context.target && event.node === context.owner && context.up.includes(event.to),
    isThisAttempt: ({ context, event }) => (event.type === 'COMMIT' || event.type === 'ABORT') && event.attempt === context.attempt,
    isFromOwner: ({ context, event }) => 'node' in event && event.node === context.owner,
    isThisStart: ({ context, event }) => event.type === 'ONLINE' && event.attempt === context.attempt,
    ownerIsDown: ({ context, event }) => event.type === 'MEMBERSHIP' && !event.up.includes(context.owner),
    someoneCanOwn: ({ context, event }) => event.type === 'MEMBERSHIP' && event.up.some((id) => context.possibleOwners.includes(id)),
  },
  actions: {
    openAttempt: assign(({ context, event }) => (event.type === 'LIVE_MIGRATE' ? { attempt: context.attempt + 1, target: event.to } : {})),
    closeAttempt: assign({ target: null }),
    handOver: assign(({ context }) => ({ owner: context.target ?? context.owner, target: null })),
    setMembership: assign(({ context, event }) => ({ up: event.type === 'MEMBERSHIP' ? event.up : context.up })),
    chooseOwner: assign(({ context }) => {
      const able = context.up.filter((id) => context.possibleOwners.includes(id));
      return { owner: able.find((id) => id !== context.owner) ?? able[0] ?? context.owner, attempt: context.attempt + 1, target: null };
    }),
    tellOwnerToMigrate: enqueueActions(({ context: { id, owner, attempt, target }, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(linkName(owner)), () => ({ type: 'NOTIFY', to: partitionName(owner, id), message: { type: 'MIGRATE', to: target, attempt } }));
    }),
    /** Ownership arrives with the memory already there, so it is to be restored from it. */
    bringOnlineLive: enqueueActions(({ context: { id, owner, attempt }, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(linkName(owner)), () => ({ type: 'NOTIFY', to: partitionName(owner, id), message: { type: 'BRING_ONLINE', attempt, live: true } }));
    }),
    bringOnline: enqueueActions(({ context: { id, owner, attempt }, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(linkName(owner)), () => ({ type: 'NOTIFY', to: partitionName(owner, id), message: { type: 'BRING_ONLINE', attempt, live: false } }));
    }),
    answerOwner: enqueueActions(({ context: { id: vm, owner }, event, enqueue }) => {
      if (event.type !== 'COMMIT' && event.type !== 'ABORT') return;
      const { node, attempt } = event;
      enqueue.sendTo(({ system }) => system.get(linkName(node)), () => ({ type: 'ANSWER', message: { type: 'OWNER_IS', vm, owner, attempt } }));
    }),
  },
}).createMachine({
  id: 'vm-role',
  context: ({ input }) => ({ ...input, up: input.possibleOwners, attempt: 0, target: null }),
  initial: 'online',
  on: {
    LIVE_MIGRATE: {},
    COMMIT: { actions: 'answerOwner' },
    ABORT: [{ guard: 'isThisAttempt', actions: ['closeAttempt', 'answerOwner'] }, { actions: 'answerOwner' }],
    ONLINE: {},
    // What a node that does not own the VM does with it is no business of the database's.
    START_FAILED: [{ guard: 'isFromOwner', target: '.onlinePending', reenter: true, actions: ['chooseOwner', 'bringOnline'] }, {}],
    MEMBERSHIP: [
      { guard: and(['ownerIsDown', 'someoneCanOwn']), target: '.onlinePending', reenter: true, actions: ['setMembership', 'chooseOwner', 'bringOnline'] },
      { guard: 'ownerIsDown', target: '.ownerless', actions: ['setMembership', 'closeAttempt'] },
      { actions: 'setMembership' },
    ],
  },
  states: {
    online: {
      on: {
        LIVE_MIGRATE: { guard: 'canMove', actions: ['openAttempt', 'tellOwnerToMigrate'] },
        // The target learns of its ownership before the source learns that it has lost it: neither order is promised to either.
        COMMIT: [
          { guard: 'isOpen', target: 'onlinePending', actions: ['handOver', 'bringOnlineLive', 'answerOwner'] },
          { guard: 'isThisAttempt', actions: ['closeAttempt', 'answerOwner'] },
          { actions: 'answerOwner' },
        ],
      },
    },
    onlinePending: { on: { ONLINE: { guard: and(['isFromOwner', 'isThisStart']), target: 'online' } } },
    ownerless: { on: { MEMBERSHIP: { guard: 'someoneCanOwn', target: 'onlinePending', actions: ['setMembership', 'chooseOwner', 'bringOnline'] } } },
  },
});
