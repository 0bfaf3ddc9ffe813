/**
 * Claimant: whoever wants a disk on one node, in place of the service or the group that would. For questions about
 * arbitration alone.
 *
 *   without ──CLAIM / BRING_ONLINE──▶ asking ──ONLINE──▶ holding ──CLAIM / BRING_ONLINE──▶ asking
 *      ▲                               │ ONLINE_FAILED      │ LOST
 *      └──────────── refused ◀─────────┴────────────────────┘ (it may claim again)
 *
 * Source: LUN-1; domain.md 1.5.
 */
import { sendTo, setup } from 'xstate';
import { diskResourceName } from './names.ts';
import type { DiskId, HostEvent, NodeId, OnlineAnswer } from './vocabulary.ts';

export interface ClaimantInput {
  readonly node: NodeId;
  readonly disk: DiskId;
  readonly holds: boolean;
}

export const claimant = setup({
  types: { context: {} as ClaimantInput, input: {} as ClaimantInput, events: {} as HostEvent | OnlineAnswer | { readonly type: 'CLAIM' } },
  guards: { startsHolding: ({ context }) => context.holds },
  actions: { bringOnline: sendTo(({ system, context }) => system.get(diskResourceName(context.node, context.disk)), { type: 'BRING_ONLINE' }) },
}).createMachine({
  id: 'claimant',
  context: ({ input }) => input,
  initial: 'deciding',
  on: { HOST_CRASHED: '.gone', HOST_BOOTED: {}, CLAIM: {}, ONLINE: {}, ONLINE_FAILED: {}, LOST: {} },
  states: {
    deciding: { always: [{ guard: 'startsHolding', target: 'holding' }, { target: 'without' }] },
    without: { on: { CLAIM: { target: 'asking', actions: 'bringOnline' } } },
    asking: { on: { ONLINE: 'holding', ONLINE_FAILED: 'refused', LOST: 'refused' } },
    holding: { on: { CLAIM: { target: 'asking', actions: 'bringOnline' }, LOST: 'refused' } },
    refused: { on: { CLAIM: { target: 'asking', actions: 'bringOnline' } } },
    /** Its host is down. */
    gone: {},
  },
});
