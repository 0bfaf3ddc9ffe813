/**
 * Workload: how fast the guest of a VM may make its memory dirty. For systems with a clock; without one, a guest writes when it likes.
 *
 *   ready ──TOUCH / a page is written──▶ resting ──dirty interval──▶ ready
 *
 * The guest writes at any moment and to any page, but between two writes there is at least the interval. So in a time t it makes at
 * most ⌊t / interval⌋ + 1 pages dirty: no constant rate of a page an interval is ahead of that. It lives on no node, as the guest
 * goes where its VM goes; while the VM does not run, what it would have written is lost on nobody. Source: LM-2, LM-5; domain.md 5.1.
 */
import { enqueueActions, setup } from 'xstate';
import { partitionName } from './names.ts';
import type { NodeId, VmId } from './vocabulary.ts';

export interface WorkloadInput {
  readonly vm: VmId;
  /** Where the VM may be. */
  readonly nodes: readonly NodeId[];
}

export interface WorkloadEvent {
  readonly type: 'TOUCH';
  readonly page: number;
}

export const workload = setup({
  types: { context: {} as WorkloadInput, input: {} as WorkloadInput, events: {} as WorkloadEvent },
  actions: {
    write: enqueueActions(({ context: { vm, nodes }, event: { page }, enqueue }) => {
      for (const node of nodes) enqueue.sendTo(({ system }) => system.get(partitionName(node, vm)), () => ({ type: 'GUEST_COMPUTES', page }));
    }),
  },
  delays: { dirtyInterval: 1_000 },
}).createMachine({
  id: 'workload',
  context: ({ input }) => input,
  initial: 'ready',
  states: {
    ready: { on: { TOUCH: { target: 'resting', actions: 'write' } } },
    resting: { after: { dirtyInterval: 'ready' }, on: { TOUCH: {} } },
  },
});
