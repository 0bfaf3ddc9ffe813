/**
 * The cluster of 2008 on a clock: what its parts take, and quick migration and failover under that.
 *
 *   save ──▶ dismount ──▶ mount ──▶ restore            8 s a GiB for save and restore together, 5 s for the disk
 *   crash ──▶ detection ──▶ mount ──▶ boot             5 missed heartbeats of 1 s, 3 s, 30 s
 *
 * Evidence (domain.md): 8 s a GB is the article's [S], halved between save and restore [D]; heartbeats 1 s, 5 missed [V]; mount
 * and boot vary, [U]. Messages take less than a tick, and no time here.
 */
import type { System } from '../../src/index.ts';
import { node } from '../node.ts';
import { ntfsMount } from '../ntfs-mount.ts';
import { virtualMachine } from '../virtual-machine.ts';
import { cluster2008, type Budgets } from './cluster-2008.ts';
import type { Parts } from './parts.ts';

/** How long things take; all multiples of the tick. */
export interface Timing2008 {
  readonly tickMs: number;
  /** Configured memory of the VM. */
  readonly memoryGib: number;
  readonly saveMsPerGib: number;
  readonly restoreMsPerGib: number;
  readonly dismountMs: number;
  readonly mountMs: number;
  readonly bootMs: number;
  /** Missed heartbeats until a node is taken for down. */
  readonly detectionMs: number;
}

export const timing2008: Timing2008 = { tickMs: 1_000, memoryGib: 4, saveMsPerGib: 4_000, restoreMsPerGib: 4_000, dismountMs: 2_000, mountMs: 3_000, bootMs: 30_000, detectionMs: 5_000 };

/** One VM on one LUN, two nodes, on a clock; `parts` puts wrong machines in, whose delays are their own business. */
export function timedCluster2008(id: string, timing: Timing2008, budgets: Budgets, parts: Partial<Parts> = {}): System {
  const { tickMs, memoryGib, saveMsPerGib, restoreMsPerGib, dismountMs, mountMs, bootMs, detectionMs } = timing;
  const timed: Partial<Parts> = {
    node: node.provide({ delays: { heartbeatTimeout: detectionMs } }),
    ntfsMount: ntfsMount.provide({ delays: { fabricLatency: 0, mountTime: mountMs, dismountTime: dismountMs } }),
    virtualMachine: virtualMachine.provide({ delays: { bootTime: bootMs, saveTime: memoryGib * saveMsPerGib, restoreTime: memoryGib * restoreMsPerGib, stopTime: tickMs } }),
  };
  return cluster2008({ id, groups: [{ id: 'group1', lun: 'lun1', vms: ['vm1'] }], pages: 1, budgets, clock: { tickMs }, about: `${memoryGib} GiB` }, { ...timed, ...parts });
}

type Scopes = Readonly<Record<'tiny' | 'small' | 'review', () => System>>;

/** A planned move and nothing else: what quick migration costs when all goes well. */
export function timedQuickMigration(memoryGib: number, parts: Partial<Parts> = {}, id = `quick-migration-of-${memoryGib}-gib`): Scopes {
  const scoped = (guest: number) => (): System => timedCluster2008(id, { ...timing2008, memoryGib }, { crashes: 0, failures: 0, operator: 1, guest }, parts);
  return { tiny: scoped(0), small: scoped(1), review: scoped(2) };
}

/** A crash at any moment, and nothing else. */
export function timedFailover2008(parts: Partial<Parts> = {}, id = 'failover-2008-timed'): Scopes {
  const scoped = (guest: number) => (): System => timedCluster2008(id, { ...timing2008, memoryGib: 2 }, { crashes: 1, failures: 0, operator: 0, guest }, parts);
  return { tiny: scoped(0), small: scoped(1), review: scoped(2) };
}

/** A crash at any moment, also of a move, of its calling off, or of whatever else an operator does. */
export function timedMoveAndCrash(parts: Partial<Parts> = {}, id = 'move-and-crash-timed'): Scopes {
  const scoped = (operator: number, guest: number) => (): System => timedCluster2008(id, { ...timing2008, memoryGib: 2 }, { crashes: 1, failures: 0, operator, guest }, parts);
  return { tiny: scoped(1, 0), small: scoped(2, 0), review: scoped(2, 2) };
}
