/**
 * Arbitration for one disk on a clock, and nothing else: a holder that defends it, challengers that wait, hosts that crash.
 *
 *   defender   ──D──▶ removes other keys ──D──▶ removes other keys ──▶ ...
 *   challenger    registers ──────W──────▶ preempts, if its key is still there
 *
 * The environment chooses when a node claims the disk, the holder's too, and when a host crashes. Who is a member is left out.
 */
import { enqueueActions } from 'xstate';
import { defineSystem, type Actors, type System } from '../../src/index.ts';
import { claimant } from '../failover/claimant.ts';
import { diskResource } from '../failover/disk-resource.ts';
import { disk } from '../failover/disk.ts';
import { host } from '../failover/host.ts';
import { diskResourceName } from '../failover/names.ts';
import type { NodeId } from '../failover/vocabulary.ts';

export interface ArbitrationTiming {
  readonly tickMs: number;
  readonly defenceMs: number;
  readonly challengeMs: number;
}

export interface ArbitrationShape extends ArbitrationTiming {
  readonly id: string;
  /** The first holds the disk. */
  readonly nodes: readonly NodeId[];
  /** How often the disk is claimed, and how many hosts crash. */
  readonly budgets: Readonly<Record<'claims' | 'crashes', number>>;
}

/** The disk between these nodes; `resource` is a wrong disk resource, or another, before it is given its times. */
export function arbitration({ id, nodes, tickMs, defenceMs, challengeMs, budgets }: ArbitrationShape, resource: typeof diskResource = diskResource): System {
  const holder = nodes[0] ?? 'node1';
  const timed = resource.provide({ delays: { fabricLatency: 0, arbitrationTime: challengeMs, defencePeriod: defenceMs } });
  const claimantOf = (node: NodeId): string => `${node}.claimant`;
  const actors: Actors = {
    ...Object.fromEntries(nodes.map((node) => [node, { machine: host, input: { residents: [diskResourceName(node, 'lun1'), claimantOf(node)] } }])),
    ...Object.fromEntries(nodes.map((node) => [diskResourceName(node, 'lun1'), { machine: timed, input: { node, disk: 'lun1' as const, requester: claimantOf(node), online: node === holder } }])),
    ...Object.fromEntries(nodes.map((node) => [claimantOf(node), { machine: claimant, input: { node, disk: 'lun1' as const, holds: node === holder } }])),
    lun1: { machine: disk, input: { id: 'lun1' as const, holder, content: 0 } },
  };
  return defineSystem({
    id,
    scope: `${nodes.length} nodes, 1 disk, defence each ${defenceMs} ms, challenge of ${challengeMs} ms`,
    clock: { tickMs },
    actors,
    stimuli: [...nodes.map((node) => ({ to: claimantOf(node), event: { type: 'CLAIM' }, budget: 'claims' })), ...nodes.map((node) => ({ to: node, event: { type: 'CRASH' }, budget: 'crashes' }))],
    budgets,
    final: () => true,
  });
}

/** A disk resource that removes all other keys as soon as it has the disk, and not only after a period. */
export const defendsAtOnce = diskResource.provide({
  actions: {
    answerOnline: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'RESERVED') return;
      enqueue.sendTo(({ system }) => system.get(context.disk), () => ({ type: 'DEFEND', node: context.node }));
      enqueue.sendTo(({ system }) => system.get(context.requester), () => ({ type: 'ONLINE', disk: context.disk, content: event.content }));
    }),
  },
});

type Scopes = Readonly<Record<'tiny' | 'small' | 'review', () => System>>;
type Question = Pick<ArbitrationShape, 'defenceMs' | 'challengeMs'>;

/** A holder and one challenger. */
export function arbitrationOfTwo(id: string, question: Question, resource: typeof diskResource = diskResource): Scopes {
  const scoped = (claims: number, crashes: number) => (): System => arbitration({ ...question, id, tickMs: 1_000, nodes: ['node1', 'node2'], budgets: { claims, crashes } }, resource);
  return { tiny: scoped(2, 1), small: scoped(3, 1), review: scoped(4, 2) };
}

/** A holder and two challengers, which no view keeps apart. */
export function arbitrationOfThree(id: string, question: Question, resource: typeof diskResource = diskResource): Scopes {
  const scoped = (claims: number, crashes: number) => (): System => arbitration({ ...question, id, tickMs: 1_000, nodes: ['node1', 'node2', 'node3'], budgets: { claims, crashes } }, resource);
  return { tiny: scoped(2, 1), small: scoped(3, 1), review: scoped(3, 2) };
}
