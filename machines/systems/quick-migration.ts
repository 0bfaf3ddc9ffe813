/**
 * Quick migration as the article tells it: one VM on one LUN, two nodes.
 */
import type { System } from '../../src/index.ts';
import { cluster2008, type Budgets, type GroupShape } from './cluster-2008.ts';
import type { Parts } from './parts.ts';

const groups: readonly GroupShape[] = [{ id: 'group1', lun: 'lun1', vms: ['vm1'] }];

function scoped(pages: number, budgets: Budgets, parts: Partial<Parts>): System {
  return cluster2008({ id: 'quick-migration', groups, pages, budgets }, parts);
}

/** The scopes of quick migration; `parts` puts wrong machines in. */
export function quickMigration(parts: Partial<Parts> = {}): Readonly<Record<'tiny' | 'small' | 'review', () => System>> {
  return {
    tiny: () => scoped(1, { crashes: 1, failures: 1, operator: 1, guest: 2 }, parts),
    small: () => scoped(1, { crashes: 1, failures: 1, operator: 2, guest: 2 }, parts),
    review: () => scoped(2, { crashes: 2, failures: 2, operator: 2, guest: 2 }, parts),
  };
}
