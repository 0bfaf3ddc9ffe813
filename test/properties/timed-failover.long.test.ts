/** Every figure of docs/blackout-failover.md, found by the checker. */
import { describe, expect, test } from 'vitest';
import { blackoutOfACrash, blackoutOfAPartition } from '../../properties/bounds/failover-r2.ts';
import { isArbitrationSafe } from '../../properties/theorems/arbitration.ts';
import { isMountedOnce, runsOnce } from '../../properties/theorems/belief-under-partition.ts';
import { arbitrationPoints, blackoutPoints, foundBeliefs, isFoundSafe, measuredBlackout, partings, partitionChallenges, partitionDefences, partitionTiming, type PartitionPoint } from './blackout-failover-sweep.ts';
import { bounds, expectBounds } from './timed-failover-bounds.ts';

test.each(bounds)('%s, scope %s: a VM is dark for %i to %i s', expectBounds);

test.each(['node-majority', 'quorum-disk-elsewhere', 'quorum-disk'] as const)('%s: the blackout of a crash is what the formula says', async (arbiter) => {
  for (const timing of blackoutPoints) expect([timing, await measuredBlackout(arbiter, 'crash', timing)]).toEqual([timing, blackoutOfACrash(arbiter, timing)]);
});

test.each(['node-majority', 'quorum-disk-elsewhere'] as const)('%s: the blackout of a partition is what the formula says', async (arbiter) => {
  for (const timing of blackoutPoints) expect([timing, await measuredBlackout(arbiter, 'isolate', timing)]).toEqual([timing, blackoutOfAPartition(arbiter, timing)]);
});

test('arbitration is safe if and only if the challenger waits longer than the defence period', async () => {
  for (const point of arbitrationPoints) expect([point, await isFoundSafe(point)]).toEqual([point, isArbitrationSafe(point)]);
});

test('ticks half as long change nothing of it', async () => {
  for (const point of arbitrationPoints) expect([point, await isFoundSafe({ ...point, tickMs: 500 })]).toEqual([point, isArbitrationSafe(point)]);
});

test('by half a second more than the period arbitration is safe, by half a second less it is not', async () => {
  const found = await Promise.all([2_500, 3_000, 3_500].map((challengeMs) => isFoundSafe({ tickMs: 500, defenceMs: 3_000, challengeMs })));
  expect(found).toEqual([false, false, true]);
});

describe.each(partings)('%s', (parting) => {
  test('what nodes believe is true if and only if the condition holds', async () => {
    for (const defence of partitionDefences) for (const challenge of partitionChallenges) await compare({ parting, timing: partitionTiming({ heartbeat: 1, stop: 1, defence, challenge }) });
  });

  test('so with longer heartbeats, a longer stop, and a boot', async () => {
    // One way the graphs are the largest, and only the defence counts.
    const [defence, challenges] = parting === 'one-way' ? [4, [2, 3, 4, 5]] : [9, [2, 4, 5, 6, 7, 8, 9]];
    for (const [heartbeat = 1, stop = 1, boot = 0] of [[2, 1, 0], [1, 3, 0], [2, 3, 1], [1, 1, 2]]) {
      for (const challenge of challenges) await compare({ parting, timing: partitionTiming({ heartbeat, stop, defence, challenge }, boot) });
    }
  });
});

async function compare(point: PartitionPoint): Promise<void> {
  const { parting, timing } = point;
  expect([point, await foundBeliefs(point)]).toEqual([point, { mountedOnce: isMountedOnce(parting, timing), runsOnce: runsOnce(parting, timing) }]);
}
