/**
 * What becomes of live migration without its third arbiter: the two ends agree by messages alone, and the cluster database is not
 * asked. The target starts when it has acknowledged the device state, the source goes away when it has got the acknowledgement.
 *
 * Two ends cannot agree over a connection that may break (the Two Generals), so that both run the VM, or neither does. What this
 * costs depends on the storage: in the one system every member may write, in the other the files of a VM are locked by one node
 * at a time. Source: LM-7; B1 and the remark on the Two Generals in domain.md 6.2.
 */
import type { System } from '../../src/index.ts';
import { csvDisk } from '../live-migration/csv-disk.ts';
import { migrationWorker } from '../live-migration/migration-worker.ts';
import { partition } from '../live-migration/partition.ts';
import type { LiveMigrationParts } from './live-migration-parts.ts';
import { liveMigration } from './live-migration.ts';

/** A disk that hands out a VM's files to every member that asks: no fencing but membership. */
export const unlockedDisk = csvDisk.provide({ guards: { isFree: () => true } });

export const trustingWorker = migrationWorker.provide({ guards: { handshakeDecides: () => true } });

/** Runs the VM also when its files could not be opened: what it writes is refused, but it runs. */
const undemandingPartition = partition.provide({ guards: { mayRunWithoutFiles: () => true } });

type Scopes = Readonly<Record<'tiny' | 'small' | 'review', () => System>>;

/** One fault is enough to show it. With two, a node that holds the files unrecorded makes every start elsewhere fail, again and again. */
function withOneFault({ tiny, small, paged }: ReturnType<typeof liveMigration>): Scopes {
  return { tiny, small, review: paged };
}

/** The scopes of a migration that is decided by handshake, on storage that takes writes from every member. */
export function handshakeOnly(parts: Partial<LiveMigrationParts> = {}, id = 'handshake-only'): Scopes {
  return withOneFault(liveMigration({ migrationWorker: trustingWorker, csvDisk: unlockedDisk, ...parts }, id));
}

/** The same with files that one node has open at a time. */
export function handshakeWithFencedStorage(parts: Partial<LiveMigrationParts> = {}, id = 'handshake-with-fenced-storage'): Scopes {
  return withOneFault(liveMigration({ migrationWorker: trustingWorker, partition: undemandingPartition, ...parts }, id));
}
