/**
 * What an operator may do to a shared volume and the VMs on it: move them, back up, maintain; and what is vetoed.
 */
import { always, eachStep, reachable, type StateView, type StepView } from '../../src/index.ts';
import { clusterOf, mountIn, mountsOf, runs, vmIn, vmsOf, type NtfsSnapshot } from '../csv-reading.ts';

/** This is what the shared volume is for. */
export const aVmMoveLeavesTheVolumeAlone = eachStep({
  id: 'a-vm-move-leaves-the-volume-alone',
  requirements: ['CSV-1'],
  statement: 'No step in which a VM is moved, stopped, opened or started begins or ends a mount, or pauses the volume.',
  when: (_, step) => concernsVms(step),
  holds: (before, step, after) => !concernsVms(step) || (!step.deliveries.some(changesMount) && (!isMovable(before) || isMovable(after))),
});

const vmWords = new Set(['MOVE_VM', 'START', 'STOP', 'OPENED']);

function concernsVms(step: StepView): boolean {
  return step.deliveries.some(({ event }) => vmWords.has(event.type));
}

function changesMount({ before, after }: StepView['deliveries'][number]): boolean {
  return mountIn(before)?.matches('mounted') !== mountIn(after)?.matches('mounted');
}

function isMovable(state: StateView): boolean {
  return clusterOf(state).matches({ withVolume: 'online' });
}

export const movingAVmStopsNoOther = eachStep({
  id: 'moving-a-vm-stops-no-other',
  requirements: ['CSV-2'],
  statement: 'When a VM is moved, no other VM is told to stop.',
  when: (_, step) => step.event.type === 'MOVE_VM',
  holds: (_, step) => step.event.type !== 'MOVE_VM' || stopsIn(step).every((name) => 'vm' in step.event && name.endsWith(`.${String(step.event['vm'])}`)),
});

const reasonsToStop = new Set(['STOP', 'HOST_CRASHED', 'SERVICE_STOPPED']);

/** Pausing, redirecting and backing up are not the VMs' business. */
export const theVolumeStopsNoVm = eachStep({
  id: 'redirected-io-keeps-the-vm-running',
  requirements: ['CSV-4'],
  statement: 'A VM stops running only with its node or cluster service or when told to, and is told to only when it is moved, or for maintenance.',
  when: (_, step) => stopsIn(step).length > 0 || stoppedIn(step).length > 0,
  holds: (_, step) => stoppedIn(step).every((cause) => reasonsToStop.has(cause)) && (stopsIn(step).length === 0 || step.event.type === 'MOVE_VM' || step.event.type === 'MAINTENANCE'),
});

/** The VMs that the cluster tells to stop. */
function stopsIn(step: StepView): readonly string[] {
  return step.deliveries.flatMap(({ from, event }) => (from === 'cluster' && 'message' in event && isStop(event['message']) ? [String('to' in event ? event['to'] : '')] : []));
}

function isStop(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'STOP';
}

/** What made VMs stop. */
function stoppedIn(step: StepView): readonly string[] {
  return step.deliveries.flatMap(({ event, before, after }) => (vmIn(before)?.matches('enabled') === true && vmIn(after)?.matches('enabled') === false ? [event.type] : []));
}

export const noVmRunsInMaintenance = always({
  id: 'no-vm-runs-in-maintenance',
  requirements: ['CSV-4'],
  statement: 'While the volume is in maintenance, no VM runs on a member of the cluster.',
  when: (state) => clusterOf(state).matches({ withVolume: 'maintenance' }),
  holds: (state) => !clusterOf(state).matches({ withVolume: 'maintenance' }) || vmsOf(state).every((vm) => !runs(vm) || !clusterOf(state).context.members.includes(vm.context.node)),
});

const faults = new Set(['HOST_CRASHED', 'SERVICE_STOPPED', 'PATH_LOST', 'RESERVATION_CONFLICT', 'PREEMPT_REFUSED']);

/** Event 5143: a move that would throw away what the cache has promised is vetoed. */
export const cachedWritesSurviveAMove = eachStep({
  id: 'cached-writes-survive-a-planned-move',
  requirements: ['CSV-5'],
  statement: 'Only a fault takes the volume from a node whose cache holds more than it may; a planned dismount never does.',
  when: (_, step) => dismountsIn(step).length > 0,
  holds: (_, step) => dismountsIn(step).every(({ mount, cause }) => faults.has(cause) || !mount.matches({ mounted: { cache: 'throttling' } })),
});

function dismountsIn(step: StepView): readonly { readonly mount: NtfsSnapshot; readonly cause: string }[] {
  return step.deliveries.flatMap(({ event, before, after }) => {
    const mount = mountIn(before);
    return mount?.matches('mounted') === true && mountIn(after)?.matches('mounted') === false ? [{ mount, cause: event.type }] : [];
  });
}

