/**
 * What becomes of an I/O on a shared volume: it is held, sent, done or reported failed, and answered once, however
 * often it was sent.
 */
import { always, eachStep, reachable, type StateView, type StepView } from '../../src/index.ts';
import type { Io, IoInFlight, NodeId } from '../../machines/csv/vocabulary.ts';
import { acceptedCommands, clusterOf, connectionsOf, diskOf, guestsOf, mountsOf, reachesDisk, runs, vmIn, vmsOf, volumeIn, volumesOf, type VmSnapshot, type VolumeSnapshot } from '../csv-reading.ts';

/** I8, whatever happens between the acknowledgement and now. */
export const acknowledgedIoIsOnTheDisk = always({
  id: 'acknowledged-io-is-on-the-disk',
  requirements: ['CSV-5'],
  statement: 'The disk holds every write, and every size of a file, that was acknowledged to a guest.',
  when: (state) => guestsOf(state).some(({ context }) => context.written.acknowledged > 0 || context.size.acknowledged > 0),
  holds: (state) => {
    const { disks, sizes } = diskOf(state).context;
    return guestsOf(state).every(({ context: { vm, written, size } }) => (disks[vm] ?? 0) >= written.acknowledged && (sizes[vm] ?? 0) >= size.acknowledged);
  },
});

/** A write that was sent again, or late, must not undo a newer one. */
export const theDiskNeverGoesBack = eachStep({
  id: 'the-disk-never-goes-back',
  requirements: ['CSV-5', 'CSV-6'],
  statement: 'A write that the disk takes is no older than what it overwrites.',
  when: (_, step) => reachesDisk(step) && acceptedCommands(step).length > 0,
  holds: (before, step, after) => {
    if (!reachesDisk(step)) return true;
    const [was, is] = [diskOf(before).context, diskOf(after).context];
    return guestsOf(before).every(({ context: { vm } }) => (is.disks[vm] ?? 0) >= (was.disks[vm] ?? 0) && (is.sizes[vm] ?? 0) >= (was.sizes[vm] ?? 0));
  },
});

/** Sent twice, an extension is one all the same: it names the size, not the difference. */
export const anExtensionIsAppliedOnce = always({
  id: 'an-extension-is-applied-once',
  requirements: ['CSV-5'],
  statement: 'No file is larger than its guest has asked for.',
  when: (state) => Object.values(diskOf(state).context.sizes).some((size) => size !== 0),
  holds: (state) => guestsOf(state).every(({ context: { vm, size } }) => (diskOf(state).context.sizes[vm] ?? 0) <= size.asked),
});

export const ioIsAnsweredOnce = eachStep({
  id: 'io-is-answered-once',
  requirements: ['CSV-5'],
  statement: 'Whenever a VM is told that an I/O is done, or has failed, that I/O is the one it waits for.',
  when: (_, step) => answersIn(step).length > 0,
  holds: (_, step) => answersIn(step).every(({ fits }) => fits),
});

/** Nothing is dropped: what a VM waits for is in a queue, or under way to or from the disk. */
export const ioIsHeldByTheVolume = always({
  id: 'io-is-held-or-under-way',
  requirements: ['CSV-5'],
  statement: 'An I/O that a VM waits for is with the volume on its node, and if it was sent, it, or its answer, is under way.',
  when: (state) => vmsOf(state).some((vm) => vm.context.inFlight !== null),
  holds: (state) => {
    const volumes = volumesOf(state);
    const isHeld = ({ context: { node, vm, inFlight } }: VmSnapshot): boolean =>
      inFlight === null || volumes.some((volume) => volume.context.node === node && holdsIo(volume, { kind: inFlight.kind, vm, content: inFlight.content }));
    return vmsOf(state).every(isHeld) && volumes.every(({ context: { node, inFlight } }) => inFlight.every((io) => isUnderWay(state, node, io)));
  },
});

function holdsIo({ context }: VolumeSnapshot, io: Io): boolean {
  return [...context.queue, ...context.inFlight].filter((other) => isSame(io, other)).length === 1;
}

function isSame(one: Io, other: Io): boolean {
  return one.kind === other.kind && one.vm === other.vm && one.content === other.content;
}

function isUnderWay(state: StateView, node: NodeId, io: IoInFlight): boolean {
  if (io.via === 'direct') return state.timersOf(`${node}.path`).some(({ event }) => 'by' in event && event['by'] === 'csv1' && 'vm' in event && event['vm'] === io.vm);
  const served = mountsOf(state).some(({ context }) => context.serving.some((one) => one.from === node && one.open && isSame(one.io, io)));
  const carried = connectionsOf(state).some(({ context }) => context.client === node && [...context.requests, ...context.answers].some((message) => isAbout(message, io)));
  return served || carried;
}

