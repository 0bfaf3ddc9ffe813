/**
 * Cluster Shared Volume, as one node sees it: which VMs have their files open here. It needs no mount.
 *
 *   up ──OPEN / ask for the lock──▶ up ──LOCKED / the files are open──▶ up ──CLOSE / give the lock back──▶ up
 *   up ──HOST_CRASHED──▶ hostDown ──HOST_BOOTED──▶ up        SERVICE_STOPPED: its handles are gone
 *
 * Data goes straight to the disk (direct I/O), where it may arrive after the node that sent it is gone. A node writes only through
 * files that it has open. A node that joins
 * again, or opens the files again, aborts the commands that its former self left on the fabric: its key is taken once more, and
 * with it they would be.
 * Source: CSV-1, CSV-3, LM-7; domain.md 1.5, 4.
 */
import { assign, enqueueActions, setup } from 'xstate';
import { partitionName } from './names.ts';
import type { NodeId, VmId, VolumeEvent, VolumeId } from './vocabulary.ts';

export interface CsvVolumeInput {
  readonly node: NodeId;
  readonly volume: VolumeId;
  readonly open: readonly VmId[];
}

export const csvVolume = setup({
  types: { context: {} as CsvVolumeInput, input: {} as CsvVolumeInput, events: {} as VolumeEvent },
  guards: { isOpen: ({ context, event }) => 'vm' in event && context.open.includes(event.vm) },
  actions: {
    loseHandles: assign({ open: [] }),
    abortOldCommands: enqueueActions(({ enqueue, event }) => {
      const vms: readonly VmId[] = 'vm' in event ? [event.vm] : ['vm1', 'vm2'];
      for (const vm of vms) enqueue.cancel(`write-${vm}`);
    }),
    lock: enqueueActions(({ context, event, enqueue }) => {
      if ('vm' in event) enqueue.sendTo(({ system }) => system.get(context.volume), () => ({ type: 'LOCK', node: context.node, vm: event.vm }));
    }),
    open: assign(({ context, event }) => ('vm' in event ? { open: [...context.open.filter((vm) => vm !== event.vm), event.vm].toSorted() } : {})),
    answerOpened: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'LOCKED') enqueue.sendTo(({ system }) => system.get(partitionName(context.node, event.vm)), () => ({ type: 'FILES_OPENED', disk: event.disk }));
    }),
    answerDenied: enqueueActions(({ context, event, enqueue }) => {
      if ('vm' in event) enqueue.sendTo(({ system }) => system.get(partitionName(context.node, event.vm)), { type: 'FILES_DENIED' });
    }),
    close: enqueueActions(({ context, event, enqueue }) => {
      if (!('vm' in event)) return;
      enqueue.assign({ open: context.open.filter((vm) => vm !== event.vm) });
      enqueue.sendTo(({ system }) => system.get(context.volume), () => ({ type: 'UNLOCK', node: context.node, vm: event.vm }));
      enqueue.sendTo(({ system }) => system.get(partitionName(context.node, event.vm)), { type: 'FILES_CLOSED' });
    }),
    /** Write-through: nobody is told that it is done before the disk says so. */
    passWrite: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'WRITE') enqueue.sendTo(({ system }) => system.get(context.volume), () => ({ ...event, node: context.node }), { id: `write-${event.vm}`, delay: 'fabricLatency' });
    }),
    refuseWrite: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'WRITE') enqueue.sendTo(({ system }) => system.get(partitionName(context.node, event.vm)), () => ({ type: 'WRITE_REFUSED', content: event.content }));
    }),
  },
  delays: { fabricLatency: 1 },
}).createMachine({
  id: 'csv-volume',
  context: ({ input }) => input,
  initial: 'up',
  on: { HOST_CRASHED: { target: '.hostDown', actions: 'loseHandles' }, SERVICE_STOPPED: { actions: 'loseHandles' }, HOST_BOOTED: { actions: 'abortOldCommands' } },
  states: {
    up: {
      on: {
        OPEN: { actions: ['abortOldCommands', 'lock'] },
        LOCKED: { actions: ['open', 'answerOpened'] },
        LOCK_REFUSED: { actions: 'answerDenied' },
        CLOSE: { actions: 'close' },
        WRITE: [{ guard: 'isOpen', actions: 'passWrite' }, { actions: 'refuseWrite' }],
      },
    },
    hostDown: { on: { HOST_BOOTED: { target: 'up', actions: 'abortOldCommands' } } },
  },
});
