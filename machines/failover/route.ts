/**
 * Route: what one node says to another, as the other hears it: a heartbeat each second, and on it the newest message.
 *
 *               CUT, the sender's service is down               after 5 heartbeats missed / ROUTE_DOWN
 *   heard ────────────────────────────────────────▶ silent ─────────────────────────────────────────▶ unheard
 *   │ ▲  ◀──────────HEAL, the sender is back──────────┘                                               ▲    │
 *   │ └──────────────────────────DELIVER / ROUTE_UP, and the message it carries────────────────────────────┘
 *   └──LOSE / ROUTE_DOWN──────────────────────────────────────────────────────────────────────────────┘
 *
 * A heartbeat that brings nothing new would change nothing, so DELIVER is a heartbeat with a message, or the first one
 * after silence; LOSE is as many heartbeats in a row as make a route go down, and the message with them. A newer message
 * replaces one that has not arrived: nodes repeat what matters. Nobody hears anything while its own service is down.
 * Source: domain.md 1.3 (NetFT; SameSubnetDelay 1 s, SameSubnetThreshold 5).
 */
import { and } from 'xstate';
import { routeSetup } from './route-setup.ts';

export const route = routeSetup.createMachine({
  id: 'route',
  context: ({ input }) => ({ ...input, cut: false, senderUp: true, receiverUp: true, messages: [] }),
  initial: 'heard',
  on: {
    SEND: {},
    DELIVER: {},
    LOSE: {},
    CUT: { actions: ['markCut', 'drop'] },
    HEAL: { actions: 'markHealed' },
    SERVICE_UP: [{ guard: 'isSender', actions: 'senderUp' }, { actions: 'receiverUp' }],
    SERVICE_DOWN: [
      { guard: 'isSender', actions: ['senderDown', 'drop'] },
      { target: '.unheard', actions: ['receiverDown', 'drop'] },
    ],
  },
  states: {
    heard: {
      on: {
        SEND: { actions: 'carry' },
        DELIVER: { guard: 'carriesMessage', actions: 'deliver' },
        LOSE: { target: 'unheard', actions: ['drop', 'reportDown'] },
        CUT: { target: 'silent', actions: ['markCut', 'drop'] },
        SERVICE_DOWN: [
          { guard: 'isSender', target: 'silent', actions: ['senderDown', 'drop'] },
          { target: 'unheard', actions: ['receiverDown', 'drop'] },
        ],
      },
    },
    silent: {
      after: { heartbeatTimeout: { target: 'unheard', actions: 'reportDown' } },
      on: {
        HEAL: [{ guard: 'senderIsUp', target: 'heard', actions: 'markHealed' }, { actions: 'markHealed' }],
        SERVICE_UP: [
          { guard: and(['isSender', 'isCut']), actions: 'senderUp' },
          { guard: 'isSender', target: 'heard', actions: 'senderUp' },
        ],
      },
    },
    unheard: {
      on: {
        SEND: { guard: 'isOpen', actions: 'carry' },
        DELIVER: { guard: 'isOpen', target: 'heard', actions: ['reportUp', 'deliver'] },
      },
    },
  },
});
