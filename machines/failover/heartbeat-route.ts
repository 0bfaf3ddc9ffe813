/**
 * Heartbeat route: the route of a system with a clock. A heartbeat comes once a period, nobody knows when in it, and brings the
 * newest message; after so many missed in a row the route is down.
 *
 *              CUT, LOSE, the sender's service is down              (n - 1) periods have passed
 *   heard ──────────────────────────────────────────▶ silent.hoping ────────────────────────────▶ silent.overdue
 *   │ ▲  ◀────────────HEAL, the sender is back───────────┴────────────────────────────────────────────┘   │ MISS, or after a period
 *   │ │                                                                                                  ▼ / ROUTE_DOWN
 *   │ └──────────────────────DELIVER, or after a period / ROUTE_UP, and the message──────────────── unheard
 *   └ carrying: DELIVER, or after a period / the message
 *
 * DELIVER and MISS are the environment's: the next heartbeat may have been due at once, or in a whole period. So a message takes
 * between nothing and a period, and silence is noticed after (n - 1) to n periods. What the two ends of a link differ by in
 * noticing is at most a period, whatever n is. Source: HA-4; domain.md 1.3 (SameSubnetDelay 1 s, SameSubnetThreshold 5).
 */
import { and } from 'xstate';
import { routeSetup } from './route-setup.ts';

export const heartbeatRoute = routeSetup.createMachine({
  id: 'route',
  context: ({ input }) => ({ ...input, cut: false, senderUp: true, receiverUp: true, messages: [] }),
  initial: 'heard',
  on: {
    SEND: {},
    DELIVER: {},
    MISS: {},
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
      initial: 'looking',
      on: {
        LOSE: { target: 'silent', actions: 'drop' },
        CUT: { target: 'silent', actions: ['markCut', 'drop'] },
        SERVICE_DOWN: [
          { guard: 'isSender', target: 'silent', actions: ['senderDown', 'drop'] },
          { target: 'unheard', actions: ['receiverDown', 'drop'] },
        ],
      },
      states: {
        looking: { always: [{ guard: 'carriesMessage', target: 'carrying' }, { target: 'quiet' }] },
        quiet: { on: { SEND: { target: 'carrying', actions: 'carry' } } },
        carrying: {
          after: { heartbeatPeriod: { target: 'looking', actions: 'deliver' } },
          on: { SEND: { actions: 'carry' }, DELIVER: { target: 'looking', actions: 'deliver' } },
        },
      },
    },
    silent: {
      initial: 'hoping',
      on: {
        HEAL: [{ guard: 'senderIsUp', target: 'heard', actions: 'markHealed' }, { actions: 'markHealed' }],
        SERVICE_UP: [
          { guard: and(['isSender', 'isCut']), actions: 'senderUp' },
          { guard: 'isSender', target: 'heard', actions: 'senderUp' },
        ],
      },
      states: {
        hoping: { after: { shortestSilence: 'overdue' } },
        overdue: {
          after: { heartbeatPeriod: { target: '#route.unheard', actions: 'reportDown' } },
          on: { MISS: { target: '#route.unheard', actions: 'reportDown' } },
        },
      },
    },
    unheard: {
      initial: 'looking',
      on: {
        CUT: { target: '.looking', actions: ['markCut', 'drop'] },
        HEAL: { target: '.looking', actions: 'markHealed' },
        SERVICE_UP: [
          { guard: 'isSender', target: '.looking', actions: 'senderUp' },
          { target: '.looking', actions: 'receiverUp' },
        ],
        SERVICE_DOWN: [
          { guard: 'isSender', target: '.looking', actions: ['senderDown', 'drop'] },
          { target: '.looking', actions: ['receiverDown', 'drop'] },
        ],
      },
      states: {
        looking: { always: [{ guard: 'isOpen', target: 'open' }, { target: 'closed' }] },
        closed: {},
        open: {
          after: { heartbeatPeriod: { target: '#route.heard', actions: ['reportUp', 'deliver'] } },
          on: { SEND: { actions: 'carry' }, DELIVER: { target: '#route.heard', actions: ['reportUp', 'deliver'] } },
        },
      },
    },
  },
});
