/**
 * What quick migration promises: an order, a memory that arrives as it left, and a VM that is never lost.
 */
import { always, eachStep, reachable, type StepView } from '../../src/index.ts';
import { diskContent, hasMounted, hasSavedState, holdsMemory, isUp, isVm, read, runs, usesItsFiles, type Cluster, type VmSnapshot } from '../reading.ts';

export const savedBeforeDismount = always({
  id: 'saved-before-dismount',
  requirements: ['QM-1'],
  statement: 'While a LUN is being dismounted, each VM on it has its state saved or is off.',
  when: (state) => read(state).mounts.some((mount) => mount.matches('dismounting')),
  holds: (state) => {
    const cluster = read(state);
    return cluster.mounts
      .filter((mount) => mount.matches('dismounting'))
      .every((mount) => cluster.vms.every((vm) => vm.context.lun !== mount.context.lun || !holdsMemory(vm)));
  },
});

export const vmRunsWhereItsLunIs = always({
  id: 'vm-runs-where-its-lun-is',
  requirements: ['QM-1', 'LUN-2', 'NTFS-2'],
  statement: 'A VM that has its files open is on a node that has their LUN mounted.',
  when: (state) => read(state).vms.some(usesItsFiles),
  holds: (state) => {
    const cluster = read(state);
    return cluster.vms.filter(usesItsFiles).every((vm) => hasMounted(cluster, vm.context.node, vm.context.lun));
  },
});

/** Booting past a saved state would throw the memory away and leave a stale file behind. */
export const savedStateIsRestored = always({
  id: 'saved-state-is-restored',
  requirements: ['QM-1', 'QM-2'],
  statement: 'A VM that starts restores its saved state, and boots only if there is none.',
  when: (state) => read(state).vms.some((vm) => vm.matches('starting')),
  holds: (state) => {
    const cluster = read(state);
    return cluster.vms.filter((vm) => vm.matches('starting')).every((vm) => vm.matches({ starting: hasSavedState(cluster, vm) ? 'restoring' : 'booting' }));
  },
});

export const memoryIsWhatTheGuestLeft = always({
  id: 'memory-is-what-the-guest-left',
  requirements: ['QM-2'],
  statement: 'A VM that runs has the memory that its guest last had, or that of a fresh boot.',
  when: (state) => read(state).vms.some(runs),
  holds: (state) => {
    const { vms, guests } = read(state);
    return vms.filter(runs).every((vm) => sameMemory(vm.context.memory, guests.get(vm.context.vm)?.context.memory ?? []));
  },
});

/** A state is stale when the disk has moved on since: the guest's cache and its disk would disagree. */
export const savedStateFitsTheDisk = always({
  id: 'saved-state-fits-the-disk',
  requirements: ['QM-2'],
  statement: 'A saved state that is being restored was taken when the virtual disk held what it holds now.',
  when: (state) => read(state).vms.some((vm) => vm.matches({ starting: 'restoring' })),
  holds: (state) => {
    const cluster = read(state);
    return cluster.vms.filter((vm) => vm.matches({ starting: 'restoring' })).every((vm) => vm.context.saved?.disk === diskContent(cluster, vm));
  },
});

export const savedStateIsUsedOnce = always({
  id: 'saved-state-is-used-once',
  requirements: ['QM-2'],
  statement: 'While a VM runs, no saved state of it is left on its LUN.',
  when: (state) => read(state).vms.some(runs),
  holds: (state) => {
    const cluster = read(state);
    return cluster.vms.filter(runs).every((vm) => !hasSavedState(cluster, vm));
  },
});

export const onlyALiveNodeSaves = eachStep({
  id: 'only-a-live-node-saves',
  requirements: ['QM-4'],
  statement: 'A saved state is written by a node that is up.',
  when: (_, step) => savesIn(step).length > 0,
  holds: (_, step, after) => savesIn(step).every((node) => isUp(read(after), node)),
});

