/**
 * One coordinator: who may mount a shared volume, what only it does, and what must be still while it changes.
 */
import { always, eachStep, reachable, type StateView, type StepView } from '../../src/index.ts';
import { acceptedCommands, clusterOf, diskOf, hostsOf, isRegistered, mountIn, mountsOf, reachesDisk, volumesOf, type NtfsSnapshot, type VolumeSnapshot } from '../csv-reading.ts';

function mountsThatCount(state: StateView): readonly NtfsSnapshot[] {
  return mountsOf(state).filter((mount) => mount.matches('mounted') && isRegistered(state, mount.context.node));
}

function isMember(state: StateView, { context }: VolumeSnapshot): boolean {
  return clusterOf(state).context.members.includes(context.node);
}

/** The effective reading of "one coordinator": a node that has lost its key may believe what it likes. */
export const oneEffectiveCoordinator = always({
  id: 'one-effective-coordinator',
  requirements: ['CSV-3', 'LUN-1', 'NTFS-1'],
  statement: 'At most one node that the disk takes writes from has the shared volume mounted.',
  holds: (state) => mountsThatCount(state).length <= 1,
});

/** The believed reading, which cannot hold where a node is expelled before it knows. */
export const oneBelievedCoordinator = always({
  id: 'one-believed-coordinator',
  requirements: ['CSV-3'],
  statement: 'At most one node has the shared volume mounted in its own eyes.',
  holds: (state) => mountsOf(state).filter((mount) => mount.matches('mounted')).length <= 1,
});

/** I7, as the nodes see it. */
export const activeMembersAgree = always({
  id: 'active-members-agree-on-the-coordinator',
  requirements: ['CSV-3'],
  statement: 'Members whose volume is active take the same node for the coordinator.',
  when: (state) => volumesOf(state).filter((volume) => volume.matches('active') && isMember(state, volume)).length > 1,
  holds: (state) => new Set(volumesOf(state).filter((volume) => volume.matches('active') && isMember(state, volume)).map(({ context }) => context.coordinator)).size <= 1,
});

export const metadataIsTheCoordinators = eachStep({
  id: 'metadata-is-the-coordinators',
  requirements: ['CSV-3'],
  statement: 'A change of metadata that the disk takes comes from the NTFS of a node that has the volume mounted.',
  when: (_, step) => reachesDisk(step) && acceptedCommands(step).some(({ kind }) => kind === 'EXTEND'),
  holds: (before, step) =>
    !reachesDisk(step) ||
    acceptedCommands(step)
      .filter(({ kind }) => kind === 'EXTEND')
      .every(({ by, node }) => by === 'ntfs' && mountsThatCount(before).every((mount) => mount.context.node === node)),
});

/** NTFS replays its log while it mounts; whatever is written meanwhile, it does not see. */
export const nobodyWritesWhileMounting = eachStep({
  id: 'nobody-writes-while-mounting',
  requirements: ['CSV-3', 'CSV-5', 'CSV-6'],
  statement: 'While the volume is being mounted by a node that has fenced the others, the disk takes no command from anybody.',
  when: (before, step) => reachesDisk(step) && isBeingMounted(before),
  holds: (before, step) => !reachesDisk(step) || !isBeingMounted(before) || acceptedCommands(step).length === 0,
});

function isBeingMounted(state: StateView): boolean {
  return mountsOf(state).some((mount) => mount.matches({ mounting: 'opening' }) && isRegistered(state, mount.context.node));
}

/** Refused by the array: a node that was told to mount the volume, and expelled before it did. */
export const aSecondMountIsRefused = eachStep({
  id: 'a-fenced-node-mounts-nothing',
  requirements: ['LUN-1', 'CSV-6'],
  statement: 'A node whose claim to the disk is refused does not mount the volume.',
  when: (_, step) => refusedClaims(step).length > 0,
  holds: (_, step, after) => refusedClaims(step).every((name) => mountsOf(after).every((mount) => `${mount.context.node}.ntfs` !== name || !(mount.matches('mounted') || mount.matches('mounting')))),
});

function refusedClaims(step: StepView): readonly string[] {
  return step.deliveries.flatMap(({ to, event, before }) => (event.type === 'PREEMPT_REFUSED' && mountIn(before) !== null ? [to] : []));
}

/** Between dismount and mount nothing is in flight: draining is over before the coordinator changes. */
export const drainedBeforeTheMove = always({
  id: 'drained-before-the-coordinator-changes',
  requirements: ['CSV-5'],
  statement: 'While the volume is dismounted or mounted for all, no member has I/O in flight.',
  when: (state) => isChanging(state),
  holds: (state) => !isChanging(state) || volumesOf(state).every((volume) => !isMember(state, volume) || volume.context.inFlight.length === 0),
});

function isChanging(state: StateView): boolean {
  const cluster = clusterOf(state);
  return cluster.matches('dismounting') || cluster.matches('mounting');
}

/** Dismount, then mount, in that order, when both nodes are alive. */
export const dismountedBeforeMounted = always({
  id: 'dismounted-before-mounted-elsewhere',
  requirements: ['CSV-3', 'LUN-1'],
  statement: 'While a node mounts the volume, no other node that the disk takes writes from has it mounted.',
  when: isBeingMounted,
  holds: (state) => !isBeingMounted(state) || mountsThatCount(state).length === 0,
});

function ioIsHeldBack(state: StateView): boolean {
  return volumesOf(state).some((volume) => volume.context.queue.some(({ kind }) => kind !== 'OPEN'));
}

export const theCoordinatorMovesUnderIo = reachable({
  id: 'the-coordinator-moves-under-io',
  requirements: ['CSV-3', 'CSV-5', 'LUN-1'],
  statement: 'Node 2 can have the volume mounted while node 1, which had it, is alive and a member, and I/O is held back.',
  holds: (state) => ioIsHeldBack(state) && clusterOf(state).context.members.includes('node1') && isRegistered(state, 'node1') && mountsOf(state).some((mount) => mount.context.node === 'node2' && mount.matches('mounted')) && hostsOf(state).every((host) => host.matches('up')),
});

export const theCoordinatorCrashesUnderIo = reachable({
  id: 'the-coordinator-crashes-under-io',
  requirements: ['CSV-3', 'CSV-5', 'NTFS-1'],
  statement: 'Node 2 can have the volume mounted while node 1, which had it, is down, and I/O is held back.',
  holds: (state) => ioIsHeldBack(state) && mountsOf(state).some((mount) => mount.context.node === 'node2' && mount.matches('mounted')) && hostsOf(state).some((host) => host.context.id === 'node1' && host.matches('down')),
});

export const metadataIsChangedForAnother = reachable({
  id: 'metadata-is-changed-for-another-node',
  requirements: ['CSV-3'],
  statement: 'A file of a VM on a node that is not the coordinator can be extended.',
  holds: (state) => clusterOf(state).context.coordinator === 'node1' && clusterOf(state).context.vms.some(({ vm, home }) => home === 'node2' && (diskOf(state).context.sizes[vm] ?? 0) !== 0),
});

export const coordinatorProperties = [
  oneEffectiveCoordinator,
  activeMembersAgree,
  metadataIsTheCoordinators,
  drainedBeforeTheMove,
  dismountedBeforeMounted,
  theCoordinatorMovesUnderIo,
  metadataIsChangedForAnother,
];

/** Claims that are put to the test only by faults. */
export const coordinatorUnderFaults = [nobodyWritesWhileMounting, oneBelievedCoordinator, aSecondMountIsRefused, theCoordinatorCrashesUnderIo];