function isAbout(message: object, io: Io): boolean {
  if (!('io' in message) || typeof message.io !== 'object' || message.io === null) return false;
  const about = message.io;
  return 'kind' in about && about.kind === io.kind && 'vm' in about && about.vm === io.vm && 'content' in about && about.content === io.content;
}

/** I/O is delayed, not failed. */
export const ioFailsOnlyWhenGivenUp = eachStep({
  id: 'io-fails-only-when-given-up',
  requirements: ['CSV-4', 'CSV-5'],
  statement: 'A VM is told that an I/O failed only by a volume that the cluster has given up (5142).',
  when: (_, step) => refusalsIn(step).length > 0,
  holds: (_, step, after) => refusalsIn(step).every((node) => volumesOf(after).some((volume) => volume.context.node === node && volume.matches('unavailable'))),
});

/** A volume is entered again by handles opened on the coordinator, and by nothing else. */
export const ioResumesWithNewHandles = eachStep({
  id: 'io-resumes-with-new-handles',
  requirements: ['CSV-5'],
  statement: 'A volume becomes active only when the coordinator tells it that its handles are open again.',
  when: (_, step) => activatedIn(step).length > 0,
  holds: (_, step) => activatedIn(step).every(({ by }) => by !== null && (by.endsWith('.smb') || by.endsWith('.ntfs'))),
});

function activatedIn(step: StepView): readonly { readonly by: string | null }[] {
  return step.deliveries.flatMap(({ from, before, after }) => (volumeIn(before)?.matches('active') === false && volumeIn(after)?.matches('active') === true ? [{ by: from }] : []));
}

const answerWords = new Map([
  ['WRITTEN', 'WRITE'],
  ['WRITE_REFUSED', 'WRITE'],
  ['EXTENDED', 'EXTEND'],
  ['EXTEND_REFUSED', 'EXTEND'],
]);

function answersIn(step: StepView): readonly { readonly fits: boolean }[] {
  return step.deliveries.flatMap(({ event, before }) => {
    const kind = answerWords.get(event.type);
    const vm = kind === undefined ? null : vmIn(before);
    if (vm === null) return [];
    const { inFlight } = vm.context;
    return [{ fits: inFlight !== null && inFlight.kind === kind && 'content' in event && event['content'] === inFlight.content }];
  });
}

function refusalsIn(step: StepView): readonly NodeId[] {
  return step.deliveries.flatMap(({ event, before }) => {
    const vm = event.type.endsWith('_REFUSED') ? vmIn(before) : null;
    return vm === null ? [] : [vm.context.node];
  });
}

export const aRedirectedWriteIsDone = reachable({
  id: 'a-redirected-write-is-done',
  requirements: ['CSV-4'],
  statement: 'A write can be on the disk that the coordinator did for a VM on another node, its answer on the way back.',
  holds: (state) => connectionsOf(state).some(({ context }) => context.answers.some((message) => message.type === 'ANSWER' && 'done' in message && message['done'] === true && 'io' in message && isWrite(message['io']))),
});

function isWrite(io: unknown): boolean {
  return typeof io === 'object' && io !== null && 'kind' in io && io.kind === 'WRITE';
}

export const aFailureIsReported = reachable({
  id: 'a-failed-recovery-is-reported',
  requirements: ['CSV-5'],
  statement: 'When the volume cannot be mounted anywhere, the guest of a VM that runs can be told that its I/O failed.',
  holds: (state) => clusterOf(state).matches('failed') && guestsOf(state).some(({ context }) => context.sawError) && vmsOf(state).some(runs),
});

/** What makes "once" hard: nobody has told the node that its I/O was done, so it will ask again. */
export const whatIsDoneIsAskedForAgain = reachable({
  id: 'what-is-done-is-asked-for-again',
  requirements: ['CSV-5'],
  statement: 'An I/O can wait to be sent again that the disk has carried out, as its answer was lost.',
  holds: (state) => {
    const { disks, sizes } = diskOf(state).context;
    return volumesOf(state).some(({ context }) => context.queue.some(({ kind, vm, content }) => content > 0 && (kind === 'WRITE' ? disks : sizes)[vm] === content));
  },
});

export const ioProperties = [
  acknowledgedIoIsOnTheDisk,
  theDiskNeverGoesBack,
  anExtensionIsAppliedOnce,
  ioIsAnsweredOnce,
  ioIsHeldByTheVolume,
  ioResumesWithNewHandles,
  aRedirectedWriteIsDone,
];

/** Witnesses that take a fault. */
export const ioUnderFaults = [ioFailsOnlyWhenGivenUp, aFailureIsReported, whatIsDoneIsAskedForAgain];
