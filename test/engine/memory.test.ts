/** A limit on memory holds for the whole process, and no run dies for want of memory. memory.long.test.ts has larger ones. */
import { describe, expect, test } from 'vitest';
import { peakRssBytes } from '../bench/peak-memory.ts';
import { ranWithin } from './within-memory.ts';

const linux = peakRssBytes() !== null;

describe.skipIf(!linux)('a process stays within a tenth of its limit and ends as inconclusive (needs /proc)', () => {
  test.each([
    ['counter', 'fast', 300e6],
    ['wide', 'fast', 300e6],
    ['wide', 'reference', 300e6],
  ] as const)('%s, %s, %i bytes', { timeout: 600_000 }, async (system, explorer, maxBytes) => {
    const { stopped, verdicts, peakBytes } = await ranWithin({ system, explorer, maxBytes, heapMegabytes: null });
    expect(stopped).toEqual({ kind: 'memory', maxBytes, of: 'process' });
    expect(new Set(verdicts)).toEqual(new Set(['inconclusive']));
    expect(peakBytes).toBeLessThan(maxBytes * 1.1);
    expect(peakBytes).toBeGreaterThan(maxBytes * 0.9);
  });
});

test.each([
  ['wide', 'fast'],
  ['wide', 'reference'],
] as const)('a run of %s, %s, ends before a heap that is too small for it kills the process', { timeout: 600_000 }, async (system, explorer) => {
  const { stopped, verdicts } = await ranWithin({ system, explorer, maxBytes: null, heapMegabytes: 120 });
  expect(stopped).toEqual({ kind: 'memory', maxBytes: 120 * 2 ** 20, of: 'heap' });
  expect(new Set(verdicts)).toEqual(new Set(['inconclusive']));
});
