/**
 * The machines that the whole cluster is put together from. A defect replaces one of them by a wrong one.
 */
import { parts as ofASharedVolume } from '../csv/parts.ts';
import { connection } from '../live-migration/connection.ts';
import { cluster } from './cluster.ts';
import { migrationWorker } from './migration-worker.ts';
import { node } from './node.ts';
import { virtualMachine } from './virtual-machine.ts';
import { vmRole } from './vm-role.ts';

export const parts = { ...ofASharedVolume, cluster, node, virtualMachine, vmRole, migrationWorker, connection };

export type Parts = typeof parts;
