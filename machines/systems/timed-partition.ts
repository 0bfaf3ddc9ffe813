/**
 * Partition on a clock: at the default times, and at the limit, where what nodes believe is just true, or just not.
 *
 * At the limit a defence comes each 6 s, later than any challenge there ends, so that all hangs on who notices first: the loser has let
 * go at most a heartbeat and a stop (1 s + 1 s) after the winner might begin. Mount and boot take no time, so that the same can be
 * asked of who runs.
 */
import type { System } from '../../src/index.ts';
import { diskResource } from '../failover/disk-resource.ts';
import { anyNode, timedFailover, timedParts, timedQuorumDisk, timedScopes, timingR2, type TimedScopes, type TimedShape, type TimingR2 } from './timed-failover.ts';

/** Nobody defends in time, and nobody takes time to boot: challenges of so long decide. */
export function undefended(challengeMs: number): TimingR2 {
  return { ...timingR2, challengeMs, defenceMs: 6_000, mountMs: 0, bootMs: 0 };
}

/** Three nodes, of which one is isolated; in the largest scope another may be so after it, or crash. */
export function isolatedNode(id: string, timing: TimingR2): TimedScopes {
  const faults = ['isolate', 'crash'] as const;
  return timedScopes(id, timing, {}, { tiny: { faults: ['isolate'] }, small: { ...anyNode, faults: ['isolate'] }, review: { ...anyNode, faults, epochsMax: 2, budgets: { faults: 2 } } });
}

/** Three nodes that lose links one way: one can be heard by nobody, and hear all. */
export function oneWayLinks(id: string, timing: TimingR2): TimedScopes {
  const shape: TimedShape = { faults: ['cut-one-way'], budgets: { faults: 2 } };
  return timedScopes(id, timing, {}, { tiny: shape, small: { ...shape, epochsMax: 2 }, review: { ...shape, ...anyNode, epochsMax: 2 } });
}

/** Three nodes, whatever happens to their network, and what puts it right; or it happens twice. */
export function anyPartition(id: string, timing: TimingR2): TimedScopes & Readonly<Record<'twice', () => System>> {
  const faults = ['isolate', 'cut', 'cut-one-way'] as const;
  const scopes = timedScopes(id, timing, {}, {
    tiny: { faults: [...faults, 'lose'], epochsMax: 2 },
    small: { faults, repairs: ['heal'], epochsMax: 2, budgets: { repairs: 1 } },
    review: { ...anyNode, faults: [...faults, 'crash', 'lose'], repairs: ['heal', 'recover', 'start'], epochsMax: 2, budgets: { repairs: 1 } },
  });
  return { ...scopes, twice: () => timedFailover(id, timing, { faults, epochsMax: 2, budgets: { faults: 2 } }) };
}

/** Two nodes and a quorum disk, which the node that loses must first lose. */
export function partedAtAQuorumDisk(id: string, timing: TimingR2): TimedScopes {
  return timedQuorumDisk(id, 'node2', timing, { faults: ['isolate'] });
}

/** Three nodes without a vote: the owner of the only one crashes, and the other two cannot hear each other. */
export function challengersApart(id: string, timing: TimingR2, resource: typeof diskResource = diskResource): TimedScopes {
  const shape: TimedShape = { possibleOwners: ['node1', 'node2', 'node3'], quorum: 'disk-only', witness: 'disk', witnessHolder: 'node1', faults: ['isolate', 'crash'], epochsMax: 2, budgets: { faults: 2 } };
  const times = { fabricLatency: 0, arbitrationTime: timing.challengeMs, defencePeriod: timing.defenceMs };
  const parts = { ...timedParts(timing), diskResource: resource.provide({ delays: times }) };
  return timedScopes(id, timing, parts, { tiny: { ...shape, isolatable: ['node2'] }, small: { ...shape, isolatable: ['node2', 'node3'] }, review: { ...shape, ...anyNode } });
}

/** The service of the VM's node dies, and nobody is left to notice anything there, or to defend the disk. */
export function killedService(id: string, timing: TimingR2): TimedScopes {
  const shape: TimedShape = { faults: ['kill'] };
  return timedScopes(id, timing, {}, { tiny: shape, small: { ...shape, ...anyNode, epochsMax: 2 }, review: { ...shape, ...anyNode, epochsMax: 2, repairs: ['start'], budgets: { repairs: 1 } } });
}
