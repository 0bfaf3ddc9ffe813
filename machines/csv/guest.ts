/**
 * Guest: what the applications inside a VM, and their clients, have asked for and were told. It lives on no node, so it
 * is the witness of what a fault takes away. It numbers the requests, so that no two writes of a VM are the same.
 *
 *   (watching) ──NUMBER / NUMBERED──▶ (watching) ──ACKNOWLEDGED, IO_FAILED──▶ (watching)
 *
 * Source: CSV-5; domain.md 6.3 (I8).
 */
import { assign, enqueueActions, setup } from 'xstate';
import { vmName } from './names.ts';
import type { GuestEvent, VmId } from './vocabulary.ts';

export interface GuestContext {
  readonly vm: VmId;
  /** Writes asked for; the last one that was acknowledged. */
  readonly written: { readonly asked: number; readonly acknowledged: number };
  /** The size of the file: the largest asked for, and the last one that was acknowledged. */
  readonly size: { readonly asked: number; readonly acknowledged: number };
  /** An I/O was reported failed. */
  readonly sawError: boolean;
}

export const guest = setup({
  types: { context: {} as GuestContext, input: {} as { readonly vm: VmId }, events: {} as GuestEvent },
  actions: {
    /** A write is a new one each time; a file is extended from the size that the guest knows. */
    number: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'NUMBER') return;
      const { kind, node } = event;
      const content = kind === 'WRITE' ? context.written.asked + 1 : context.size.acknowledged + 1;
      enqueue.assign(kind === 'WRITE' ? { written: { ...context.written, asked: content } } : { size: { ...context.size, asked: content } });
      enqueue.sendTo(({ system }) => system.get(vmName(node, context.vm)), () => ({ type: 'NUMBERED', kind, content }));
    }),
    countOn: assign(({ context, event }) => {
      if (event.type !== 'ACKNOWLEDGED') return {};
      return event.kind === 'WRITE' ? { written: { ...context.written, acknowledged: event.content } } : { size: { ...context.size, acknowledged: event.content } };
    }),
    noteError: assign({ sawError: true }),
  },
}).createMachine({
  id: 'guest',
  context: ({ input }) => ({ vm: input.vm, written: { asked: 0, acknowledged: 0 }, size: { asked: 0, acknowledged: 0 }, sawError: false }),
  initial: 'watching',
  states: {
    watching: { on: { NUMBER: { actions: 'number' }, ACKNOWLEDGED: { actions: 'countOn' }, IO_FAILED: { actions: 'noteError' } } },
  },
});
