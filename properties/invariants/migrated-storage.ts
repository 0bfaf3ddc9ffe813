/**
 * The VM's files while it moves: who has them open, and, without a shared volume, the LUN that has to be dismounted and mounted.
 */
import { always, eachStep, reachable, unreachable, type StepView } from '../../src/index.ts';
import { diskContent, executes, handledByRoles, hasFiles, isLive, readMigration, someNodeIsIsolated, writersUnderWay, type Migration } from '../live-migration-reading.ts';

export const liveVmHasItsFiles = always({
  id: 'live-vm-has-its-files',
  requirements: ['LM-7', 'NTFS-2'],
  statement: 'A VM that runs or is paused has its files open on its node.',
  when: (state) => readMigration(state).partitions.some(isLive),
  holds: (state) => {
    const migration = readMigration(state);
    return migration.partitions.filter(isLive).every(({ context: { node, vm } }) => hasFiles(migration, node, vm));
  },
});

/** Else the target would find them locked, when nobody can go back any more. */
export const filesAreReleasedBeforeTheMove = eachStep({
  id: 'files-are-released-before-the-move',
  requirements: ['LM-6', 'LM-7'],
  statement: 'When a migration changes the owner of a VM, the source has its files closed already.',
  when: (_, step) => commits(step).length > 0,
  holds: (before, step) => commits(step).every(({ node, vm }) => !hasFiles(readMigration(before), node, vm)),
});

/** Compares what came with the device state, or was read at the boot, with what is there. */
export const migratedVmKnowsItsDisk = always({
  id: 'migrated-vm-knows-its-disk',
  requirements: ['LM-4', 'HA-1'],
  statement: 'While no node is cut off, a VM that runs and has no write under way knows exactly what its virtual disk holds.',
  when: (state) => !someNodeIsIsolated(readMigration(state)) && readMigration(state).partitions.some((vm) => isLive(vm) && vm.context.inFlight === null),
  holds: (state) => {
    const migration = readMigration(state);
    return someNodeIsIsolated(migration) || migration.partitions.filter((vm) => isLive(vm) && vm.context.inFlight === null).every(({ context: { vm, disk } }) => disk === diskContent(migration, vm));
  },
});

export const acknowledgedWritesSurviveMigration = always({
  id: 'acknowledged-writes-survive-migration',
  requirements: ['HA-2', 'LM-8'],
  statement: 'When no write of a VM is under way, its virtual disk holds every write that was acknowledged to its guest.',
  when: (state) => readMigration(state).roles.some(({ context: { id } }) => (readMigration(state).guestOf(id)?.context.acknowledged ?? 0) > 0 && writersUnderWay(readMigration(state), id).length === 0),
  holds: (state) => {
    const migration = readMigration(state);
    return migration.roles.every(({ context: { id } }) => writersUnderWay(migration, id).length > 0 || diskContent(migration, id) >= (migration.guestOf(id)?.context.acknowledged ?? 0));
  },
});

/** Fencing on a Cluster Shared Volume: every member could write, so the handle decides, and the key for who is no member. */
export const writesComeThroughAHandle = eachStep({
  id: 'writes-come-through-a-handle',
  requirements: ['LM-7', 'NTFS-2'],
  statement: 'A write that the disk accepts comes from the one node that has the files of the VM open for writing.',
  when: (_, step) => acceptedWrites(step).length > 0,
  holds: (before, step) =>
    acceptedWrites(step).every(({ node, vm }) => {
      const migration = readMigration(before);
      return migration.csvDisks.every(({ context }) => context.locks[vm] === node) && migration.luns.every(({ context }) => context.holder === node);
    }),
});

export const aWriteMeetsTheFence = reachable({
  id: 'a-write-meets-the-fence',
  requirements: ['NTFS-2', 'HA-3', 'LM-7'],
  statement: 'A write can be on its way from a node that the disk takes nothing from any more.',
  holds: (state) => {
    const migration = readMigration(state);
    return migration.roles.some(({ context: { id } }) =>
      writersUnderWay(migration, id).some((node) => migration.csvDisks.some(({ context }) => !context.registered.some((one) => one === node)) || migration.luns.some(({ context }) => context.holder !== null && context.holder !== node)),
    );
  },
});

