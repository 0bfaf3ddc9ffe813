/**
 * Two VMs on one LUN: the design that the article warns of, as they can move only together.
 */
import type { System } from '../../src/index.ts';
import { cluster2008, type Budgets, type GroupShape } from './cluster-2008.ts';
import type { Parts } from './parts.ts';

const groups: readonly GroupShape[] = [{ id: 'group1', lun: 'lun1', vms: ['vm1', 'vm2'] }];

function scoped(id: string, pages: number, budgets: Budgets, parts: Partial<Parts>): System {
  return cluster2008({ id, groups, pages, budgets }, parts);
}

/** The scopes of two VMs on one LUN; `parts` puts wrong machines in, under an id of their own. */
export function sharedLun(parts: Partial<Parts> = {}, id = 'shared-lun'): Readonly<Record<'tiny' | 'small' | 'review', () => System>> {
  return {
    tiny: () => scoped(id, 1, { crashes: 1, failures: 1, operator: 1, guest: 1 }, parts),
    small: () => scoped(id, 1, { crashes: 1, failures: 1, operator: 2, guest: 1 }, parts),
    review: () => scoped(id, 1, { crashes: 1, failures: 1, operator: 2, guest: 2 }, parts),
  };
}
