/** Stays along walks: what random runs say of claims about time. */
import { expect, test } from 'vitest';
import { longest, shortest } from '../../src/property/property.ts';
import { firstViolation } from '../../src/walk/holds-on.ts';
import { sample } from '../../src/walk/sample.ts';
import { percentile } from '../../src/walk/stay-tally.ts';
import { walkOf } from '../../src/walk/walk.ts';
import type { StateView } from '../../src/system/define-system.ts';
import { fischer } from '../known-answers/fischer.ts';

const system = fischer({ processes: 1, writeMs: 20, waitMs: 30, tickMs: 10 });
const trying = ({ actors }: StateView): boolean => actors['process1']?.matches('writing') === true || actors['process1']?.matches('waiting') === true;
const bounds = [longest({ id: 'longest', statement: 's', during: trying, atMostMs: 50 }), shortest({ id: 'shortest', statement: 's', during: trying, atLeastMs: 30 })];

test('random walks measure stays between what is proved, and show the longest and the shortest', async () => {
  const { properties, stays } = await sample(system, bounds, { seed: 1, runs: 300, builtIns: [] });
  expect(properties.map(({ id, verdict }) => [id, verdict.kind])).toEqual([['longest', 'sampled'], ['shortest', 'sampled']]);
  const [longestOne, shortestOne] = stays;
  expect(longestOne?.counts.map(([ms]) => ms)).toEqual([30, 40, 50]);
  expect([longestOne?.extreme?.ms, shortestOne?.extreme?.ms]).toEqual([50, 30]);
  expect(longestOne?.extreme?.trace.steps.at(-1)?.label.event.type).toContain('waitTime');
  expect((longestOne?.ended ?? 0) > 300).toBe(true);
});

test('a walk refutes a limit by the tick that goes beyond it, and a least length by the step that ends too soon', () => {
  // It reads and writes; two ticks, and the write is done; three more, and the wait is over.
  const walk = walkOf(system, '0.1.1.1.0.0.0.0');
  expect(walk.steps.map(({ label }) => label.kind).join(' ')).toBe('stimulus tick tick timer tick tick tick timer');
  expect(firstViolation(longest({ id: 'l', statement: 's', during: trying, atMostMs: 30 }), walk)).toEqual({ kind: 'violated', tested: 1, step: 6, details: ['a stay of 40 ms, more than 30 ms'] });
  expect(firstViolation(shortest({ id: 's', statement: 's', during: trying, atLeastMs: 60 }), walk)).toEqual({ kind: 'violated', tested: 1, step: 8, details: ['a stay of 50 ms, less than 60 ms'] });
  expect(firstViolation(longest({ id: 'l', statement: 's', during: trying, atMostMs: 50 }), walk)).toEqual({ kind: 'clean', tested: 1 });
});

test('a percentile is the least length that so large a share do not exceed', () => {
  const counts = [[10, 1], [20, 98], [30, 1]] as const;
  expect([0.01, 0.02, 0.5, 0.99, 1].map((share) => percentile(counts, share))).toEqual([10, 20, 20, 20, 30]);
  expect(() => percentile([], 0.5)).toThrow(RangeError);
});
