/**
 * A LUN for each VM: what Windows Server 2008 asks of those who want to move VMs one by one.
 */
import type { System } from '../../src/index.ts';
import { cluster2008, type Budgets, type GroupShape } from './cluster-2008.ts';
import type { Parts } from './parts.ts';

const groups: readonly GroupShape[] = [
  { id: 'group1', lun: 'lun1', vms: ['vm1'] },
  { id: 'group2', lun: 'lun2', vms: ['vm2'] },
];

function scoped(id: string, pages: number, budgets: Budgets, parts: Partial<Parts>): System {
  return cluster2008({ id, groups, pages, budgets }, parts);
}

/** The scopes of a LUN for each VM; `parts` puts wrong machines in, under an id of their own. */
export function lunPerVm(parts: Partial<Parts> = {}, id = 'lun-per-vm'): Readonly<Record<'tiny' | 'small' | 'review', () => System>> {
  return {
    tiny: () => scoped(id, 1, { crashes: 1, failures: 0, operator: 1, guest: 1 }, parts),
    small: () => scoped(id, 1, { crashes: 1, failures: 1, operator: 2, guest: 1 }, parts),
    review: () => scoped(id, 1, { crashes: 1, failures: 2, operator: 2, guest: 1 }, parts),
  };
}
