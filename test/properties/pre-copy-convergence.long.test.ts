/** Every point of a grid: 1 to 3 pages, copied in 1 to 3 s, dirty every 1 to 5 s. */
import { expect, test } from 'vitest';
import { expectCapped, expectUncapped } from './pre-copy-sweep.ts';

const memories = [
  { pages: 1, writablePages: 1 },
  { pages: 2, writablePages: 2 },
  { pages: 3, writablePages: 1 },
  { pages: 3, writablePages: 3 },
];
const rates = [1, 2, 3].flatMap((copyTime) => [1, 2, 3, 4, 5].map((dirtyInterval) => ({ copyTime, dirtyInterval })));
const points = memories.flatMap((memory) => rates.map((rate) => ({ ...memory, ...rate })));

test.each(points)('$pages pages, $writablePages written to, copied in $copyTime s, dirty every $dirtyInterval s', async (point) => {
  for (const passesMax of [1, 2, 4]) await expectCapped({ ...point, passesMax, remainingMax: 0 });
  for (const remainingMax of [0, 1]) await expectUncapped({ ...point, remainingMax });
});

test('both sides of the condition were there', () => {
  expect(points.filter(({ copyTime, dirtyInterval }) => copyTime < dirtyInterval).length).toBeGreaterThan(20);
  expect(points.filter(({ copyTime, dirtyInterval }) => copyTime === dirtyInterval).length).toBeGreaterThan(5);
});
