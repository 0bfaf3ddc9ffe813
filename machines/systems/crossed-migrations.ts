/**
 * Two VMs on one Cluster Shared Volume that are to change places: each of two nodes may be asked to be a source and a target at once.
 */
import type { System } from '../../src/index.ts';
import type { NodeId } from '../live-migration/vocabulary.ts';
import { cluster2008R2, type LiveMigrationBudgets } from './cluster-2008-r2.ts';
import type { LiveMigrationParts } from './live-migration-parts.ts';

const pair: readonly NodeId[] = ['node1', 'node2'];

function scoped(id: string, budgets: LiveMigrationBudgets, parts: Partial<LiveMigrationParts>): System {
  return cluster2008R2({
    id,
    nodes: pair,
    storage: 'csv',
    vms: [{ id: 'vm1', possibleOwners: pair, first: 'node1' }, { id: 'vm2', possibleOwners: pair, first: 'node2' }],
    destinations: pair,
    pages: 1,
    passesMax: 1,
    remainingMax: 0,
    budgets,
  }, parts);
}

/** The scopes of two migrations that cross; `parts` puts wrong machines in, under an id of their own. */
export function crossedMigrations(parts: Partial<LiveMigrationParts> = {}, id = 'crossed-migrations'): Readonly<Record<'tiny' | 'small' | 'review', () => System>> {
  return {
    tiny: () => scoped(id, { faults: 0, operator: 2, guest: 1 }, parts),
    small: () => scoped(id, { faults: 1, operator: 2, guest: 0 }, parts),
    review: () => scoped(id, { faults: 1, operator: 2, guest: 1 }, parts),
  };
}
