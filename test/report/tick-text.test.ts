import { expect, test } from 'vitest';
import { tickLines } from '../../src/report/tick-text.ts';
import { page } from './made-reports.ts';

const delay = { actor: 'node1', machine: 'node', delayed: 'xstate.after.heartbeatTimeout.node.down', delayMs: 5_000 };

test('a tick that a coarser one could stand in for', () => {
  expect(tickLines(page(80), { tickMs: 1, coarsestMs: 500, delays: [delay, { ...delay, delayMs: 3_500 }, { ...delay, delayMs: 2_000 }, { ...delay, delayMs: 500 }] })).toEqual([
    '  ticks of 1 ms are short for the delays met when it stopped; each tick of a',
    '  timer is a state of its own:',
    '    node1 (machine node): after heartbeatTimeout, 5 s, 5,000 ticks',
    '    node1 (machine node): after heartbeatTimeout, 3500 ms, 3,500 ticks',
    '    node1 (machine node): after heartbeatTimeout, 2 s, 2,000 ticks',
    '    and 1 more; --json has them all',
    '  All of them are multiples of 500 ms: say clock: { tickMs: 500 }.',
  ]);
});

test('a tick that none could stand in for', () => {
  expect(tickLines(page(60), { tickMs: 1, coarsestMs: 1, delays: [delay] }).slice(-2)).toEqual(['  No coarser tick divides all of them. Round them to', '  multiples of one, and give the clock that.']);
});
