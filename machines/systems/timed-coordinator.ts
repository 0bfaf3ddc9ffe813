/**
 * The coordinator of a shared volume on a clock: how long a VM waits for its I/O while another node becomes the coordinator.
 *
 *   planned   all pause ──▶ dismount, 2 s ──▶ mount, 3 s ──▶ all resume
 *   crash     detection, 5 s ──▶ all pause ──▶ mount, 3 s ──▶ all resume
 *   both      dismount ──▶ mount, and the node that mounts crashes ──▶ detection ──▶ mount
 *
 * Evidence (domain.md): heartbeats 1 s, 5 missed [V]; there is no official figure for a coordinator move, and those of dismount and
 * mount are the ones of a LUN in 2008, [U]. Messages and I/O take less than a tick, and no time here.
 */
import { enqueueActions, sendTo } from 'xstate';
import type { System } from '../../src/index.ts';
import { diskPath } from '../csv/disk-path.ts';
import { fromName } from '../csv/names.ts';
import { ntfsMount } from '../csv/ntfs-mount.ts';
import type { Parts } from '../csv/parts.ts';
import { promptLink, promptSmb } from '../csv/prompt-network.ts';
import type { NodeId } from '../csv/vocabulary.ts';
import { node } from '../node.ts';
import { csvSystem, type CsvBudgets } from './csv-coordination.ts';

/** How long things take; all multiples of the tick. */
export interface CoordinatorTiming {
  readonly tickMs: number;
  readonly dismountMs: number;
  readonly mountMs: number;
  /** Missed heartbeats until a node is taken for down. */
  readonly detectionMs: number;
  readonly lazyWriterMs: number;
}

export const coordinatorTiming: CoordinatorTiming = { tickMs: 1_000, dismountMs: 2_000, mountMs: 3_000, detectionMs: 5_000, lazyWriterMs: 5_000 };

/** The correct machines, with their delays. */
export function timedCsvParts({ dismountMs, mountMs, detectionMs, lazyWriterMs }: CoordinatorTiming) {
  return {
    clusterLink: promptLink,
    smbConnection: promptSmb,
    diskPath: diskPath.provide({ delays: { fabricLatency: 0 } }),
    node: node.provide({ delays: { heartbeatTimeout: detectionMs } }),
    ntfsMount: ntfsMount.provide({
      delays: { mountTime: mountMs, lazyWriterPeriod: lazyWriterMs },
      // The mount is closed to everyone as soon as it has drained; that it is gone is reported when that has taken its time, by a node that lives.
      actions: {
        reportDismounted: sendTo(({ system, context }) => system.get(fromName(context.node)), ({ context }) => ({ type: 'SEND', to: 'cluster', message: { type: 'DISMOUNTED', node: context.node } }), { delay: dismountMs, id: 'dismounted' }),
        letGo: enqueueActions(({ enqueue }) => {
          enqueue.cancel('dismounted');
          enqueue.assign({ members: [], serving: [] });
        }),
      },
    }),
  } satisfies Partial<Parts>;
}

const pair: readonly NodeId[] = ['node1', 'node2'];
const guest = ['GUEST_WRITES', 'GUEST_EXTENDS'];
const planned = [...guest, 'MOVE', 'COPY'];
const crash = [...guest, 'CRASH', 'RECOVER', 'START_SERVICE'];

function scoped(id: string, only: readonly string[], budgets: Pick<CsvBudgets, 'faults' | 'operator' | 'guest'>, parts: Partial<Parts>): () => System {
  return () =>
    csvSystem({
      id,
      nodes: pair,
      coordinators: ['node1'],
      vms: [{ vm: 'vm1', home: 'node2', possibleOwners: pair }],
      budgets: { faults: budgets.faults, operator: budgets.operator, guest: budgets.guest, mountFailures: 0 },
      clock: { tickMs: coordinatorTiming.tickMs },
      only,
    }, { ...timedCsvParts(coordinatorTiming), ...parts });
}

type Scopes = Readonly<Record<'tiny' | 'small' | 'review', () => System>>;

/** An operator moves the coordinator, and copies files on it. */
export function timedCoordinatorMove(parts: Partial<Parts> = {}, id = 'coordinator-move-timed'): Scopes {
  const system = (operator: number, io: number) => scoped(id, planned, { faults: 0, operator, guest: io }, parts);
  return { tiny: system(1, 1), small: system(2, 2), review: system(3, 2) };
}

/** A node crashes: the coordinator or another, and may come back. */
export function timedCoordinatorCrash(parts: Partial<Parts> = {}, id = 'coordinator-crash-timed'): Scopes {
  const system = (io: number) => scoped(id, crash, { faults: 1, operator: 0, guest: io }, parts);
  return { tiny: system(1), small: system(2), review: system(3) };
}

/** A node crashes while an operator moves the coordinator there and back, and copies files on it. */
export function timedCoordinatorMoveAndCrash(parts: Partial<Parts> = {}, id = 'coordinator-move-and-crash-timed'): Scopes {
  const system = (operator: number, io: number) => scoped(id, [...planned, ...crash], { faults: 1, operator, guest: io }, parts);
  return { tiny: system(2, 1), small: system(2, 2), review: system(3, 2) };
}
