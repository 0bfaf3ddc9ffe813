/**
 * Live migration on a Cluster Shared Volume: one VM, two nodes there and back, or three nodes and onward.
 */
import type { System } from '../../src/index.ts';
import { nodeIds } from '../live-migration/names.ts';
import type { NodeId } from '../live-migration/vocabulary.ts';
import { cluster2008R2, type LiveMigrationScope } from './cluster-2008-r2.ts';
import type { LiveMigrationParts } from './live-migration-parts.ts';

const pair: readonly NodeId[] = ['node1', 'node2'];

type Variable = Pick<LiveMigrationScope, 'pages' | 'passesMax' | 'remainingMax' | 'budgets'>;

function scoped(id: string, variable: Variable, parts: Partial<LiveMigrationParts>): System {
  return cluster2008R2({ id, nodes: pair, storage: 'csv', vms: [{ id: 'vm1', possibleOwners: pair, first: 'node1' }], destinations: pair, ...variable }, parts);
}

/** The scopes of live migration; `parts` puts wrong machines in, under an id of their own. */
export function liveMigration(parts: Partial<LiveMigrationParts> = {}, id = 'live-migration'): Readonly<Record<'tiny' | 'small' | 'review' | 'paged' | 'onward', () => System>> {
  return {
    tiny: () => scoped(id, { pages: 1, passesMax: 1, remainingMax: 0, budgets: { faults: 1, operator: 2, guest: 1 } }, parts),
    small: () => scoped(id, { pages: 2, passesMax: 1, remainingMax: 0, budgets: { faults: 1, operator: 2, guest: 1 } }, parts),
    review: () => scoped(id, { pages: 1, passesMax: 2, remainingMax: 0, budgets: { faults: 2, operator: 2, guest: 2 } }, parts),
    paged: () => scoped(id, { pages: 2, passesMax: 2, remainingMax: 0, budgets: { faults: 1, operator: 2, guest: 2 } }, parts),
    onward: () =>
      cluster2008R2({
        id,
        nodes: nodeIds,
        storage: 'csv',
        vms: [{ id: 'vm1', possibleOwners: nodeIds, first: 'node1' }],
        destinations: ['node2', 'node3'],
        pages: 1,
        passesMax: 1,
        remainingMax: 0,
        budgets: { faults: 1, operator: 2, guest: 1 },
      }, parts),
  };
}