export const vmRunsOnOneNode = always({
  id: 'vm-runs-on-one-node',
  requirements: ['QM-5', 'HA-1'],
  statement: 'No VM ever runs on two nodes at once.',
  when: (state) => read(state).vms.some(runs),
  holds: (state) => {
    const running = read(state).vms.filter(runs).map((vm) => vm.context.vm);
    return running.length === new Set(running).size;
  },
});

/** What was in memory stays in a VM or in a file, through every failure short of a crash. */
export const memorySurvivesFailures = eachStep({
  id: 'memory-survives-failures',
  requirements: ['QM-5'],
  statement: 'Only a crash, or an operator who turns it off, makes a VM lose its memory.',
  when: (before, step) => step.event.type !== 'CRASH' && concernsMemory(step) && read(before).vms.some((vm) => mustKeepMemory(read(before), vm)),
  holds: (before, step, after) => step.event.type === 'CRASH' || !concernsMemory(step) || read(before).vms.every((vm) => !mustKeepMemory(read(before), vm) || hasMemorySomewhere(read(after), vm)),
});

export const settledVmRuns = always({
  id: 'settled-vm-runs',
  requirements: ['QM-5', 'HA-1'],
  statement: 'When a group has settled on a node that is up, each VM whose resource is online runs there.',
  when: (state) => read(state).groups.some((group) => group.matches('settled') && isUp(read(state), group.context.owner)),
  holds: (state) => {
    const cluster = read(state);
    return cluster.groups
      .filter((group) => group.matches('settled') && isUp(cluster, group.context.owner))
      .every((group) =>
        cluster.resources
          .filter((resource) => group.context.vms.includes(resource.context.id) && resource.matches('online'))
          .every((resource) => cluster.vms.some((vm) => vm.context.vm === resource.context.id && vm.context.node === group.context.owner && runs(vm))),
      );
  },
});

/** Nobody works on a settled group any more, so a VM that is off then stays off. */
export const wantedVmIsOnline = always({
  id: 'wanted-vm-is-online',
  requirements: ['QM-5'],
  statement: 'When a group has settled on a node that is up, each VM of it that is wanted has its resource online.',
  when: (state) => read(state).groups.some((group) => group.matches('settled') && isUp(read(state), group.context.owner)),
  holds: (state) => {
    const cluster = read(state);
    return cluster.groups
      .filter((group) => group.matches('settled') && isUp(cluster, group.context.owner))
      .every((group) => cluster.resources.every((resource) => !group.context.vms.includes(resource.context.id) || !resource.context.wanted || resource.matches('online')));
  },
});

/** "Never nowhere": what does not run can be brought back, from its file or from its disk. */
export const vmIsRecoverable = always({
  id: 'vm-is-recoverable',
  requirements: ['QM-5'],
  statement: 'A VM that runs nowhere is being worked on, or is off, or has a saved state or a disk without lost writes to start from.',
  when: (state) => read(state).resources.some((resource) => !read(state).vms.some((vm) => vm.context.vm === resource.context.id && runs(vm))),
  holds: (state) => {
    const cluster = read(state);
    return cluster.vms.every((vm) => {
      const acknowledged = cluster.guests.get(vm.context.vm)?.context.acknowledged ?? 0;
      return cluster.vms.some((other) => other.context.vm === vm.context.vm && holdsMemory(other)) || hasSavedState(cluster, vm) || diskContent(cluster, vm) >= acknowledged;
    });
  },
});

