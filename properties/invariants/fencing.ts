/**
 * Who can change the data disk when nodes cannot hear each other: the effective reading of "at most one".
 *
 * The disk decides, by keys; what a node believes shows in its mount, and may be wrong. The believed reading stands beside the
 * effective one: under partition it is expected to be violated, and its shortest counterexample is a result.
 */
import { always, eachStep, reachable } from '../../src/index.ts';
import { commandsOn, guestOf, isMounted, isWriteUnderWay, lunOf, runs, serviceOf, vmsOf, volumeOf, volumesOf } from '../failover-reading.ts';

export const acceptedWritesComeFromTheHolder = eachStep({
  id: 'accepted-writes-come-from-the-holder',
  requirements: ['NTFS-2', 'HA-3', 'LUN-1'],
  statement: 'A guest write that the disk accepts comes from the node that holds its reservation.',
  when: (_, step) => commandsOn(step, 'WRITE').some(({ before, after }) => before !== after),
  holds: (_, step) => commandsOn(step, 'WRITE').every(({ node, before, after }) => before === after || before.context.holder === node),
});

/** The fence itself, put to the test by writes that were on their way when their node was expelled. */
export const expelledNodeWritesNothing = eachStep({
  id: 'expelled-node-writes-nothing',
  requirements: ['NTFS-2', 'HA-3'],
  statement: 'A write from a node whose key is not on the disk changes nothing on it.',
  when: (_, step) => commandsOn(step, 'WRITE').some(({ node, before }) => !before.context.registrants.includes(node)),
  holds: (_, step) => commandsOn(step, 'WRITE').every(({ node, before, after }) => before.context.registrants.includes(node) || before.context.content === after.context.content),
});

/** NTFS-1 as the disk enforces it: a second mount may exist in the eyes of a node, and can do no harm. */
export const oneMountCanWrite = always({
  id: 'one-mount-can-write',
  requirements: ['NTFS-1', 'LUN-1'],
  statement: 'Of the nodes that have the volume mounted, at most one has its key on the disk.',
  when: (state) => volumesOf(state).some(isMounted),
  holds: (state) => {
    const keys = lunOf(state)?.context.registrants ?? [];
    return volumesOf(state).filter((volume) => isMounted(volume) && keys.includes(volume.context.node)).length <= 1;
  },
});

/** NTFS-1 as the nodes see it. */
export const volumeIsBelievedMountedOnce = always({
  id: 'volume-is-believed-mounted-once',
  requirements: ['NTFS-1'],
  statement: 'At most one node believes that it has the volume mounted.',
  when: (state) => volumesOf(state).some(isMounted),
  holds: (state) => volumesOf(state).filter(isMounted).length <= 1,
});

/** A second owner is refused by the disk, not merely discouraged. */
export const defendedDiskIsNotTaken = eachStep({
  id: 'defended-disk-is-not-taken',
  requirements: ['LUN-1', 'HA-3'],
  statement: 'A challenger whose key the defender has removed does not get the disk.',
  when: (_, step) => commandsOn(step, 'PREEMPT').some(({ node, before }) => !before.context.registrants.includes(node)),
  holds: (_, step) => commandsOn(step, 'PREEMPT').every(({ node, before, after }) => before.context.registrants.includes(node) || after.context.holder !== node),
});

/** The wait is the defender's time to come round; without it the disk goes to whoever asks. */
export const challengerWaits = eachStep({
  id: 'challenger-waits',
  requirements: ['LUN-1'],
  statement: 'A disk that another node holds is preempted only by a challenger that registered in an earlier step.',
  when: (_, step) => commandsOn(step, 'PREEMPT').length > 0,
  holds: (before, step) => commandsOn(step, 'PREEMPT').every(({ node }) => volumeOf(before, node)?.matches('challenging') === true),
});

