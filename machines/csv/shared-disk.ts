/**
 * Shared disk: the LUN under a Cluster Shared Volume, as the storage array sees it. All nodes may write to it at once,
 * as long as their keys are registered; it knows nothing of files, coordinators or queues.
 *
 *   (serving) ──WRITE, EXTEND by a registered node / WRITTEN, EXTENDED──▶ (serving)
 *             ──WRITE, EXTEND by another / RESERVATION_CONFLICT──▶
 *             ──PREEMPT by a registered node / the victims' keys are gone, and with them the right to write──▶
 *
 * SCSI-3 persistent reservation of type registrants only. What is on it is, for each VM, the number of the last guest
 * write and the size of its file. Source: LUN-1, CSV-1, CSV-6; domain.md 1.5, 4.
 */
import { assign, enqueueActions, setup } from 'xstate';
import { ntfsName } from './names.ts';
import type { DiskEvent, NodeId, VmId } from './vocabulary.ts';

export interface DiskInput {
  readonly registrants: readonly NodeId[];
  readonly vms: readonly VmId[];
}

type PerVm = Readonly<Partial<Record<VmId, number>>>;

export interface DiskContext {
  readonly registrants: readonly NodeId[];
  readonly disks: PerVm;
  readonly sizes: PerVm;
}

export const sharedDisk = setup({
  types: { context: {} as DiskContext, input: {} as DiskInput, events: {} as DiskEvent },
  guards: {
    isRegistered: ({ context, event }) => context.registrants.includes(event.node),
  },
  actions: {
    register: assign(({ context, event }) => ({ registrants: [...context.registrants.filter((node) => node !== event.node), event.node].toSorted() })),
    removeKeys: assign(({ context, event }) => (event.type === 'PREEMPT' ? { registrants: context.registrants.filter((node) => !event.victims.includes(node)) } : {})),
    answerPreempted: enqueueActions(({ event, enqueue }) => enqueue.sendTo(({ system }) => system.get(ntfsName(event.node)), { type: 'PREEMPTED' })),
    refusePreempt: enqueueActions(({ event, enqueue }) => enqueue.sendTo(({ system }) => system.get(ntfsName(event.node)), { type: 'PREEMPT_REFUSED' })),
    write: assign(({ context, event }) => (event.type === 'WRITE' ? { disks: { ...context.disks, [event.vm]: event.content } } : {})),
    /** The size asked for, not so much more: asked twice, it is the same size. */
    extend: assign(({ context, event }) => (event.type === 'EXTEND' ? { sizes: { ...context.sizes, [event.vm]: event.content } } : {})),
    answerDone: enqueueActions(({ event, enqueue }) => {
      if (event.type !== 'WRITE' && event.type !== 'EXTEND') return;
      const { node, vm, content, by } = event;
      const type = event.type === 'WRITE' ? 'WRITTEN' : 'EXTENDED';
      enqueue.sendTo(({ system }) => system.get(`${node}.${by}`), () => ({ type, vm, content }));
    }),
    answerConflict: enqueueActions(({ event, enqueue }) => {
      if (event.type !== 'WRITE' && event.type !== 'EXTEND') return;
      const { node, vm, content, by } = event;
      enqueue.sendTo(({ system }) => system.get(`${node}.${by}`), () => ({ type: 'RESERVATION_CONFLICT', vm, content }));
    }),
  },
}).createMachine({
  id: 'shared-disk',
  context: ({ input }) => ({
    registrants: input.registrants,
    disks: Object.fromEntries(input.vms.map((vm) => [vm, 0])),
    sizes: Object.fromEntries(input.vms.map((vm) => [vm, 0])),
  }),
  initial: 'serving',
  states: {
    serving: {
      on: {
        REGISTER: { actions: 'register' },
        PREEMPT: [{ guard: 'isRegistered', actions: ['removeKeys', 'answerPreempted'] }, { actions: 'refusePreempt' }],
        WRITE: [{ guard: 'isRegistered', actions: ['write', 'answerDone'] }, { actions: 'answerConflict' }],
        EXTEND: [{ guard: 'isRegistered', actions: ['extend', 'answerDone'] }, { actions: 'answerConflict' }],
      },
    },
  },
});
