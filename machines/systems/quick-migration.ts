/**
 * Quick migration as the article tells it: one VM on one LUN, two nodes.
 */
import type { System } from '../../src/index.ts';
import { cluster2008, type Budgets, type GroupShape } from './cluster-2008.ts';
import type { Parts } from './parts.ts';

const groups: readonly GroupShape[] = [{ id: 'group1', lun: 'lun1', vms: ['vm1'] }];

function scoped(id: string, pages: number, budgets: Budgets, parts: Partial<Parts>): System {
  return cluster2008({ id, groups, pages, budgets }, parts);
}

/** The scopes of quick migration; `parts` puts wrong machines in, under an id of their own. */
export function quickMigration(parts: Partial<Parts> = {}, id = 'quick-migration'): Readonly<Record<'tiny' | 'small' | 'review', () => System>> {
  return {
    tiny: () => scoped(id, 1, { crashes: 1, failures: 1, operator: 1, guest: 2 }, parts),
    small: () => scoped(id, 1, { crashes: 1, failures: 1, operator: 2, guest: 2 }, parts),
    review: () => scoped(id, 2, { crashes: 2, failures: 2, operator: 2, guest: 2 }, parts),
  };
}
