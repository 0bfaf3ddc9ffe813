/**
 * A machine with one of nearly everything, small enough to check a picture of it by eye.
 *
 *   idle ──MOUNT──▶ online { io: reading ◀──▶ writing | lease: fresh ──▶ stale | H } ──done──▶ retired
 */
import { and, assign, cancel, not, raise, sendTo, setup, stateIn } from 'xstate';

export const disk = setup({
  guards: { isFree: () => true, isFull: () => false },
  actions: { refuse: () => undefined, greet: () => undefined },
  delays: { lease: 5000 },
}).createMachine({
  id: 'disk',
  initial: 'idle',
  context: { holder: null },
  on: { RESET: '.idle', PING: { actions: 'greet' }, NOISE: {} },
  states: {
    idle: {
      entry: [assign({ holder: null }), cancel('beat')],
      on: {
        MOUNT: [{ guard: and(['isFree', not('isFull')]), target: 'online', actions: sendTo('lun', { type: 'RESERVE' }) }, { actions: 'refuse' }],
        RECOVER: { target: ['online.io.writing', 'online.lease.stale'] },
        RESUME: 'online.past',
      },
    },
    online: {
      type: 'parallel',
      exit: raise({ type: 'LEFT' }, { delay: 500 }),
      on: { REFRESH: { target: '.lease.fresh' }, RESTART: { target: 'online', reenter: true } },
      onDone: 'retired',
      states: {
        io: { initial: 'reading', states: { reading: { on: { WRITE: 'writing' } }, writing: { type: 'final' } } },
        lease: {
          initial: 'fresh',
          states: {
            fresh: { after: { lease: 'stale', 2000: { guard: stateIn('online.io.writing'), target: 'stale' } } },
            stale: { type: 'final' },
          },
        },
        past: { type: 'history', history: 'deep' },
      },
    },
    retired: { type: 'final' },
  },
});
