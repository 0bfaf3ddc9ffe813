import { expect, test } from 'vitest';
import { timingR2 } from '../../machines/systems/timed-failover.ts';
import { blackoutOfACrash, blackoutOfAPartition } from '../../properties/bounds/failover-r2.ts';
import { isArbitrationSafe } from '../../properties/theorems/arbitration.ts';
import { isMountedOnce, runsOnce } from '../../properties/theorems/belief-under-partition.ts';
import { arbitrationPoints, foundBeliefs, isFoundSafe, measuredBlackout, partitionTiming } from './blackout-failover-sweep.ts';
import { bounds, expectBounds } from './timed-failover-bounds.ts';

test.each(bounds.filter(([, scope]) => scope === 'tiny'))('%s, scope %s: a VM is dark for %i to %i s', expectBounds);

test('a crash and an isolation take what the formulas say', async () => {
  for (const arbiter of ['node-majority', 'quorum-disk-elsewhere', 'quorum-disk'] as const) expect([arbiter, await measuredBlackout(arbiter, 'crash', timingR2)]).toEqual([arbiter, blackoutOfACrash(arbiter, timingR2)]);
  for (const arbiter of ['node-majority', 'quorum-disk-elsewhere'] as const) expect([arbiter, await measuredBlackout(arbiter, 'isolate', timingR2)]).toEqual([arbiter, blackoutOfAPartition(arbiter, timingR2)]);
});

test('arbitration is safe if and only if the challenger waits longer than the defence period', async () => {
  for (const point of arbitrationPoints.filter(({ defenceMs, challengeMs }) => defenceMs <= 4_000 && challengeMs <= 6_000)) expect([point, await isFoundSafe(point)]).toEqual([point, isArbitrationSafe(point)]);
});

test('what nodes believe is true if and only if the loser defends or lets go in time', async () => {
  for (const parting of ['isolated', 'quorum-disk'] as const) {
    for (const challenge of [1, 2, 3, 4, 5]) {
      const timing = partitionTiming({ heartbeat: 1, stop: 1, defence: 4, challenge });
      expect([parting, challenge, await foundBeliefs({ parting, timing })]).toEqual([parting, challenge, { mountedOnce: isMountedOnce(parting, timing), runsOnce: runsOnce(parting, timing) }]);
    }
  }
});
