/** Limits on memory with what fills it slowly: states in typed arrays, and small objects. */
import { expect, test } from 'vitest';
import { peakRssBytes } from '../bench/peak-memory.ts';
import { ranWithin } from './within-memory.ts';

test.skipIf(peakRssBytes() === null).each([
  ['two-phase-commit', 'fast', 300e6],
  ['philosophers', 'reference', 300e6],
  ['wide', 'reference', 300e6],
  ['counter', 'fast', 300e6],
  ['counter', 'fast', 600e6],
] as const)('%s, %s, stays within a tenth of %i bytes (needs /proc)', { timeout: 600_000 }, async (system, explorer, maxBytes) => {
  const { stopped, peakBytes } = await ranWithin({ system, explorer, maxBytes, heapMegabytes: null });
  expect(stopped).toEqual({ kind: 'memory', maxBytes, of: 'process' });
  expect(peakBytes).toBeLessThan(maxBytes * 1.1);
  expect(peakBytes).toBeGreaterThan(maxBytes * 0.9);
});

test('a run of counter ends before a small heap kills the process', { timeout: 600_000 }, async () => {
  expect(await ranWithin({ system: 'counter', explorer: 'fast', maxBytes: null, heapMegabytes: 100 })).toMatchObject({ stopped: { kind: 'memory', of: 'heap' } });
});
