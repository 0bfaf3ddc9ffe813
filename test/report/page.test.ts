import { describe, expect, test } from 'vitest';
import { nearest, distance } from '../../src/report/nearest.ts';
import { paint, plain, widthOf, wrapped } from '../../src/report/page.ts';
import { bytesText, clockText, countText, durationText, percentText } from '../../src/report/quantities.ts';
import { eventText, stepText, transitionText } from '../../src/trace/step-words.ts';
import { sparkline } from '../../src/report/progress-text.ts';
import { page } from './made-reports.ts';

describe('text', () => {
  test('breaks at spaces, and a word with no line to itself after punctuation or anywhere', () => {
    expect(wrapped('one two-three four', 9)).toEqual(['one', 'two-three', 'four']);
    expect(wrapped('one two-three', 7)).toEqual(['one', 'two-', 'three']);
    expect(wrapped('node1.lun1.mounted', 8)).toEqual(['node1.', 'lun1.', 'mounted']);
    expect(wrapped('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
    expect(wrapped('', 4)).toEqual(['']);
  });

  test('cannot bring a control character or a change of direction to the terminal', () => {
    expect(plain(page(80), 'a\u001b[31mb\nc\u202ed')).toBe(String.raw`a\u001b[31mb\nc\u202ed`);
  });

  test('takes two columns for a wide letter and none for a combining mark', () => {
    expect([widthOf('node'), widthOf('ノード'), widthOf('e\u0301')]).toEqual([4, 6, 1]);
  });

  test('is painted only on a page with colour', () => {
    expect(paint(page(80), 'bad', 'x')).toBe('x');
    expect(paint(page(80, { colour: true }), 'bad', 'x')).toBe('\u001b[31mx\u001b[39m');
  });

  test('spells its own signs out in ASCII and leaves the names of the model alone', () => {
    expect(plain(page(80, { ascii: true }), '✗ a → b · größer ≤ 2')).toBe('FAIL a -> b ; größer <= 2');
  });
});

test('quantities are written in the unit that suits them', () => {
  expect([0, 999, 1000, 88_214, 1_234_567].map(countText)).toEqual(['0', '999', '1,000', '88,214', '1,234,567']);
  expect([0.4, 999, 1000, 3400, 59_949, 60_000, 134_000, 3_600_000, 5_400_000].map(durationText)).toEqual(['0 ms', '999 ms', '1 s', '3.4 s', '59.9 s', '1 min', '2 min 14 s', '1 h', '1 h 30 min']);
  expect([999, 512_000_000, 1_100_000_000].map(bytesText)).toEqual(['1 kB', '512 MB', '1.1 GB']);
  expect([1, 0.3, 0.003, 0.0003].map(percentText)).toEqual(['100 %', '30 %', '0.3 %', '0.03 %']);
  expect(clockText(74_000)).toBe('01:14');
  expect([sparkline([1, 4, 8], false), sparkline([0, 0], false), sparkline([1, 8], true)]).toEqual(['▂▅█', '▁▁', '.@']);
});

test('the nearest name takes the fewest changed letters', () => {
  expect([distance('smal', 'small'), distance('', 'abc'), distance('kitten', 'sitting')]).toEqual([1, 3, 3]);
  expect([nearest('quik-migration', ['lun-per-vm', 'quick-migration']), nearest('x', [])]).toEqual(['quick-migration', null]);
});

test('what XState names for itself is told in words', () => {
  expect(transitionText('online.running SAVE #0')).toBe('online.running SAVE');
  expect(transitionText('(root) CRASH #1')).toBe('(root) CRASH #1');
  expect(transitionText('saving xstate.after.2000.vm.saving #0')).toBe('saving after 2 s');
  expect(transitionText('saving xstate.after.patience.vm.saving #0')).toBe('saving after patience');
  expect(transitionText('saving xstate.done.state.vm.saving #0')).toBe('saving onDone');
  const event = { type: 'MOVE', to: 'node2', pages: [1, 2] };
  expect(eventText(event)).toBe('MOVE to=node2 pages=[1,2]');
  const timer = { kind: 'timer', from: 'net', to: 'vm', event: { type: 'PING' }, delayMs: 20, sendId: null, orphan: false, timer: 't' } as const;
  expect(stepText(timer)).toBe('vm PING after 20 ms (set by net)');
});
