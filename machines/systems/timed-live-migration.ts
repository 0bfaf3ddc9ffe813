/**
 * Live migration on a clock: what its parts take, with a Cluster Shared Volume and without.
 *
 *   set-up ──▶ pass ──▶ pass ──▶ ... ──▶ devices quiet ──▶ last pass ──▶ files closed ──▶ ownership ──▶ files open, restore ──▶ runs
 *              └── brownout: the guest writes on ──┘       └── blackout ─────────────────────────────────────────────────┘
 *
 * A page of this model stands for `pageMib` of memory, which is copied and becomes dirty as a whole. So a guest that dirties r MiB
 * a second makes a page dirty every pageMib / r, the first one at once: at no time has a real one at that rate dirtied more.
 *
 * Evidence (domain.md): ten passes [V]; that the VM is stopped when little remains [V], how little [U]: here a page, which is the least
 * that this model can tell from nothing. LUN as in 2008, [U]; what set-up, quiet devices, restore and clean-up take, [U]: a tick each,
 * where whole blackouts of 0.5 to 0.6 s were logged [V]. Heartbeats 1 s, 5 missed [V]; how long a broken connection goes unnoticed, and a
 * boot, [U]. Messages other than pages, and the cluster database, take less than a tick, and no time here.
 */
import type { System } from '../../src/index.ts';
import { csvVolume } from '../live-migration/csv-volume.ts';
import { host } from '../live-migration/host.ts';
import { lunMount } from '../live-migration/lun-mount.ts';
import { migrationWorker } from '../live-migration/migration-worker.ts';
import { partition } from '../live-migration/partition.ts';
import { promptConnection, promptLink } from '../live-migration/prompt-network.ts';
import type { NodeId } from '../live-migration/vocabulary.ts';
import { workload } from '../live-migration/workload.ts';
import { cluster2008R2, type LiveMigrationBudgets, type TimedScope } from './cluster-2008-r2.ts';
import type { LiveMigrationParts } from './live-migration-parts.ts';

/** How much there is to do, and how long it takes; times are multiples of the tick. */
export interface LiveTiming {
  readonly tickMs: number;
  /** Memory that a page of the model stands for. */
  readonly pageMib: number;
  readonly pages: number;
  /** The first so many of them are written to. */
  readonly writablePages: number;
  readonly linkMibPerS: number;
  /** What the guest dirties at most. */
  readonly dirtyMibPerS: number;
  readonly passesMax: number;
  /** With how many dirty pages left the VM is stopped. */
  readonly remainingMax: number;
  readonly setupMs: number;
  readonly quiesceMs: number;
  readonly restoreMs: number;
  readonly cleanupMs: number;
  readonly dismountMs: number;
  readonly mountMs: number;
  /** Until an end of a broken connection finds out. */
  readonly keepAliveMs: number;
  /** Missed heartbeats until a node is taken for down. */
  readonly detectionMs: number;
  readonly bootMs: number;
}

/** 2 GiB over a link of about 1 Gbit/s, which is 119 MiB/s; a guest that dirties half as much as the link carries. */
export const liveTiming: LiveTiming = {
  tickMs: 500,
  pageMib: 512,
  pages: 4,
  writablePages: 4,
  linkMibPerS: 128,
  dirtyMibPerS: 64,
  passesMax: 10,
  remainingMax: 1,
  setupMs: 500,
  quiesceMs: 500,
  restoreMs: 500,
  cleanupMs: 500,
  dismountMs: 2_000,
  mountMs: 3_000,
  keepAliveMs: 10_000,
  detectionMs: 5_000,
  bootMs: 30_000,
};

/** A guest that dirties as much as the link carries; and 2.5 GiB of it. */
export const liveTimingAtTheCap: LiveTiming = { ...liveTiming, dirtyMibPerS: 128 };
export const liveTimingJustTooLarge: LiveTiming = { ...liveTimingAtTheCap, pages: 5, writablePages: 5 };

/** How long the link takes for a page. */
export function pageTimeMs({ pageMib, linkMibPerS }: LiveTiming): number {
  return (pageMib / linkMibPerS) * 1_000;
}

/** How long the guest takes for a page. */
export function dirtyIntervalMs({ pageMib, dirtyMibPerS }: LiveTiming): number {
  return (pageMib / dirtyMibPerS) * 1_000;
}

/** The blackout without its last pass; a LUN that moves is dismounted and mounted in it. */
export function switchOverMs({ quiesceMs, restoreMs, dismountMs, mountMs }: LiveTiming, storage: 'csv' | 'lun'): number {
  return quiesceMs + restoreMs + (storage === 'csv' ? 0 : dismountMs + mountMs);
}

export interface TimedMigration {
  readonly id: string;
  readonly storage: 'csv' | 'lun';
  readonly timing: LiveTiming;
  readonly budgets: LiveMigrationBudgets;
  readonly operator: TimedScope['operator'];
  /** Default: none. */
  readonly faults?: readonly string[];
}

