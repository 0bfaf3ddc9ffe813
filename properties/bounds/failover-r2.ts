/**
 * How long a VM of 2008 R2 is dark: after a crash, and when its node is cut off.
 *
 * The formulas say what the checker measures, at every point of the sweep in docs/blackout-failover.md; a test compares.
 * Detection takes (n - 1) to n heartbeat periods, and a message between two nodes nothing to one.
 */
import type { TimingR2 } from '../../machines/systems/timed-failover.ts';
import { longest, shortest, type Property, type StateView } from '../../src/index.ts';
import { runningOn } from '../failover-reading.ts';
import { patienceMs } from './blackout-2008.ts';

/** Who decides: a majority of nodes, or a quorum disk, and who had that. */
export type Arbiter = 'node-majority' | 'quorum-disk-elsewhere' | 'quorum-disk';

export interface Blackout {
  readonly bestMs: number;
  readonly worstMs: number;
}

/** From the crash of the VM's node until the VM runs. A node that had the quorum disk as well is challenged twice. */
export function blackoutOfACrash(arbiter: Arbiter, { heartbeatMs, heartbeatsMissed, regroupMs, challengeMs, mountMs, bootMs }: TimingR2): Blackout {
  const challenges = arbiter === 'quorum-disk' ? 2 : 1;
  const bestMs = (heartbeatsMissed - 1) * heartbeatMs + regroupMs + challenges * challengeMs + mountMs + bootMs;
  // A proposal and a vote wait for a heartbeat each.
  return { bestMs, worstMs: bestMs + heartbeatMs + (arbiter === 'node-majority' ? 2 * heartbeatMs : 0) };
}

/**
 * From the moment when a node that was cut off turns its VM off until the VM runs elsewhere: arbitration must be safe, else it runs twice.
 * At best the disk is free when the other side comes for it; at worst it has just begun a challenge that is in vain.
 */
export function blackoutOfAPartition(arbiter: Exclude<Arbiter, 'quorum-disk'>, { heartbeatMs, challengeMs, stopMs, mountMs, bootMs }: TimingR2): Blackout {
  const late = arbiter === 'node-majority' ? 3 * heartbeatMs : 0;
  return { bestMs: stopMs + mountMs + bootMs, worstMs: Math.max(stopMs + challengeMs, late) + mountMs + bootMs };
}

/** Nobody turns this VM off for good: when it runs nowhere it is dark. */
export function isDark(state: StateView): boolean {
  return runningOn(state).length === 0;
}

/** One fault at a time: while it lasts, quorum, a possible owner and the storage live. */
export function failoverR2Ends(atMostMs: number): Property {
  return longest({
    id: 'failover-r2-ends',
    requirements: ['HA-4'],
    statement: 'After a crash, or cut off with its node, a VM runs again within the sum of detection, regroup, arbitration, mount and boot.',
    during: isDark,
    atMostMs,
  });
}

export const failoverR2IsVisible = shortest({
  id: 'failover-r2-is-visible',
  requirements: ['HA-4'],
  statement: 'A failover keeps a VM dark for longer than clients wait.',
  during: isDark,
  atLeastMs: patienceMs,
});
