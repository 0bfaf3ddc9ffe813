import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { accountFor } from '../../src/check/accounted.ts';
import type { Coverage } from '../../src/property/coverage.ts';

const system = { actors: { disk: { machine: createMachine({ id: 'disk' }) } } };
const gap = (transition: string) => ({ machine: 'disk', transition, reason: { kind: 'event-never-sent' } }) as const;

const coverage: Coverage = {
  transitions: { taken: 1, total: 5 },
  modes: { visited: 2, total: 3 },
  neverTaken: [gap('held DROP #0'), gap('held DROP #1'), gap('lost FIND #0'), gap('lost xstate.after.patience.disk.lost #0')],
  stimuliNeverEnabled: [],
};

test('without a list every gap is open', () => {
  expect(accountFor(coverage, {}, system)).toEqual({ open: coverage.neverTaken, listed: [], untrue: [] });
});

test('a gap is listed by its transition as reports name it, or by the mode that it leaves', () => {
  const { open, listed } = accountFor(coverage, { disk: { 'held DROP #1': 'one holder', lost: 'nothing is lost' } }, system);
  expect(open.map(({ transition }) => transition)).toEqual(['held DROP #0']);
  expect(listed).toEqual([
    { machine: 'disk', what: 'held DROP #1', count: 1, because: 'one holder' },
    { machine: 'disk', what: 'lost', count: 2, because: 'nothing is lost' },
  ]);
});

test('a timer is listed by the name of its delay', () => {
  expect(accountFor(coverage, { disk: { 'lost after patience': 'it is patient' } }, system).listed).toEqual([{ machine: 'disk', what: 'lost after patience', count: 1, because: 'it is patient' }]);
});

test('words for the transition go before words for its mode', () => {
  const { listed } = accountFor(coverage, { disk: { lost: 'nothing is lost', 'lost FIND': 'nobody looks' } }, system);
  expect(listed.map(({ what, count }) => [what, count])).toEqual([
    ['lost', 1],
    ['lost FIND', 1],
  ]);
});

test('what is listed and taken is untrue; machines that the system does not have are passed over', () => {
  expect(accountFor(coverage, { disk: { 'held TAKE': 'never' }, tape: { lost: 'no tapes' } }, system)).toMatchObject({ listed: [], untrue: ['disk held TAKE'] });
});
