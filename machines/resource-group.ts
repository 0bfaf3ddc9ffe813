/**
 * Resource group: a disk and the VMs on it, which have one owner and move together. Moving is: VMs offline, disk
 * offline, ownership to the other node, disk online, VMs online - and back again when a part of it fails.
 *
 *   settled ──MOVE──▶ takingOffline.vms ─all saved─▶ takingOffline.disk ─dismounted─▶ handingOver ─OWNERSHIP─▶ bringingOnline.disk ─▶ .vms ─▶ settled
 *                        │ a save failed, CANCEL        │ dismount failed                ▲                        │ mount failed
 *                        └──────────────────────────────┴──▶ bringingOnline (same owner) └── the other node ◀─────┘      └─▶ failed
 *
 * When the owner is down (MEMBERSHIP), its resources are terminated and the group goes to a node that is up, which
 * takes the reservation by preemption; with no node up it waits, ownerless. The new owner learns of its ownership by a
 * message. Source: LUN-2, LUN-3, QM-1, QM-4, QM-5, HA-1; domain.md 1.1, 3.1.
 */
import { and, assign, enqueueActions, not, setup } from 'xstate';
import type { GroupEvent, NodeId, VmId } from './vocabulary.ts';

export interface GroupInput {
  readonly id: string;
  readonly disk: string;
  readonly vms: readonly VmId[];
  readonly owner: NodeId;
  readonly nodes: readonly NodeId[];
}

export interface GroupContext extends GroupInput {
  readonly target: NodeId;
  /** The nodes that the cluster believes to be up. */
  readonly up: readonly NodeId[];
  /** Resources that have not answered the last request yet. */
  readonly pending: readonly string[];
  /** A resource has failed, or the move was called off, since the last request. */
  readonly failed: boolean;
  /** The new owner must take the reservation from one that is gone. */
  readonly preempt: boolean;
  /** Nodes on which the disk did not come online during this move. */
  readonly tried: readonly NodeId[];
}

