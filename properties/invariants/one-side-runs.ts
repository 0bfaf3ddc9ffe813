/**
 * Who runs the VM, and who can write its disk: before, during and after a migration, and whatever fails.
 *
 * What nodes believe and what storage allows are told apart. A node that was cut off goes on running its VM until it notices, so
 * that two sides may believe that they run it; never can both write.
 */
import { always, eachStep, type StepView } from '../../src/index.ts';
import { executes, handledByPartitions, hasFiles, isLive, isUp, readMigration, someNodeIsIsolated, writersUnderWay, type Migration } from '../live-migration-reading.ts';
import { arrivals } from './live-migration.ts';

/** Expected to be violated: a node that is isolated does not know it yet. */
export const oneSideBelievesItRuns = always({
  id: 'one-side-believes-it-runs',
  requirements: ['LM-7', 'HA-3'],
  statement: 'No VM ever runs on two nodes at once, in their own eyes.',
  when: (state) => readMigration(state).partitions.some(executes),
  holds: (state) => doubles(readMigration(state)).length === 0,
});

export const oneSideRunsUnlessIsolated = always({
  id: 'one-side-runs-unless-isolated',
  requirements: ['LM-7'],
  statement: 'While no node is cut off from the cluster, no VM runs on two nodes, whatever crashes, breaks or gets lost.',
  when: (state) => !someNodeIsIsolated(readMigration(state)) && readMigration(state).partitions.some(executes),
  holds: (state) => someNodeIsIsolated(readMigration(state)) || doubles(readMigration(state)).length === 0,
});

/** The effective reading: it rests on storage alone, so it holds also when a node is cut off. */
export const oneSideCanWrite = always({
  id: 'one-side-can-write',
  requirements: ['LM-7', 'NTFS-2', 'HA-3'],
  statement: 'From at most one node can a write of a VM reach its disk, whoever believes to run it.',
  when: (state) => readMigration(state).partitions.some(isLive),
  holds: (state) => vmsIn(readMigration(state)).every((vm) => writers(readMigration(state), vm).length <= 1),
});

/** The point of no return is the change of ownership in the cluster database: before it the source goes on, after it the target. */
export const onlyTheOwnerGoesOn = eachStep({
  id: 'only-the-owner-goes-on',
  requirements: ['LM-6', 'LM-7'],
  statement: 'A frozen VM goes on, and a shell begins to run, only on the node that the cluster names as the owner.',
  when: (before, step) => !someNodeIsIsolated(readMigration(before)) && goingOn(step).length > 0,
  holds: (before, step, after) => someNodeIsIsolated(readMigration(before)) || goingOn(step).every(({ node, vm }) => readMigration(after).roleOf(vm)?.context.owner === node),
});

/** A crash of the source is a failover: what the target has received by then is not used. */
export const uncommittedMemoryIsNotUsed = eachStep({
  id: 'uncommitted-memory-is-not-used',
  requirements: ['LM-8', 'HA-1'],
  statement: 'A VM that is brought online after a failure boots from its disk, also where a shell of it has received everything.',
  when: (_, step) => failoverStarts(step).length > 0,
  holds: (_, step) => failoverStarts(step).every((after) => after.matches('starting') || after.matches('hostDown') || after.matches('absent')),
});

/** Neither side runs it, and nobody is about to: the other half of "exactly one". */
export const vmIsNotForgotten = always({
  id: 'vm-is-not-forgotten',
  requirements: ['LM-7', 'LM-8', 'HA-1'],
  statement: 'A VM that is nowhere is known to be so: its owner is down, or has been told to start it, or has told that it could not.',
  when: (state) => readMigration(state).roles.some(({ context: { id } }) => !readMigration(state).partitions.some((vm) => vm.context.vm === id && isLive(vm))),
  holds: (state) => {
    const migration = readMigration(state);
    return migration.roles.every((role) => {
      const { id, owner } = role.context;
      const there = migration.partitionOf(owner, id);
      const link = migration.linkOf(owner);
      const isBeingToldOf = link !== undefined && link.context.up.length + link.context.down.length > 0;
      return role.matches('ownerless') || !isUp(migration, owner) || isBeingToldOf || (there !== undefined && !there.matches('absent') && !there.matches('shell'));
    });
  },
});

