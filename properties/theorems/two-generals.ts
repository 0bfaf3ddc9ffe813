/**
 * Two ends that decide over a connection which may break: they run the VM twice, or not at all. Only what stands beside them, the
 * storage, can keep them from writing twice.
 */
import { reachable, unreachable, type StateView } from '../../src/index.ts';
import { doubles, vmsIn, writers } from '../invariants/one-side-runs.ts';
import { isLive, readMigration, someNodeIsIsolated } from '../live-migration-reading.ts';

export const aVmRunsTwice = reachable({
  id: 'a-vm-runs-twice',
  requirements: ['LM-7'],
  statement: 'With all nodes up and none cut off, a VM can run on two nodes at once.',
  holds: (state) => allNodesAreUp(state) && doubles(readMigration(state)).length > 0,
});

export const aVmRunsNowhere = reachable({
  id: 'a-vm-runs-nowhere',
  requirements: ['LM-7'],
  statement: 'With all nodes up, nothing on its way and no migration going on, a VM can be gone from every node.',
  holds: (state) => {
    const migration = readMigration(state);
    return (
      allNodesAreUp(state) &&
      migration.partitions.every((vm) => vm.matches('absent')) &&
      migration.workers.every((worker) => worker.matches('idle')) &&
      migration.roles.every((role) => role.matches('online')) &&
      migration.links.every(({ context: { up, down, late } }) => up.length + down.length === 0 && late === null)
    );
  },
});

const bothCanWrite = (state: StateView): boolean => vmsIn(readMigration(state)).some((vm) => writers(readMigration(state), vm).length > 1);

export const twoSidesCanWrite = reachable({
  id: 'two-sides-can-write',
  requirements: ['LM-7'],
  statement: 'Writes of a VM can reach its disk from two nodes.',
  holds: (state) => bothCanWrite(state) && readMigration(state).partitions.filter(isLive).length > 1,
});

export const twoSidesNeverWrite = unreachable({
  id: 'two-sides-never-write',
  requirements: ['LM-7'],
  statement: 'Writes of a VM never reach its disk from two nodes, however often it runs.',
  holds: bothCanWrite,
});

function allNodesAreUp(state: StateView): boolean {
  const migration = readMigration(state);
  return !someNodeIsIsolated(migration) && migration.hosts.every((host) => host.matches('up'));
}
