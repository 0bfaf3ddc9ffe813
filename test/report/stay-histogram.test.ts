import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stayHistogram } from '../../src/report/stay-histogram.ts';
import { widthOf } from '../../src/report/page.ts';
import type { StaySample } from '../../src/walk/stay-tally.ts';
import { page, subjectOf } from './made-reports.ts';

const subject = subjectOf('shared-disk', 'small');
const sampleOf = (counts: StaySample['counts']): StaySample => ({ id: 'blackout', kind: 'longest', statement: 's', limitMs: 2_000, counts, ended: counts.reduce((sum, [, stays]) => sum + stays, 0), open: 3, extreme: null });
const proved = { kind: 'longest', limitMs: 2_000, ms: 1_900, states: 7, run: null, stayFrom: 0, cycleSteps: 0 } as const;

test('few lengths have a bar each', () => {
  expect(stayHistogram(page(60), 'quiesce', subject, sampleOf([[300, 10], [400, 80], [500, 10]]), proved)).toEqual([
    '  blackout, ms: 100 stays, 3 not ended',
    '  300 10 |███▊                          |',
    '  400 80 |██████████████████████████████|  p50 400  p90 400',
    '  500 10 |███▊                          |  p99 500  max 500',
    '  proved: at most 1900 ms, allowed 2 s',
    '',
  ]);
});

test('many lengths share classes of a round width, and on an ASCII page bars are ASCII', () => {
  const counts = Array.from({ length: 100 }, (_, i) => [i * 10, i < 50 ? 1 : 3] as const);
  expect(stayHistogram(page(60, { ascii: true }), 'quiesce', subject, sampleOf(counts), null)).toEqual([
    '  blackout, ms: 200 stays, 3 not ended',
    '      [0, 100) 10 |####        |',
    '    [100, 200) 10 |####        |',
    '    [200, 300) 10 |####        |',
    '    [300, 400) 10 |####        |',
    '    [400, 500) 10 |####        |',
    '    [500, 600) 30 |############|',
    '    [600, 700) 30 |############|  p50 660',
    '    [700, 800) 30 |############|',
    '    [800, 900) 30 |############|',
    '  [900, 1,000) 30 |############|  p90 930  p99 990  max 990',
    '  not proved: the check was not complete',
    '',
  ]);
});

test('whatever the lengths, there are at most 13 bars, none is wider than the page, and none is left out', () => {
  const lengths = fc.uniqueArray(fc.record({ ticks: fc.nat(5_000), stays: fc.integer({ min: 1, max: 1_000 }) }), { selector: ({ ticks }) => ticks, minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(lengths, fc.constantFrom(1, 10, 250), (all, tickMs) => {
      const counts = all.map(({ ticks, stays }) => [ticks * tickMs, stays] as const).toSorted(([a], [b]) => a - b);
      const lines = stayHistogram(page(80), 'quiesce', subject, sampleOf(counts), null);
      const bars = lines.filter((line) => line.includes('|'));
      expect(bars.length).toBeLessThanOrEqual(13);
      expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
      const told = bars.map((line) => Number((/ ([\d,]+) \|/.exec(line)?.[1] ?? '').replaceAll(',', '')));
      expect(told.reduce((sum, stays) => sum + stays, 0)).toBe(counts.reduce((sum, [, stays]) => sum + stays, 0));
    }),
  );
});
