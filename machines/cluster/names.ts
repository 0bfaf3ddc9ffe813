/**
 * How the actors of the whole cluster are called: as in the model of shared volumes, with the records of the VMs, the migration
 * workers and the connections between nodes as in that of live migration.
 */
import type { VmId } from '../csv/vocabulary.ts';

/** The cluster database's records of the VMs. */
export const roleNames: readonly VmId[] = ['vm1', 'vm2'];