/** The vendor's table of VM state against resource state (domain.md 2.2); Failed is where Offline would be. */
export const resourceStateFollowsVmState = always({
  id: 'resource-state-follows-vm-state',
  requirements: ['QM-1', 'QM-5'],
  statement: 'The state of a VM resource is one that the documented table allows for the state of its VM.',
  when: (state) => read(state).resources.some((resource) => isUp(read(state), resource.context.owner)),
  holds: (state) => {
    const cluster = read(state);
    return cluster.resources
      .filter((resource) => isUp(cluster, resource.context.owner))
      .every((resource) => {
        const vm = cluster.vms.find((candidate) => candidate.context.vm === resource.context.id && candidate.context.node === resource.context.owner);
        if (vm === undefined || vm.matches('hostDown')) return true;
        if (vm.matches('starting')) return resource.matches('onlinePending') || resource.matches('online');
        if (vm.matches('stopping') || vm.matches('saving')) return resource.matches('offlinePending') || resource.matches('offline');
        if (vm.matches('enabled') || vm.matches('paused')) return resource.matches('online');
        return resource.matches('offline') || resource.matches('failed');
      });
  },
});

export const aVmArrivesWithItsMemory = reachable({
  id: 'a-vm-arrives-with-its-memory',
  requirements: ['QM-1', 'QM-2', 'LUN-2'],
  statement: 'A VM can come to run on node 2 with what its guest computed on node 1.',
  holds: (state) => read(state).vms.some((vm) => vm.context.node === 'node2' && runs(vm) && vm.context.memory.some((version) => version > 0)),
});

export const aSourceDiesWhileItSaves = reachable({
  id: 'a-source-dies-while-it-saves',
  requirements: ['QM-4', 'QM-5'],
  statement: 'The source can crash while the group is being taken offline there.',
  holds: (state) => read(state).groups.some((group) => group.matches('takingOffline') && !isUp(read(state), group.context.owner)),
});

export const aFailedMoveEndsAtTheSource = reachable({
  id: 'a-failed-move-ends-at-the-source',
  requirements: ['QM-5'],
  statement: 'A VM can run on node 1 again after node 2 failed to mount its LUN.',
  holds: (state) => {
    const { groups, vms } = read(state);
    return groups.some((group) => group.matches('settled') && group.context.owner === 'node1' && group.context.tried.includes('node2') && vms.some((vm) => vm.context.node === 'node1' && group.context.vms.includes(vm.context.vm) && runs(vm)));
  },
});

/** Claims about quick migration that hold on every cluster of 2008. */
export const quickMigrationProperties = [
  savedBeforeDismount,
  vmRunsWhereItsLunIs,
  savedStateIsRestored,
  memoryIsWhatTheGuestLeft,
  savedStateFitsTheDisk,
  savedStateIsUsedOnce,
  onlyALiveNodeSaves,
  vmRunsOnOneNode,
  memorySurvivesFailures,
  settledVmRuns,
  wantedVmIsOnline,
  vmIsRecoverable,
  resourceStateFollowsVmState,
  aVmArrivesWithItsMemory,
  aSourceDiesWhileItSaves,
];

function sameMemory(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((version, page) => version === other[page]);
}

function savesIn(step: StepView): readonly ('node1' | 'node2')[] {
  return step.deliveries.flatMap(({ event, before, after }) => (event.type === 'SAVE_STATE' && before.machine.id === 'lun' && before !== after && 'node' in event ? [event['node'] === 'node1' ? 'node1' : 'node2'] : []));
}

/** Memory is in VMs and in files on LUNs, and nowhere else. */
function concernsMemory(step: StepView): boolean {
  return step.deliveries.some(({ before, after }) => before !== after && (before.machine.id === 'lun' || isVm(before)));
}

/** A VM that is being turned off is about to lose its memory, as it was told to. */
function mustKeepMemory(cluster: Cluster, vm: VmSnapshot): boolean {
  return hasMemorySomewhere(cluster, vm) && !cluster.vms.some((other) => other.context.vm === vm.context.vm && other.matches('stopping'));
}

function hasMemorySomewhere(cluster: Cluster, vm: VmSnapshot): boolean {
  return hasSavedState(cluster, vm) || cluster.vms.some((other) => other.context.vm === vm.context.vm && holdsMemory(other));
}
