import { describe, expect, test } from 'vitest';
import { cluster2008R2, type LiveMigrationScope } from '../../machines/systems/cluster-2008-r2.ts';
import { ModelError } from '../../src/index.ts';

const sound: LiveMigrationScope = {
  id: 'drill',
  nodes: ['node1', 'node2'],
  storage: 'csv',
  vms: [{ id: 'vm1', possibleOwners: ['node1', 'node2'], first: 'node1' }],
  destinations: ['node2'],
  pages: 1,
  passesMax: 1,
  remainingMax: 0,
  budgets: { faults: 0, operator: 1, guest: 0 },
};

function refusalOf(scope: LiveMigrationScope): unknown {
  try {
    cluster2008R2(scope);
    return null;
  } catch (error) {
    if (error instanceof ModelError) return error.fault;
    throw error;
  }
}

const fault = (problem: string, remedy: string): object => ({ code: 'invalid-system', system: 'drill', problem, remedy });

test('a sound scope is accepted', () => {
  expect(refusalOf(sound)).toBeNull();
});

describe('a scope is refused by name', () => {
  test.each<[string, Partial<LiveMigrationScope>, object]>([
    ['no nodes', { nodes: [] }, fault('its scope has no nodes', 'Name at least two nodes: a VM migrates from one to another.')],
    ['a single node', { nodes: ['node1'] }, fault('its scope has a single node, node1', 'Name at least two nodes: a VM migrates from one to another.')],
    ['no VMs', { vms: [] }, fault('its scope has no VMs', 'Name at least one VM.')],
    ['no pages', { pages: 0 }, fault('a VM has 0 pages of memory', 'Give it at least one: there is nothing to copy.')],
    ['a pass cap of 0', { passesMax: 0 }, fault('memory is copied in at most 0 passes', 'Allow at least one: the first pass copies every page.')],
    ['a VM without a possible owner', { vms: [{ id: 'vm1', possibleOwners: [], first: 'node1' }] }, fault('VM vm1 has no possible owner', 'Its possible owners are among node1, node2.')],
    ['an owner that is no node', { vms: [{ id: 'vm1', possibleOwners: ['node1', 'node3'], first: 'node1' }] }, fault('VM vm1 may be owned by node3, which is no node of the scope', 'The nodes are node1, node2.')],
    ['a VM that begins where it may not be', { vms: [{ id: 'vm1', possibleOwners: ['node2'], first: 'node1' }] }, fault('VM vm1 runs on node1 first, which may not own it', 'Add node1 to its possible owners.')],
    ['a destination that is no node', { destinations: ['node3'] }, fault('VMs are to be migrated to node3, which is no node of the scope', 'The nodes are node1, node2.')],
    [
      'two VMs on a LUN that moves',
      { storage: 'lun', vms: [{ id: 'vm1', possibleOwners: ['node1'], first: 'node1' }, { id: 'vm2', possibleOwners: ['node1'], first: 'node1' }] },
      fault('2 VMs share a LUN that moves with one of them', 'Give a LUN to one VM, or put the VMs on a shared volume.'),
    ],
  ])('%s', (_, change, expected) => {
    expect(refusalOf({ ...sound, ...change })).toEqual(expected);
  });
});
