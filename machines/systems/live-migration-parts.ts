/**
 * The machines that a live migration is put together from. A defect replaces one of them by a wrong one.
 */
import { cluster } from '../live-migration/cluster.ts';
import { clusterLink } from '../live-migration/cluster-link.ts';
import { connection } from '../live-migration/connection.ts';
import { csvDisk } from '../live-migration/csv-disk.ts';
import { csvVolume } from '../live-migration/csv-volume.ts';
import { guest } from '../live-migration/guest.ts';
import { host } from '../live-migration/host.ts';
import { lun } from '../live-migration/lun.ts';
import { lunMount } from '../live-migration/lun-mount.ts';
import { migrationWorker } from '../live-migration/migration-worker.ts';
import { partition } from '../live-migration/partition.ts';
import { vmRole } from '../live-migration/vm-role.ts';
import { workload } from '../live-migration/workload.ts';

export const liveMigrationParts = { cluster, clusterLink, connection, csvDisk, csvVolume, guest, host, lun, lunMount, migrationWorker, partition, vmRole, workload };

export type LiveMigrationParts = typeof liveMigrationParts;