/** The correct machines, with their delays. */
export function timedParts(timing: LiveTiming) {
  const { setupMs, quiesceMs, restoreMs, cleanupMs, dismountMs, mountMs, keepAliveMs, detectionMs, bootMs } = timing;
  return {
    connection: promptConnection(pageTimeMs(timing)).provide({ delays: { keepAliveTimeout: keepAliveMs } }),
    clusterLink: promptLink,
    csvVolume: csvVolume.provide({ delays: { fabricLatency: 0 } }),
    host: host.provide({ delays: { heartbeatTimeout: detectionMs, regroupTimeout: detectionMs } }),
    lunMount: lunMount.provide({ delays: { fabricLatency: 0, mountTime: mountMs, dismountTime: dismountMs } }),
    // Reading a page takes no time of its own: the link does.
    migrationWorker: migrationWorker.provide({ delays: { setupTime: setupMs, copyTime: 0, cleanupTime: cleanupMs } }),
    // What is in memory makes no difference to time, and a number that rises with each write would have no bound.
    partition: partition.provide({ actions: { writeMemory: () => {} }, delays: { bootTime: bootMs, restoreTime: restoreMs, quiesceTime: quiesceMs } }),
    workload: workload.provide({ delays: { dirtyInterval: dirtyIntervalMs(timing) } }),
  } satisfies Partial<LiveMigrationParts>;
}

const pair: readonly NodeId[] = ['node1', 'node2'];

/** One VM and two nodes, on a clock; `parts` makes wrong machines of the right ones, which have their delays already. */
export function timedMigration({ id, storage, timing, budgets, operator, faults = [] }: TimedMigration, parts: Partial<LiveMigrationParts> = {}): System {
  const { tickMs, pageMib, pages, writablePages, linkMibPerS, dirtyMibPerS, passesMax, remainingMax } = timing;
  return cluster2008R2({
    id,
    nodes: pair,
    storage,
    vms: [{ id: 'vm1', possibleOwners: pair, first: 'node1' }],
    destinations: pair,
    pages,
    passesMax,
    remainingMax,
    budgets,
    timed: { clock: { tickMs }, writablePages, operator, faults, about: `${pageMib} MiB a page, link ${linkMibPerS} MiB/s, dirty ${dirtyMibPerS} MiB/s` },
  }, { ...timedParts(timing), ...parts });
}

/** Wrong machines for a timing; or none. */
type PartsFor = (timing: LiveTiming) => Partial<LiveMigrationParts>;

type Scopes = Readonly<Record<'tiny' | 'small' | 'review', () => System>>;

/** The scopes of a timed migration: the operator asks once, or twice, or twice and calls off or pauses. */
function scoped(id: string, storage: 'csv' | 'lun', timing: LiveTiming, parts: PartsFor): Scopes {
  const system = (operator: TimedScope['operator'], commands: number) => (): System => timedMigration({ id, storage, timing, budgets: { faults: 0, operator: commands, guest: 0 }, operator }, parts(timing));
  return { tiny: system('migrates', 1), small: system('migrates', 2), review: storage === 'csv' ? system('interferes', 2) : system('migrates', 3) };
}

/** A guest that dirties half of what the link carries, on a shared volume. */
export function timedLiveMigration(parts: PartsFor = () => ({}), id = 'live-migration-timed'): Scopes {
  return scoped(id, 'csv', liveTiming, parts);
}

/** The same guest, with a LUN that moves. */
export function timedLiveMigrationWithoutCsv(parts: PartsFor = () => ({}), id = 'live-migration-without-csv-timed'): Scopes {
  return scoped(id, 'lun', liveTiming, parts);
}

/** A guest that dirties as much as the link carries: the cap on passes ends them. */
export function timedMigrationAtTheCap(parts: PartsFor = () => ({}), id = 'live-migration-at-the-cap'): Scopes {
  return timedMigrationInPages(id, liveTimingAtTheCap, [2, 4], parts);
}

/** The same guest with a quarter more memory, and clients give up. */
export function timedMigrationJustTooLarge(parts: PartsFor = () => ({}), id = 'live-migration-just-too-large'): Scopes {
  return timedMigrationInPages(id, liveTimingJustTooLarge, [2, 5], parts);
}

/** One fault of these types at any moment, on a shared volume, with 1, 1.5 and 2 GiB; at `large` also on the way back, with 3 GiB. */
function failing(id: string, faults: readonly string[], timing: LiveTiming): Scopes & Readonly<Record<'large', () => System>> {
  const ofPages = (pages: number, commands = 1) => (): System => timedMigration({ id, storage: 'csv', timing: { ...timing, pages, writablePages: pages }, budgets: { faults: 1, operator: commands, guest: 0 }, operator: 'migrates', faults });
  return { tiny: ofPages(2), small: ofPages(3), review: ofPages(4), large: ofPages(6, 2) };
}

/** The connection breaks, or an end gives up. */
export function timedMigrationBroken(timing: LiveTiming = liveTiming, id = 'live-migration-broken-timed'): Scopes {
  const { tiny, small, review } = failing(id, ['BREAK', 'SETUP_FAILS', 'TARGET_FAILS'], timing);
  return { tiny, small, review };
}

/** Source or target crashes. */
export function timedMigrationAndCrash(timing: LiveTiming = liveTiming, id = 'live-migration-and-crash-timed'): ReturnType<typeof failing> {
  return failing(id, ['CRASH'], timing);
}

/** The same memory on a shared volume, all of it written to, in so many pages; at review it is moved there and back. */
export function timedMigrationInPages(id: string, timing: LiveTiming, [few, many]: readonly [number, number], parts: PartsFor = () => ({})): Scopes {
  const mib = timing.pages * timing.pageMib;
  const inPages = (pages: number, commands: number) => (): System => {
    const cut = { ...timing, pages, writablePages: pages, pageMib: mib / pages };
    return timedMigration({ id, storage: 'csv', timing: cut, budgets: { faults: 0, operator: commands, guest: 0 }, operator: 'migrates' }, parts(cut));
  };
  return { tiny: inPages(few, 1), small: inPages(many, 1), review: inPages(few, 2) };
}