export const resourceGroup = setup({
  types: { context: {} as GroupContext, input: {} as GroupInput, events: {} as GroupEvent },
  guards: {
    canMove: ({ context, event }) => event.type === 'MOVE' && event.to !== context.owner && context.up.includes(event.to),
    ownerIsDown: ({ context, event }) => event.type === 'MEMBERSHIP' && !event.up.includes(context.owner),
    targetIsDown: ({ context, event }) => event.type === 'MEMBERSHIP' && !event.up.includes(context.target),
    someoneIsUp: ({ event }) => event.type === 'MEMBERSHIP' && event.up.length > 0,
    newOwnerIsUp: ({ context, event }) => event.type === 'OWNERSHIP' && context.up.includes(event.node),
    hasSuccessor: ({ context }) => context.up.length > 0,
    isLast: ({ context, event }) => event.type === 'DONE' && context.pending.every((resource) => resource === event.resource),
    isLastToFail: ({ context, event }) => event.type === 'FAILED' && context.pending.every((resource) => resource === event.resource),
    nothingFailed: ({ context }) => !context.failed,
    canTryElsewhere: ({ context }) => context.nodes.some((id) => id !== context.owner && context.up.includes(id) && !context.tried.includes(id)),
  },
  actions: {
    setTarget: assign(({ event, context }) => ({ target: event.type === 'MOVE' ? event.to : context.target, preempt: false, failed: false, tried: [] })),
    setMembership: assign(({ event, context }) => ({ up: event.type === 'MEMBERSHIP' ? event.up : context.up })),
    chooseSuccessor: assign(({ context }) => ({ target: context.up.find((id) => id !== context.owner) ?? context.up[0] ?? context.owner, preempt: true, failed: false, tried: [] })),
    chooseOtherNode: assign(({ context }) => ({ tried: [...context.tried, context.owner], target: context.nodes.find((id) => id !== context.owner) ?? context.owner })),
    takeOwnership: assign(({ event, context }) => ({ owner: event.type === 'OWNERSHIP' ? event.node : context.owner })),
    stayWithOwner: assign(({ context }) => ({ target: context.owner, preempt: false, failed: false })),
    callOff: assign({ failed: true }),
    waitForVms: assign(({ context }) => ({ pending: context.vms, failed: false })),
    answered: assign(({ context, event }) => ('resource' in event ? { pending: context.pending.filter((resource) => resource !== event.resource) } : {})),
    saveVms: enqueueActions(({ context, enqueue }) => {
      for (const vm of context.vms) enqueue.sendTo(({ system }) => system.get(vm), { type: 'TAKE_OFFLINE' });
    }),
    dismountDisk: enqueueActions(({ context, enqueue }) => {
      for (const vm of context.vms) enqueue.sendTo(({ system }) => system.get(vm), { type: 'WITHDRAW' });
      enqueue.sendTo(({ system }) => system.get(context.disk), { type: 'TAKE_OFFLINE' });
    }),
    tellNewOwner: enqueueActions(({ context, enqueue }) => {
      const { id, target } = context;
      enqueue.sendTo(({ system }) => system.get('network'), () => ({ type: 'SEND', to: id, message: { type: 'OWNERSHIP', node: target } }));
    }),
    mountDisk: enqueueActions(({ context, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(context.disk), () => ({ type: 'BRING_ONLINE', node: context.owner, preempt: context.preempt }));
    }),
    startVms: enqueueActions(({ context, enqueue }) => {
      for (const vm of context.vms) enqueue.sendTo(({ system }) => system.get(vm), () => ({ type: 'BRING_ONLINE', node: context.owner }));
    }),
    wantVms: enqueueActions(({ context, enqueue }) => {
      for (const vm of context.vms) enqueue.sendTo(({ system }) => system.get(vm), { type: 'WANT' });
    }),
    terminateAll: enqueueActions(({ context, enqueue }) => {
      for (const resource of [...context.vms, context.disk]) enqueue.sendTo(({ system }) => system.get(resource), { type: 'TERMINATE' });
    }),
  },
}).createMachine({
  id: 'resource-group',
  context: ({ input }) => ({ ...input, target: input.owner, up: input.nodes, pending: [], failed: false, preempt: false, tried: [] }),
  initial: 'settled',
  on: {
    MOVE: {},
    CANCEL: {},
    START: {},
    DONE: {},
    FAILED: {},
    OWNERSHIP: {},
    MEMBERSHIP: [
      { guard: and(['ownerIsDown', 'someoneIsUp']), target: '.handingOver', actions: ['setMembership', 'terminateAll', 'chooseSuccessor'] },
      { guard: 'ownerIsDown', target: '.ownerless', actions: ['setMembership', 'terminateAll'] },
      { actions: 'setMembership' },
    ],
  },
  states: {
    settled: {
      on: {
        MOVE: { guard: 'canMove', target: 'takingOffline', actions: 'setTarget' },
        START: { target: 'bringingOnline', actions: ['stayWithOwner', 'wantVms'] },
      },
    },
    takingOffline: {
      initial: 'vms',
      on: { CANCEL: { actions: 'callOff' } },
      states: {
        vms: {
          entry: ['waitForVms', 'saveVms'],
          on: {
            DONE: [
              { guard: and(['isLast', 'nothingFailed']), target: 'disk', actions: 'answered' },
              { guard: 'isLast', target: '#resource-group.bringingOnline', actions: ['answered', 'stayWithOwner'] },
              { actions: 'answered' },
            ],
            FAILED: [
              { guard: 'isLastToFail', target: '#resource-group.bringingOnline', actions: ['answered', 'stayWithOwner'] },
              { actions: ['answered', 'callOff'] },
            ],
            MEMBERSHIP: { guard: and([not('ownerIsDown'), 'targetIsDown']), actions: ['setMembership', 'callOff'] },
          },
        },
        disk: {
          entry: 'dismountDisk',
          on: {
            DONE: [
              { guard: 'nothingFailed', target: '#resource-group.handingOver' },
              { target: '#resource-group.bringingOnline', actions: 'stayWithOwner' },
            ],
            FAILED: { target: '#resource-group.bringingOnline', actions: 'stayWithOwner' },
            MEMBERSHIP: { guard: and([not('ownerIsDown'), 'targetIsDown']), actions: ['setMembership', 'callOff'] },
          },
        },
      },
    },
    handingOver: {
      entry: 'tellNewOwner',
      on: {
        OWNERSHIP: [
          { guard: 'newOwnerIsUp', target: 'bringingOnline', actions: 'takeOwnership' },
          { guard: 'hasSuccessor', target: 'handingOver', reenter: true, actions: 'chooseSuccessor' },
          { target: 'ownerless' },
        ],
        // Ownership is on its way; whether its receiver is up is asked when it arrives.
        MEMBERSHIP: { actions: 'setMembership' },
      },
    },
    bringingOnline: {
      initial: 'disk',
      states: {
        disk: {
          entry: 'mountDisk',
          on: {
            DONE: 'vms',
            FAILED: [
              { guard: 'canTryElsewhere', target: '#resource-group.handingOver', actions: 'chooseOtherNode' },
              { target: '#resource-group.failed' },
            ],
          },
        },
        vms: {
          entry: ['waitForVms', 'startVms'],
          on: {
            DONE: [
              { guard: and(['isLast', 'nothingFailed']), target: '#resource-group.settled', actions: 'answered' },
              { guard: 'isLast', target: '#resource-group.failed', actions: 'answered' },
              { actions: 'answered' },
            ],
            FAILED: [
              { guard: 'isLastToFail', target: '#resource-group.failed', actions: 'answered' },
              { actions: ['answered', 'callOff'] },
            ],
          },
        },
      },
    },
    ownerless: {
      on: { MEMBERSHIP: { guard: 'someoneIsUp', target: 'handingOver', actions: ['setMembership', 'chooseSuccessor'] } },
    },
    failed: { on: { START: { target: 'bringingOnline', actions: ['stayWithOwner', 'wantVms'] } } },
  },
});