/** B15: the dismount would wait for writes that wait for the dismount. */
export const aDismountWaitsForNoThrottledWrite = always({
  id: 'a-dismount-waits-for-no-throttled-write',
  requirements: ['CSV-5'],
  statement: 'No volume is being dismounted while its cache throttles writes, which could never end.',
  when: (state) => clusterOf(state).matches('dismounting'),
  holds: (state) => mountsOf(state).every((mount) => !(mount.matches({ mounted: { work: 'dismounting' } }) && mount.matches({ mounted: { cache: 'throttling' } }))),
});

/** Event 5147. */
export const aBackupKeepsItsCoordinator = always({
  id: 'a-backup-keeps-its-coordinator',
  requirements: ['CSV-4', 'CSV-5'],
  statement: 'While a backup holds the volume redirected, no move of the coordinator is under way.',
  when: (state) => clusterOf(state).context.redirected,
  holds: (state) => !clusterOf(state).context.redirected || clusterOf(state).context.target === null,
});

export const aVmMovesWithoutAMount = reachable({
  id: 'a-vm-moves-without-a-mount',
  requirements: ['CSV-1'],
  statement: 'A VM can run on the node it was moved to while the volume is mounted where it always was.',
  holds: (state) => clusterOf(state).context.vms.some(({ vm, home }) => home === 'node1' && vmsOf(state).some((one) => one.context.vm === vm && one.context.node === 'node1' && runs(one))) && ranNothingElse(state),
});

/** No fault and no other command has been given: what runs was moved there. */
function ranNothingElse(state: StateView): boolean {
  return clusterOf(state).context.members.length >= 2 && clusterOf(state).matches({ withVolume: 'online' }) && mountsOf(state).some((mount) => mount.context.node === 'node1' && mount.matches('mounted')) && clusterOf(state).context.coordinator === 'node1';
}

/** ARG-3: what one LUN without a shared volume forbids (ARG-1). */
export const vmsOfAVolumeRunApart = reachable({
  id: 'vms-of-a-volume-run-apart',
  requirements: ['ARG-3', 'CSV-2'],
  statement: 'VM 1 can run on node 1 and VM 2 on node 2, both members, with their files on one disk.',
  holds: (state) => [['vm1', 'node1'], ['vm2', 'node2']].every(([vm, node]) => vmsOf(state).some((one) => one.context.vm === vm && one.context.node === node && one.matches('enabled'))) && clusterOf(state).context.members.includes('node1') && clusterOf(state).context.members.includes('node2'),
});

export const aBackupWithRunningVms = reachable({
  id: 'a-backup-with-running-vms',
  requirements: ['CSV-4'],
  statement: 'A backup can hold the volume redirected on all nodes while VMs run.',
  holds: (state) => clusterOf(state).context.redirected && clusterOf(state).matches({ withVolume: 'online' }) && vmsOf(state).some(runs),
});

export const theVolumeIsMaintained = reachable({
  id: 'the-volume-is-maintained',
  requirements: ['CSV-4'],
  statement: 'The volume can be in maintenance.',
  holds: (state) => clusterOf(state).matches({ withVolume: 'maintenance' }),
});

function vetoed(veto: 5143 | 5146 | 5147 | 5148, why: string) {
  return reachable({
    id: `a-move-is-vetoed-${veto}`,
    requirements: ['CSV-5'],
    statement: `A move of the coordinator can be vetoed by event ${veto}: ${why}.`,
    holds: (state) => clusterOf(state).context.vetoed === veto,
  });
}

export const vetoedForItsCache = vetoed(5143, 'too much is dirty in the cache');
export const vetoedForMaintenance = vetoed(5146, 'the volume is dismounted');
export const vetoedForASnapshot = vetoed(5147, 'a snapshot is being held');
export const vetoedForAModeChange = vetoed(5148, 'the mode of I/O is being changed');

/** Claims that are put to the test without an operator as well. */
export const volumeAndVms = [aVmMoveLeavesTheVolumeAlone, theVolumeStopsNoVm, cachedWritesSurviveAMove];

export const operationProperties = [
  movingAVmStopsNoOther,
  noVmRunsInMaintenance,
  aDismountWaitsForNoThrottledWrite,
  aBackupKeepsItsCoordinator,
  aVmMovesWithoutAMount,
  vmsOfAVolumeRunApart,
  aBackupWithRunningVms,
  theVolumeIsMaintained,
  vetoedForItsCache,
  vetoedForMaintenance,
  vetoedForASnapshot,
  vetoedForAModeChange,
];
