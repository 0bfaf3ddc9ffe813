import { expect, test } from 'vitest';
import { pagesSentMost, passesMost } from '../../properties/theorems/pre-copy-convergence.ts';
import { expectCapped, expectUncapped } from './pre-copy-sweep.ts';

const few = [[1, 1], [2, 1], [1, 2], [2, 3]].map(([copyTime = 1, dirtyInterval = 1]) => ({ pages: 2, writablePages: 2, copyTime, dirtyInterval, remainingMax: 0 }));

test.each(few)('a page copied in $copyTime s and dirty every $dirtyInterval s: two passes are as the closed form and the calculator say', async (point) => {
  await expectCapped({ ...point, passesMax: 2 });
});

test('without a cap the passes end when a page is copied faster than it becomes dirty, and never when as fast', async () => {
  const point = { pages: 2, writablePages: 2, copyTime: 2, remainingMax: 0 };
  expect(await expectUncapped({ ...point, dirtyInterval: 3 })).toBe(7);
  expect(await expectUncapped({ ...point, dirtyInterval: 2 })).toBeNull();
});

test('the closed form is what is counted by hand: 4 pages, half the rate of the link', () => {
  const point = { pages: 4, writablePages: 4, copyTime: 1, dirtyInterval: 2, remainingMax: 0, passesMax: 10 };
  // Sent at 0, 1, 2, ...; written at 0, 2, 4, ...: the write at 2 k lets page 4 + k + 1 be sent, the last at 8.
  expect([pagesSentMost(point), passesMost(point)]).toEqual([9, 6]);
});