export const vmGoesOnAfterAFailedMigration = always({
  id: 'vm-goes-on-after-a-failed-migration',
  requirements: ['LM-7'],
  statement: 'When a node that is up owns a VM and is in no migration, the VM is not frozen there.',
  when: (state) => readMigration(state).workers.some(({ context }) => context.last !== null && context.last !== 'completed'),
  holds: (state) => {
    const migration = readMigration(state);
    return migration.partitions.every((vm) => !vm.matches('frozen') || migration.workerOf(vm.context.node)?.context.session !== null);
  },
});

/** The vendor's table of VM state against resource state (domain.md 2.2), once what is on its way has arrived. */
export const recordFollowsTheVm = always({
  id: 'record-follows-the-vm',
  requirements: ['LM-7', 'HA-1'],
  statement: 'When no message between the owner and the database is on its way, the recorded resource state is one that the documented table allows for the state of the VM.',
  when: (state) => settledRoles(readMigration(state)).length > 0,
  holds: (state) => {
    const migration = readMigration(state);
    return settledRoles(migration).every((role) => {
      const vm = migration.partitionOf(role.context.owner, role.context.id);
      if (vm === undefined) return false;
      if (vm.matches('starting') || vm.matches('restoring') || vm.matches('failing')) return role.matches('onlinePending');
      return (vm.matches('enabled') || vm.matches('paused') || vm.matches('frozen')) && role.matches('online');
    });
  },
});

/** I10: the link between a pair of nodes, and the nodes, carry one migration at a time. */
export const aNodeIsInOneMigration = always({
  id: 'a-node-is-in-one-migration',
  requirements: ['LM-2'],
  statement: 'On each node at most one VM is being sent or received.',
  when: (state) => readMigration(state).partitions.some(isMigrating),
  holds: (state) => {
    const migration = readMigration(state);
    return migration.hosts.every(({ context: { id } }) => migration.partitions.filter((vm) => vm.context.node === id && isMigrating(vm)).length <= 1);
  },
});

/** Claims about who runs a VM that hold of every live migration. */
export const oneSideProperties = [
  oneSideRunsUnlessIsolated,
  oneSideCanWrite,
  onlyTheOwnerGoesOn,
  uncommittedMemoryIsNotUsed,
  vmIsNotForgotten,
  vmGoesOnAfterAFailedMigration,
  recordFollowsTheVm,
  aNodeIsInOneMigration,
];

type Partition = Migration['partitions'][number];

function isMigrating(vm: Partition): boolean {
  return vm.context.dirty !== null || vm.matches('frozen') || vm.matches('shell');
}

export function vmsIn(migration: Migration): readonly Partition['context']['vm'][] {
  return [...new Set(migration.partitions.map(({ context }) => context.vm))];
}

/** VMs that run on more than one node. */
export function doubles(migration: Migration): readonly string[] {
  const running = migration.partitions.filter(executes).map(({ context }) => context.vm);
  return running.filter((vm, at) => running.indexOf(vm) !== at);
}

/** Nodes from which a write of the VM is accepted, if the VM issues one there or one is under way. */
export function writers(migration: Migration, vm: Partition['context']['vm']): readonly string[] {
  const live = migration.partitions.filter((one) => one.context.vm === vm && isLive(one)).map(({ context }) => context.node);
  const withFiles = live.filter((node) => hasFiles(migration, node, vm));
  const candidates = new Set<string>([...withFiles, ...writersUnderWay(migration, vm)]);
  return [...candidates].filter((node) => migration.csvDisks.some(({ context }) => context.registered.some((id) => id === node)) || migration.luns.some(({ context }) => context.holder === node));
}

function goingOn(step: StepView): readonly Pick<Partition['context'], 'node' | 'vm'>[] {
  const thawed = handledByPartitions(step).flatMap(({ before, after }) => (before.matches('frozen') && isLive(after) ? [after.context] : []));
  return [...thawed, ...arrivals(step).map(({ to }) => to.context)];
}

function failoverStarts(step: StepView): readonly Partition[] {
  return handledByPartitions(step).flatMap(({ event, after }) => (event.type === 'BRING_ONLINE' && event['live'] === false ? [after] : []));
}

function settledRoles(migration: Migration): readonly Migration['roles'][number][] {
  return migration.roles.filter((role) => {
    const { owner } = role.context;
    const link = migration.linkOf(owner);
    return !role.matches('ownerless') && isUp(migration, owner) && link !== undefined && link.context.up.length === 0 && link.context.down.length === 0;
  });
}
