/**
 * Two VMs on one LUN: the design that the article warns of, as they can move only together.
 */
import type { System } from '../../src/index.ts';
import { cluster2008, type Budgets, type GroupShape } from './cluster-2008.ts';
import type { Parts } from './parts.ts';

const groups: readonly GroupShape[] = [{ id: 'group1', lun: 'lun1', vms: ['vm1', 'vm2'] }];

function scoped(pages: number, budgets: Budgets, parts: Partial<Parts>): System {
  return cluster2008({ id: 'shared-lun', groups, pages, budgets }, parts);
}

/** The scopes of two VMs on one LUN; `parts` puts wrong machines in. */
export function sharedLun(parts: Partial<Parts> = {}): Readonly<Record<'tiny' | 'small' | 'review', () => System>> {
  return {
    tiny: () => scoped(1, { crashes: 1, failures: 1, operator: 1, guest: 1 }, parts),
    small: () => scoped(1, { crashes: 1, failures: 1, operator: 2, guest: 1 }, parts),
    review: () => scoped(1, { crashes: 2, failures: 1, operator: 2, guest: 2 }, parts),
  };
}
