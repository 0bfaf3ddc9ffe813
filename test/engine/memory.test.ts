/** A limit on memory holds for the whole process, and no run dies for want of memory. memory.long.test.ts has larger ones. */
import { describe, expect, test } from 'vitest';
import { endlessMemory, machineMemory, memoryInUse, MemoryLimit, memoryMaxDefault } from '../../src/property/memory-limit.ts';
import { limitMetBy } from '../../src/property/limit-reached.ts';
import { stopText } from '../../src/report/verdict-words.ts';
import { peakRssBytes } from '../bench/peak-memory.ts';
import { ranWithin } from './within-memory.ts';

const linux = peakRssBytes() !== null;

describe.skipIf(!linux)('a process stays within a tenth of its limit and ends as inconclusive (needs /proc)', () => {
  test.each([
    ['huge', 'fast', 300e6],
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

describe('a limit', () => {
  test('refuses an array that does not fit, and not a small one', () => {
    const limit = new MemoryLimit(memoryInUse() + 200e6);
    expect(limitMetBy(() => limit.makeRoom(10e6))).toBeNull();
    expect(limitMetBy(() => limit.makeRoom(400e6))).toMatchObject({ kind: 'memory', of: 'process' });
    expect(limitMetBy(() => limit.makeRoom(1_000))).toBeNull();
  });

  test('is reached when the process holds more, and says so as often as it is asked', () => {
    const limit = new MemoryLimit(1_000_000);
    expect([limit.reached(), limit.reached()]).toEqual([{ kind: 'memory', maxBytes: 1_000_000, of: 'process' }, { kind: 'memory', maxBytes: 1_000_000, of: 'process' }]);
    expect(new MemoryLimit().reached()).toBeNull();
    expect(endlessMemory.reached()).toBeNull();
  });

  test('is three quarters of the machine at most, and less where others hold most of it', () => {
    expect(memoryMaxDefault()).toBeLessThanOrEqual(machineMemory() * 0.75);
    expect(memoryMaxDefault()).toBeGreaterThan(memoryInUse());
  });

  test('of the heap is told with how to have more of it', () => {
    expect(stopText({ kind: 'memory', maxBytes: 2 ** 30, of: 'heap' })).toBe('close to the 1.1 GB that the heap of Node may hold (NODE_OPTIONS=--max-old-space-size=2048 gives it twice that)');
    expect(stopText({ kind: 'memory', maxBytes: 3e8, of: 'process' })).toBe('at 300 MB of memory (--memory-max)');
  });
});