export const preemptionRemovesTheOldKey = eachStep({
  id: 'preemption-removes-the-old-key',
  requirements: ['NTFS-2', 'LUN-1'],
  statement: 'A preemption that succeeds leaves the former holder without its key.',
  when: (_, step) => commandsOn(step, 'PREEMPT').some(({ node, before, after }) => before.context.holder !== node && after.context.holder === node),
  holds: (_, step) =>
    commandsOn(step, 'PREEMPT').every(({ node, before, after }) => {
      const { holder } = before.context;
      return holder === null || holder === node || after.context.holder !== node || !after.context.registrants.includes(holder);
    }),
});

/** Crash-consistent: what boots, boots from the disk as it is, and nothing changes it from outside. */
export const vmOfTheHolderSeesItsDisk = always({
  id: 'vm-of-the-holder-sees-its-disk',
  requirements: ['HA-1', 'NTFS-2'],
  statement: 'A VM that runs on the node that holds the disk, and has no write under way, knows exactly what the disk holds.',
  when: (state) => vmsOf(state).some((vm) => runs(vm) && vm.context.inFlight === null && lunOf(state)?.context.holder === vm.context.node),
  holds: (state) =>
    vmsOf(state).every((vm) => !runs(vm) || vm.context.inFlight !== null || lunOf(state)?.context.holder !== vm.context.node || vm.context.disk === lunOf(state)?.context.content),
});

export const acknowledgedWritesSurvive = always({
  id: 'acknowledged-writes-survive',
  requirements: ['HA-2', 'HA-1'],
  statement: 'The disk holds every write that was acknowledged to a guest, whatever crashes and whoever cannot hear whom.',
  when: (state) => (guestOf(state)?.context.acknowledged ?? 0) > 0,
  holds: (state) => {
    const content = lunOf(state)?.context.content;
    return typeof content === 'number' && content >= (guestOf(state)?.context.acknowledged ?? 0);
  },
});

export const aStaleNodeStillWrites = reachable({
  id: 'a-stale-node-still-writes',
  requirements: ['NTFS-2', 'HA-3', 'HA-1'],
  statement: 'A write can be on its way from a node that has lost the disk to another.',
  holds: (state) =>
    isWriteUnderWay(state) &&
    state.timers.some((timer) => timer.to === 'lun1' && timer.event.type === 'WRITE' && 'node' in timer.event && lunOf(state)?.context.holder !== null && timer.event['node'] !== lunOf(state)?.context.holder),
});

export const aDiskIsTaken = reachable({
  id: 'a-disk-is-taken',
  requirements: ['NTFS-1', 'LUN-1'],
  statement: 'The disk can go to node 2 while node 1 still believes that it has it.',
  holds: (state) => lunOf(state)?.context.holder === 'node2' && volumeOf(state, 'node1')?.matches('online') === true && volumeOf(state, 'node2')?.matches('online') === true,
});

/** The defender's key is where it was, the challenger has given up. */
export const aChallengerLoses = reachable({
  id: 'a-challenger-loses',
  requirements: ['LUN-1', 'HA-3'],
  statement: 'Node 2, in a view without node 1, can fail to get the disk because node 1 defends it and runs the VM.',
  holds: (state) => {
    const [defender, challenger] = [volumeOf(state, 'node1'), volumeOf(state, 'node2')];
    return (
      lunOf(state)?.context.holder === 'node1' &&
      defender?.matches('online') === true &&
      challenger?.matches('offline') === true &&
      (serviceOf(state, 'node2')?.context.database.failures ?? 0) > 0 &&
      vmsOf(state).some((vm) => vm.context.node === 'node1' && runs(vm))
    );
  },
});

/** What the disk enforces, whoever believes what. */
export const fencingProperties = [oneMountCanWrite, challengerWaits, preemptionRemovesTheOldKey, vmOfTheHolderSeesItsDisk];

/** What becomes of guest writes; for scopes in which the guest writes. */
export const writeProperties = [acceptedWritesComeFromTheHolder, expelledNodeWritesNothing, acknowledgedWritesSurvive, aStaleNodeStillWrites];

/** What arbitration between two living nodes comes to; for scopes with a partition. */
export const arbitrationProperties = [defendedDiskIsNotTaken, aDiskIsTaken, aChallengerLoses];