/** Believed, for once, as NTFS is in the hands of those who believe. */
export const migratedLunIsMountedOnce = always({
  id: 'migrated-lun-is-mounted-once',
  requirements: ['NTFS-1', 'LUN-1'],
  statement: 'While no node is cut off, at most one node has the LUN mounted, is mounting it, or is dismounting it.',
  when: (state) => !someNodeIsIsolated(readMigration(state)) && readMigration(state).mounts.some((mount) => mount.matches({ mounting: 'opening' })),
  holds: (state) => {
    const migration = readMigration(state);
    return someNodeIsIsolated(migration) || migration.mounts.filter((mount) => mount.matches('mounted') || mount.matches('dismounting') || mount.matches({ mounting: 'opening' })).length <= 1;
  },
});

/** The theorem of the article, without its seconds: the dismount and the mount lie within the blackout, both of them. */
export const lunNeverMovesUnderARunningVm = unreachable({
  id: 'lun-never-moves-under-a-running-vm',
  requirements: ['ARG-5', 'LUN-5'],
  statement: 'While no node is cut off, a VM never runs while its LUN is being dismounted or mounted anywhere.',
  holds: (state) => {
    const migration = readMigration(state);
    return !someNodeIsIsolated(migration) && migration.partitions.some(executes) && migration.mounts.some((mount) => mount.matches('mounting') || mount.matches('dismounting'));
  },
});

export const aLunMovesInTheBlackout = reachable({
  id: 'a-lun-moves-in-the-blackout',
  requirements: ['ARG-5', 'LUN-1', 'LUN-5', 'NTFS-1'],
  statement: 'The target of a live migration can be mounting the LUN while the VM is frozen on the source.',
  holds: (state) => {
    const migration = readMigration(state);
    return migration.partitions.some((vm) => vm.matches('restoring') && migration.mounts.some((mount) => mount.context.node === vm.context.node && mount.matches('mounting'))) && migration.partitions.some((vm) => vm.matches({ frozen: 'released' }));
  },
});

/** Claims about a VM's files that hold of every live migration. */
export const migratedStorageProperties = [liveVmHasItsFiles, filesAreReleasedBeforeTheMove, migratedVmKnowsItsDisk, acknowledgedWritesSurviveMigration, writesComeThroughAHandle, aWriteMeetsTheFence];

/** Claims about the LUN of a VM that is not on a shared volume. */
export const migratedLunProperties = [migratedLunIsMountedOnce, lunNeverMovesUnderARunningVm, aLunMovesInTheBlackout];

interface Access {
  readonly node: Migration['hosts'][number]['context']['id'];
  readonly vm: Migration['roles'][number]['context']['id'];
}

/** Changes of ownership that a COMMIT has made, by the old owner. */
function commits(step: StepView): readonly Access[] {
  return handledByRoles(step).flatMap(({ event, before: { context: before }, after }) => (event.type === 'COMMIT' && before.owner !== after.context.owner ? [{ node: before.owner, vm: before.id }] : []));
}

/** A write that is accepted changes the disk; one that is refused leaves it the same snapshot. */
function acceptedWrites(step: StepView): readonly Access[] {
  return step.deliveries.flatMap(({ event, before, after }) => {
    if (event.type !== 'WRITE' || before === after || (before.machine.id !== 'csv-disk' && before.machine.id !== 'lun') || !('node' in event)) return [];
    return [{ node: nodeOf(event['node']), vm: 'vm' in event && event['vm'] === 'vm2' ? 'vm2' : 'vm1' } as const];
  });
}

function nodeOf(value: unknown): Access['node'] {
  return value === 'node3' ? 'node3' : value === 'node2' ? 'node2' : 'node1';
}
