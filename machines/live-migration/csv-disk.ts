/**
 * CSV disk: the disk under a Cluster Shared Volume, and beside it the table of who has which VM's files open for writing, which
 * NTFS keeps on the coordinator.
 *
 *   (serving) ──WRITE, from a registered node──▶ written          ──LOCK, if nobody else has it──▶ locked ──UNLOCK──▶ free
 *             ──WRITE, from any other──▶ refused (reservation conflict)   ──EXPEL / its key and its locks are gone──▶
 *
 * Write Exclusive - Registrants Only, and every member is registered, so the disk alone does not tell one member from another:
 * a member that lost the files must not write, and does not, as it has no handle; a node that was expelled has no key.
 * Source: CSV-3, CSV-6, LM-7; domain.md 1.5, 4; B8 of 6.2.
 */
import { assign, enqueueActions, setup } from 'xstate';
import { partitionName, volumeName } from './names.ts';
import type { DiskEvent, NodeId, VmId, VolumeId } from './vocabulary.ts';

export interface CsvDiskInput {
  readonly id: VolumeId;
  readonly registered: readonly NodeId[];
  readonly locks: Readonly<Partial<Record<VmId, NodeId>>>;
  readonly vms: readonly VmId[];
}

export interface CsvDiskContext {
  readonly id: VolumeId;
  readonly registered: readonly NodeId[];
  readonly locks: Readonly<Partial<Record<VmId, NodeId>>>;
  /** The last guest write on each virtual disk. */
  readonly disks: Readonly<Partial<Record<VmId, number>>>;
}

export const csvDisk = setup({
  types: { context: {} as CsvDiskContext, input: {} as CsvDiskInput, events: {} as DiskEvent },
  guards: {
    isRegistered: ({ context, event }) => context.registered.includes(event.node),
    isFree: ({ context, event }) => 'vm' in event && (context.locks[event.vm] ?? event.node) === event.node,
    isHolder: ({ context, event }) => 'vm' in event && context.locks[event.vm] === event.node,
  },
  actions: {
    register: assign(({ context, event }) => ({ registered: [...context.registered.filter((id) => id !== event.node), event.node].toSorted() })),
    expel: assign(({ context, event }) => ({
      registered: context.registered.filter((id) => id !== event.node),
      locks: Object.fromEntries(Object.entries(context.locks).filter(([, holder]) => holder !== event.node)),
    })),
    lock: assign(({ context, event }) => ('vm' in event ? { locks: { ...context.locks, [event.vm]: event.node } } : {})),
    unlock: assign(({ context, event }) => ('vm' in event ? { locks: Object.fromEntries(Object.entries(context.locks).filter(([vm]) => vm !== event.vm)) } : {})),
    answerLocked: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'LOCK') enqueue.sendTo(({ system }) => system.get(volumeName(event.node, context.id)), () => ({ type: 'LOCKED', vm: event.vm, disk: context.disks[event.vm] ?? 0 }));
    }),
    answerRefused: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'LOCK') enqueue.sendTo(({ system }) => system.get(volumeName(event.node, context.id)), () => ({ type: 'LOCK_REFUSED', vm: event.vm }));
    }),
    write: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE') return;
      enqueue.assign({ disks: { ...context.disks, [event.vm]: event.content } });
      enqueue.sendTo(({ system }) => system.get(partitionName(event.node, event.vm)), () => ({ type: 'WRITTEN', content: event.content }));
    }),
    refuseWrite: enqueueActions(({ event, enqueue }) => {
      if (event.type === 'WRITE') enqueue.sendTo(({ system }) => system.get(partitionName(event.node, event.vm)), () => ({ type: 'WRITE_REFUSED', content: event.content }));
    }),
  },
}).createMachine({
  id: 'csv-disk',
  context: ({ input: { id, registered, locks, vms } }) => ({ id, registered, locks, disks: Object.fromEntries(vms.map((vm) => [vm, 0])) }),
  initial: 'serving',
  states: {
    serving: {
      on: {
        WRITE: [{ guard: 'isRegistered', actions: 'write' }, { actions: 'refuseWrite' }],
        LOCK: [{ guard: 'isFree', actions: ['lock', 'answerLocked'] }, { actions: 'answerRefused' }],
        UNLOCK: [{ guard: 'isHolder', actions: 'unlock' }, {}],
        REGISTER: { actions: 'register' },
        EXPEL: { actions: 'expel' },
      },
    },
  },
});
