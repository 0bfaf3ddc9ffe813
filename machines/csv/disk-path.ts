/**
 * Disk path: one node's way to the shared disk, host bus adapter and fabric. A command takes its time on it, so it may
 * arrive after the node that sent it is gone.
 *
 *   connected ──WRITE, EXTEND / to the disk, after fabric latency──▶ connected
 *   connected ──PATH_LOST / abort what is under way, tell volume and NTFS──▶ lost ──PATH_RESTORED / tell the volume──▶ connected
 *
 * A crash (`HOST_CRASHED`) leaves commands on the fabric; a new login (`LOG_IN`, before the node joins) aborts
 * those that its former self left, and registers the node's key. Source: CSV-4, CSV-6; domain.md 1.5.
 */
import { enqueueActions, sendTo, setup } from 'xstate';
import { diskName, ntfsName, volumeName } from './names.ts';
import type { NodeId, PathEvent, VmId } from './vocabulary.ts';

export interface PathInput {
  readonly node: NodeId;
  readonly vms: readonly VmId[];
}

export const diskPath = setup({
  types: { context: {} as PathInput, input: {} as PathInput, events: {} as PathEvent },
  actions: {
    send: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'WRITE' && event.type !== 'EXTEND') return;
      enqueue.sendTo(({ system }) => system.get(diskName), () => ({ ...event, node: context.node }), { id: `${event.by}-${event.vm}`, delay: 'fabricLatency' });
    }),
    abortCommands: enqueueActions(({ context, enqueue }) => {
      for (const vm of context.vms) {
        enqueue.cancel(`csv1-${vm}`);
        enqueue.cancel(`ntfs-${vm}`);
      }
    }),
    register: sendTo(({ system }) => system.get(diskName), ({ context }) => ({ type: 'REGISTER', node: context.node })),
    preempt: enqueueActions(({ context, event, enqueue }) => {
      if (event.type === 'PREEMPT') enqueue.sendTo(({ system }) => system.get(diskName), () => ({ ...event, node: context.node }));
    }),
    answerLost: sendTo(({ system, context }) => system.get(ntfsName(context.node)), { type: 'PATH_LOST' }),
    tellLost: enqueueActions(({ context, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(ntfsName(context.node)), { type: 'PATH_LOST' });
      enqueue.sendTo(({ system }) => system.get(volumeName(context.node)), { type: 'PATH_LOST' });
    }),
    tellRestored: sendTo(({ system, context }) => system.get(volumeName(context.node)), { type: 'PATH_RESTORED' }),
  },
  delays: { fabricLatency: 1 },
}).createMachine({
  id: 'disk-path',
  context: ({ input }) => input,
  initial: 'connected',
  on: { HOST_CRASHED: '.hostDown', HOST_BOOTED: {}, PATH_LOST: {}, PATH_RESTORED: {} },
  states: {
    connected: {
      on: {
        WRITE: { actions: 'send' },
        EXTEND: { actions: 'send' },
        LOG_IN: { actions: ['abortCommands', 'register'] },
        PREEMPT: { actions: 'preempt' },
        PATH_LOST: { target: 'lost', actions: ['abortCommands', 'tellLost'] },
      },
    },
    lost: {
      on: {
        PATH_RESTORED: { target: 'connected', actions: 'tellRestored' },
        PREEMPT: { actions: 'answerLost' },
        LOG_IN: { actions: 'register' },
      },
    },
    hostDown: { on: { HOST_BOOTED: 'connected' } },
  },
});
