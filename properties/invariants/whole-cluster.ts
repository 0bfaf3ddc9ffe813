/**
 * What only the whole cluster can show: VMs that migrate while the coordinator moves, is expelled or crashes under them.
 */
import { always, eachStep, reachable, type StateView, type StepView } from '../../src/index.ts';
import { fromName, toName } from '../../machines/csv/names.ts';
import { nodeIds } from '../../machines/live-migration/names.ts';
import { isAtRest } from '../../machines/systems/whole-cluster.ts';
import { copiesOf, runningOn, vmIds } from '../cluster-reading.ts';
import { clusterOf, hostsOf, isRegistered, mountsOf, volumesOf } from '../csv-reading.ts';
import { handledByRoles, readMigration, type Handled, type RoleSnapshot } from '../live-migration-reading.ts';

/** The effective reading of "a VM runs once": a copy whose node the disk refuses changes nothing. */
export const oneEffectiveCopy = always({
  id: 'one-copy-of-a-vm-can-write',
  requirements: ['HA-3', 'LM-7', 'CSV-6'],
  statement: 'Of all nodes that the disk takes writes from, at most one runs a VM.',
  holds: (state) => vmIds.every((vm) => runningOn(state, vm).filter((node) => isRegistered(state, node)).length <= 1),
});

/** The believed reading, which cannot hold where a node is expelled before it knows. */
export const oneBelievedCopy = always({
  id: 'one-copy-of-a-vm-runs',
  requirements: ['HA-3'],
  statement: 'At most one node runs a VM in its own eyes.',
  holds: (state) => vmIds.every((vm) => runningOn(state, vm).length <= 1),
});

/** What a member runs is what the database says it owns, also in the middle of a migration. */
export const aMemberRunsWhatItOwns = always({
  id: 'a-member-runs-what-it-owns',
  requirements: ['LM-7', 'HA-3'],
  statement: 'A VM that runs on a member of the cluster is owned by that node.',
  holds: (state) => vmIds.every((vm) => runningOn(state, vm).every((node) => !clusterOf(state).context.members.includes(node) || readMigration(state).roleOf(vm)?.context.owner === node)),
});

export const startedElsewhereAfterFencing = eachStep({
  id: 'started-elsewhere-after-fencing',
  requirements: ['HA-1', 'CSV-6'],
  statement: 'A VM is given to another node because its owner was lost only when the disk takes nothing more from that owner.',
  when: (_, step) => failoversIn(step).length > 0,
  holds: (_, step, after) => failoversIn(step).every(({ before }) => !isRegistered(after, before.context.owner)),
});

function failoversIn(step: StepView): readonly Handled<RoleSnapshot>[] {
  return handledByRoles(step).filter(({ event, before, after }) => event.type === 'MEMBERSHIP' && before.context.owner !== after.context.owner);
}

/** Also what a paused volume holds back; it would go out again when the coordinator has moved. */
export const releasedFilesAreIdle = always({
  id: 'released-files-have-no-io',
  requirements: ['LM-7', 'CSV-5'],
  statement: 'When the source of a migration has released the files of a VM, its volume has no I/O of that VM, under way or held back.',
  when: (state) => vmIds.some((vm) => copiesOf(state, vm).some((copy) => copy.matches({ frozen: 'released' }))),
  holds: (state) =>
    vmIds.every((vm) =>
      copiesOf(state, vm).every(
        (copy) => !copy.matches({ frozen: 'released' }) || volumesOf(state).every(({ context }) => context.node !== copy.context.node || ![...context.queue, ...context.inFlight].some((io) => io.vm === vm)),
      ),
    ),
});

/** Nobody is left behind: not frozen, not a shell, not forgotten. */
export const settledVmsRunOnce = always({
  id: 'settled-vms-run-on-one-member',
  requirements: ['LM-8', 'HA-1', 'CSV-2'],
  statement: 'When the cluster is at rest and nothing is under way, each VM runs on exactly one member.',
  when: isSettled,
  holds: (state) => !isSettled(state) || vmIds.every((vm) => runningOn(state, vm).filter((node) => clusterOf(state).context.members.includes(node)).length === 1),
});

function isSettled(state: StateView): boolean {
  // What is read of few actors first: rest is that of all.
  return (
    nodeIds.every((node) => state.actors[toName(node)]?.value !== 'carrying' && state.actors[fromName(node)]?.value !== 'carrying') &&
    hostsOf(state).every((host) => host.matches('up') || !clusterOf(state).context.members.includes(host.context.id)) &&
    isAtRest(state) &&
    state.timers.length === 0
  );
}

