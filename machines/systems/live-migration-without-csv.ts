/**
 * Live migration without a Cluster Shared Volume: one VM on a LUN of its own, which has to be dismounted on the source and mounted on the target before
 * the VM may run there.
 */
import type { System } from '../../src/index.ts';
import type { NodeId } from '../live-migration/vocabulary.ts';
import { cluster2008R2, type LiveMigrationScope } from './cluster-2008-r2.ts';
import type { LiveMigrationParts } from './live-migration-parts.ts';

const pair: readonly NodeId[] = ['node1', 'node2'];

type Variable = Pick<LiveMigrationScope, 'pages' | 'passesMax' | 'remainingMax' | 'budgets'>;

function scoped(id: string, variable: Variable, parts: Partial<LiveMigrationParts>): System {
  return cluster2008R2({ id, nodes: pair, storage: 'lun', vms: [{ id: 'vm1', possibleOwners: pair, first: 'node1' }], destinations: pair, ...variable }, parts);
}

/** The scopes of live migration with a LUN that moves; `parts` puts wrong machines in, under an id of their own. */
export function liveMigrationWithoutCsv(parts: Partial<LiveMigrationParts> = {}, id = 'live-migration-without-csv'): Readonly<Record<'tiny' | 'small' | 'review', () => System>> {
  return {
    tiny: () => scoped(id, { pages: 1, passesMax: 1, remainingMax: 0, budgets: { faults: 1, operator: 2, guest: 1 } }, parts),
    small: () => scoped(id, { pages: 2, passesMax: 1, remainingMax: 0, budgets: { faults: 1, operator: 2, guest: 1 } }, parts),
    review: () => scoped(id, { pages: 1, passesMax: 2, remainingMax: 0, budgets: { faults: 2, operator: 2, guest: 2 } }, parts),
  };
}
