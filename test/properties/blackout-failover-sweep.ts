/**
 * The sweeps of docs/blackout-failover.md: which points, what the formulas say of each, and what the checker says.
 */
import { arbitration } from '../../machines/systems/arbitration.ts';
import { timedFailover, timingR2, type TimedShape, type TimingR2 } from '../../machines/systems/timed-failover.ts';
import { isDark, type Arbiter, type Blackout } from '../../properties/bounds/failover-r2.ts';
import { volumeIsBelievedMountedOnce } from '../../properties/invariants/fencing.ts';
import { vmIsBelievedToRunOnce } from '../../properties/invariants/membership.ts';
import { aLivingHolderKeepsTheDisk } from '../../properties/theorems/arbitration.ts';
import type { Parting } from '../../properties/theorems/belief-under-partition.ts';
import { check, longest, shortest, type Property, type System } from '../../src/index.ts';

const seconds = (count: number): number => count * 1_000;

/** Every combination: detection by 3, 5 and 10 heartbeats, challenges of 4, 6 and 10 s, and nothing, a bare mount, or mount and boot. */
export const blackoutPoints: readonly TimingR2[] = [3, 5, 10].flatMap((heartbeatsMissed) =>
  [4, 6, 10].flatMap((challenge) => [[0, 0], [3, 0], [3, 30]].map(([mount = 0, boot = 0]) => ({ ...timingR2, heartbeatsMissed, challengeMs: seconds(challenge), mountMs: seconds(mount), bootMs: seconds(boot) }))),
);

const quorumDisk = { nodes: ['node1', 'node2'], quorum: 'node-and-disk-majority', witness: 'disk', epochsMax: 3 } as const;

const clusters: Readonly<Record<Arbiter, TimedShape>> = {
  'node-majority': {},
  'quorum-disk-elsewhere': { ...quorumDisk, witnessHolder: 'node2' },
  'quorum-disk': { ...quorumDisk, witnessHolder: 'node1' },
};

/** What the checker measures of the loss of the VM's node, which crashes or is isolated. */
export async function measuredBlackout(arbiter: Arbiter, fault: 'crash' | 'isolate', timing: TimingR2): Promise<Blackout> {
  const claims = [shortest({ id: 'best', statement: 'best', during: isDark, atLeastMs: 0 }), longest({ id: 'worst', statement: 'worst', during: isDark, atMostMs: Infinity })];
  const system = timedFailover('blackout', timing, { ...clusters[arbiter], faults: [fault] });
  const { complete, properties } = await check(system, claims, { builtIns: [], keepGoing: true });
  if (!complete) throw new Error('the check is not complete');
  return { bestMs: properties[0]?.bound?.ms ?? -1, worstMs: properties[1]?.bound?.ms ?? -1 };
}

export interface ArbitrationPoint {
  readonly tickMs: number;
  readonly defenceMs: number;
  readonly challengeMs: number;
}

/** Defences each 1 to 6 s, challenges of 1 to 8 s. */
export const arbitrationPoints: readonly ArbitrationPoint[] = [1, 2, 3, 4, 5, 6].flatMap((defence) =>
  [1, 2, 3, 4, 5, 6, 7, 8].map((challenge) => ({ tickMs: 1_000, defenceMs: seconds(defence), challengeMs: seconds(challenge) })),
);

/** Whether a living holder always keeps its disk, as the checker finds. */
export async function isFoundSafe(point: ArbitrationPoint): Promise<boolean> {
  const system = arbitration({ ...point, id: 'arbitration', nodes: ['node1', 'node2'], budgets: { claims: 2, crashes: 1 } });
  return (await violated(system, [aLivingHolderKeepsTheDisk])).length === 0;
}

export interface PartitionPoint {
  readonly parting: Parting;
  readonly timing: TimingR2;
}

export const partings: readonly Parting[] = ['isolated', 'one-link', 'one-way', 'quorum-disk'];

/** Times without mount and boot unless given, 3 heartbeats missed. */
export function partitionTiming(times: Readonly<Record<'heartbeat' | 'stop' | 'defence' | 'challenge', number>>, boot = 0): TimingR2 {
  const { heartbeat, stop, defence, challenge } = times;
  return { ...timingR2, heartbeatsMissed: 3, heartbeatMs: seconds(heartbeat), stopMs: seconds(stop), defenceMs: seconds(defence), challengeMs: seconds(challenge), mountMs: 0, bootMs: seconds(boot) };
}

export const partitionDefences: readonly number[] = [2, 4, 6, 8];
export const partitionChallenges: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

const faultOf: Readonly<Record<Parting, TimedShape>> = {
  'isolated': { faults: ['isolate'], epochsMax: 2 },
  'one-link': { faults: ['cut'], epochsMax: 2 },
  'one-way': { faults: ['cut-one-way'], budgets: { faults: 2 } },
  'quorum-disk': { ...quorumDisk, witnessHolder: 'node2', faults: ['isolate'] },
};

/** Which of the two beliefs are always true, as the checker finds. */
export async function foundBeliefs({ parting, timing }: PartitionPoint): Promise<{ readonly mountedOnce: boolean; readonly runsOnce: boolean }> {
  const found = await violated(timedFailover('partition', timing, faultOf[parting]), [volumeIsBelievedMountedOnce, vmIsBelievedToRunOnce]);
  return { mountedOnce: !found.includes(volumeIsBelievedMountedOnce.id), runsOnce: !found.includes(vmIsBelievedToRunOnce.id) };
}

/** Ends as soon as all of them are violated. */
async function violated(system: System, claims: readonly Property[]): Promise<readonly string[]> {
  const { properties } = await check(system, claims, { builtIns: [], keepGoing: true });
  if (properties.some(({ verdict }) => verdict.kind !== 'holds' && verdict.kind !== 'violated')) throw new Error('a claim is undecided');
  return properties.filter(({ verdict }) => verdict.kind === 'violated').map(({ id }) => id);
}