/** It runs where it did not run at first, and no node was lost: it was migrated there. */
function hasMigrated(state: StateView): boolean {
  return vmIds.some((vm) => copiesOf(state, vm).some((copy) => copy.matches('enabled') && !copy.context.running)) && hostsOf(state).every((host) => host.matches('up')) && clusterOf(state).context.members.length === 3;
}

function isMoving(state: StateView): boolean {
  const cluster = clusterOf(state);
  return cluster.context.target !== null && (cluster.matches('pausing') || cluster.matches('dismounting'));
}

export const aMigrationEndsDuringAMove = reachable({
  id: 'a-migration-ends-while-the-coordinator-moves',
  requirements: ['LM-7', 'CSV-3', 'CSV-5'],
  statement: 'A VM can run on the node that it was migrated to while the volume is paused for the coordinator to move.',
  holds: (state) => hasMigrated(state) && isMoving(state),
});

export const aMigrationWaitsForTheMove = reachable({
  id: 'a-migration-waits-for-the-coordinator',
  requirements: ['LM-7', 'CSV-5'],
  statement: 'A VM can wait on the target, its files still to be opened, while the volume is dismounted or mounted for a new coordinator.',
  holds: (state) => (clusterOf(state).matches('dismounting') || clusterOf(state).matches('mounting')) && vmIds.some((vm) => copiesOf(state, vm).some((copy) => copy.matches('restoring'))),
});

export const aMigrationAndAMove = reachable({
  id: 'a-vm-and-the-coordinator-have-moved',
  requirements: ['LM-7', 'CSV-1', 'CSV-3'],
  statement: 'A VM can run on the node that it was migrated to, and node 2 have the volume mounted, with all nodes up and members.',
  holds: (state) => hasMigrated(state) && clusterOf(state).matches({ withVolume: 'online' }) && mountsOf(state).some((mount) => mount.context.node === 'node2' && mount.matches('mounted')),
});

export const restartedAfterTheCoordinatorCrashed = reachable({
  id: 'a-vm-restarts-after-its-coordinator-crashed',
  requirements: ['HA-1', 'CSV-3'],
  statement: 'With node 1 down, which was the coordinator and ran VM 1, the volume can be online, and VM 1 and VM 2 run on different nodes.',
  holds: (state) =>
    hostsOf(state).some((host) => host.context.id === 'node1' && host.matches('down')) &&
    clusterOf(state).matches({ withVolume: 'online' }) &&
    runningOn(state, 'vm1').some((node) => runningOn(state, 'vm2').some((other) => other !== node)),
});

export const theCoordinatorIsLostInABlackout = reachable({
  id: 'the-coordinator-is-lost-in-a-blackout',
  requirements: ['LM-8', 'CSV-3', 'CSV-6'],
  statement: 'A VM can be frozen for a migration between two members while the volume is mounted anew, its coordinator being lost.',
  holds: (state) =>
    clusterOf(state).matches('mounting') &&
    clusterOf(state).context.members.length === 2 &&
    vmIds.some((vm) => copiesOf(state, vm).some((copy) => copy.matches('frozen') && clusterOf(state).context.members.includes(copy.context.node)) && copiesOf(state, vm).some((copy) => copy.matches('shell') && clusterOf(state).context.members.includes(copy.context.node))),
});

export const bothVmsHaveMigrated = reachable({
  id: 'both-vms-have-migrated',
  requirements: ['LM-7', 'CSV-2'],
  statement: 'Both VMs can run on the node that they were migrated to, with all nodes up and members.',
  holds: (state) => vmIds.every((vm) => copiesOf(state, vm).some((copy) => copy.matches('enabled') && !copy.context.running)) && hostsOf(state).every((host) => host.matches('up')) && clusterOf(state).context.members.length === 3,
});

export const wholeClusterProperties = [oneEffectiveCopy, aMemberRunsWhatItOwns, startedElsewhereAfterFencing, releasedFilesAreIdle, settledVmsRunOnce];

export const wholeClusterWitnesses = [aMigrationEndsDuringAMove, aMigrationWaitsForTheMove, aMigrationAndAMove, restartedAfterTheCoordinatorCrashed, theCoordinatorIsLostInABlackout];
