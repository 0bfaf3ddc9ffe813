/**
 * Failover of Windows Server 2008 R2 on a clock: who notices what when, and how long the VM is dark.
 *
 *   crash ──▶ detection ──▶ regroup ──▶ [the witness: challenge ──▶] the disk: challenge ──▶ mount ──▶ boot
 *             4 to 5 s      1 s          6 s                         6 s                    3 s       30 s
 *
 * Evidence (domain.md): heartbeats each 1 s, 5 missed [V, for 2008 R2 U]; arbitration adds about 7 s [V, of 2012], read as a
 * regroup of 1 s and a challenge of 6 s against a defence each 3 s [D, the 3 and 6 s U]; mount 2 to 5 s, boot variable [U].
 * The 5 s of a proposal and the 1 s of turning a VM off by force are assumed [U].
 */
import { clusterService } from '../failover/cluster-service.ts';
import { diskResource } from '../failover/disk-resource.ts';
import { heartbeatRoute } from '../failover/heartbeat-route.ts';
import type { System } from '../../src/index.ts';
import { virtualMachine } from '../failover/virtual-machine.ts';
import { majority } from './failover.ts';
import { failoverCluster, type FailoverShape } from './failover-cluster.ts';
import type { FailoverParts } from './failover-parts.ts';

/** How long things take; all multiples of the tick. */
export interface TimingR2 {
  readonly tickMs: number;
  readonly heartbeatMs: number;
  /** Heartbeats missed in a row until a route is down. */
  readonly heartbeatsMissed: number;
  /** From a change of what a node hears to its proposal. */
  readonly regroupMs: number;
  /** How long a proposer waits for votes. */
  readonly proposalMs: number;
  /** How long a challenger of a disk waits until it preempts the holder. */
  readonly challengeMs: number;
  /** How often the holder of a disk removes the keys of others. */
  readonly defenceMs: number;
  readonly mountMs: number;
  readonly bootMs: number;
  /** To turn a VM off by force. */
  readonly stopMs: number;
}

export const timingR2: TimingR2 = {
  tickMs: 1_000,
  heartbeatMs: 1_000,
  heartbeatsMissed: 5,
  regroupMs: 1_000,
  proposalMs: 5_000,
  challengeMs: 6_000,
  defenceMs: 3_000,
  mountMs: 3_000,
  bootMs: 30_000,
  stopMs: 1_000,
};

/** The machines with these times. Mounting is the first part of a boot: it changes the disk as the boot does, and nobody asks which of the two goes on. */
export function timedParts(timing: TimingR2): Pick<FailoverParts, 'heartbeatRoute' | 'clusterService' | 'diskResource' | 'virtualMachine'> {
  const { heartbeatMs, heartbeatsMissed, regroupMs, proposalMs, challengeMs, defenceMs, mountMs, bootMs, stopMs } = timing;
  return {
    heartbeatRoute: heartbeatRoute.provide({ delays: { heartbeatPeriod: heartbeatMs, shortestSilence: (heartbeatsMissed - 1) * heartbeatMs } }),
    clusterService: clusterService.provide({ delays: { regroupTime: regroupMs, proposalTime: proposalMs } }),
    diskResource: diskResource.provide({ delays: { fabricLatency: 0, arbitrationTime: challengeMs, defencePeriod: defenceMs } }),
    virtualMachine: virtualMachine.provide({ delays: { bootTime: mountMs + bootMs, stopTime: stopMs } }),
  };
}

/** What may happen, and in which quorum mode; on a clock. */
export type TimedShape = Partial<Omit<FailoverShape, 'id' | 'clock' | 'budgets'>> & { readonly budgets?: Partial<FailoverShape['budgets']> };

/** One node may crash; a VM that fails is restarted in place. */
const oneFault = { ...majority, restartThreshold: 3, faults: ['crash'] } as const;

/** A cluster on a clock; `parts` puts wrong machines in, whose delays are their own business. */
export function timedFailover(id: string, timing: TimingR2, { budgets, ...shape }: TimedShape, parts: Partial<FailoverParts> = {}): System {
  const { tickMs, heartbeatMs, heartbeatsMissed, defenceMs, challengeMs } = timing;
  const about = `${heartbeatsMissed} heartbeats of ${heartbeatMs} ms missed, defence each ${defenceMs} ms, challenge of ${challengeMs} ms`;
  return failoverCluster({ ...oneFault, ...shape, id, budgets: { ...oneFault.budgets, ...budgets }, clock: { tickMs }, about }, { ...timedParts(timing), ...parts });
}

export type TimedScopes = Readonly<Record<'tiny' | 'small' | 'review', () => System>>;

/** Every node may be isolated, and may host the VM. */
export const anyNode = { isolatable: ['node1', 'node2', 'node3'], possibleOwners: ['node1', 'node2', 'node3'] } as const;
const quorumDisk = { nodes: ['node1', 'node2'], isolatable: ['node1', 'node2'], quorum: 'node-and-disk-majority', witness: 'disk' } as const;
const putRight = { epochsMax: 3, repairs: ['recover', 'heal'], budgets: { repairs: 1 } } as const;

/** Three scopes of one question. */
export function timedScopes(id: string, timing: TimingR2, parts: Partial<FailoverParts>, shapes: Readonly<Record<'tiny' | 'small' | 'review', TimedShape>>): TimedScopes {
  const scoped = (shape: TimedShape) => (): System => timedFailover(id, timing, shape, parts);
  return { tiny: scoped(shapes.tiny), small: scoped(shapes.small), review: scoped(shapes.review) };
}

/** Three nodes, node majority: one of them crashes, or loses the network. */
export function timedMajority(id: string, timing: TimingR2 = timingR2, shape: TimedShape = {}, parts: Partial<FailoverParts> = {}): TimedScopes {
  return timedScopes(id, timing, parts, {
    tiny: { faults: ['crash', 'isolate'], ...shape },
    small: { ...anyNode, faults: ['crash', 'isolate'], ...shape },
    review: { ...anyNode, faults: ['crash', 'isolate', 'cut'], epochsMax: 2, ...shape },
  });
}

/** Two nodes and a quorum disk that this one holds; the VM is on node 1. */
export function timedQuorumDisk(id: string, witnessHolder: 'node1' | 'node2', timing: TimingR2 = timingR2, shape: TimedShape = {}, parts: Partial<FailoverParts> = {}): TimedScopes {
  const base = { ...quorumDisk, witnessHolder, faults: ['crash', 'isolate'], epochsMax: 3 } as const;
  return timedScopes(id, timing, parts, { tiny: { ...base, ...shape }, small: { ...base, faults: ['crash', 'isolate', 'witness'], ...shape }, review: { ...base, ...putRight, ...shape } });
}
