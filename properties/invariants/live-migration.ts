/**
 * What live migration promises of memory: a shell to receive it, a copy while the VM runs, and at the switch the very same contents.
 */
import { always, eachStep, type StepView } from '../../src/index.ts';
import { handledByPartitions, handledByWorkers, readMigration, type Migration, type PartitionSnapshot } from '../live-migration-reading.ts';

export const memoryGoesIntoAShell = always({
  id: 'memory-goes-into-a-shell',
  requirements: ['LM-1'],
  statement: 'While memory or device state is on its way over a connection, its target has a shell VM to receive it.',
  when: (state) => readMigration(state).connections.some(carriesMemory),
  holds: (state) => {
    const migration = readMigration(state);
    return migration.connections.filter(carriesMemory).every(({ context: { to } }) => migration.partitions.some((vm) => vm.context.node === to && vm.matches('shell')));
  },
});

export const vmRunsWhileItIsCopied = always({
  id: 'vm-runs-while-it-is-copied',
  requirements: ['LM-2'],
  statement: 'In brownout the VM is still what it was, enabled or paused, and its writes to memory are logged.',
  when: (state) => readMigration(state).workers.some((worker) => worker.matches({ source: 'brownout' })),
  holds: (state) => {
    const migration = readMigration(state);
    return migration.workers
      .filter((worker) => worker.matches({ source: 'brownout' }))
      .every(({ context: { node, session } }) => {
        const vm = session === null ? undefined : migration.partitionOf(node, session.vm);
        return vm !== undefined && (vm.matches('enabled') || vm.matches('paused')) && vm.context.dirty !== null;
      });
  },
});

/** Of the guest or of a device, also when the page has just been read or is in flight. */
export const everyWriteIsLogged = eachStep({
  id: 'every-write-is-logged',
  requirements: ['LM-2'],
  statement: 'While the log is on, every write to memory marks its page as dirty.',
  when: (_, step) => loggedWrites(step).length > 0,
  holds: (_, step) => loggedWrites(step).every(({ page, after }) => after.context.dirty?.[page] === true),
});

export const onlyDirtyPagesAreSentAgain = eachStep({
  id: 'only-dirty-pages-are-sent-again',
  requirements: ['LM-3'],
  statement: 'After the first pass a page is sent only if it was written since it was last sent.',
  when: (_, step) => resentPages(step).length > 0,
  holds: (_, step) => resentPages(step).every(({ page, vm }) => vm.context.dirty?.[page] === true),
});

/** On the contents themselves: nothing here asks what the protocol believes to have sent. */
export const memoryArrivesAsItStopped = eachStep({
  id: 'memory-arrives-as-it-stopped',
  requirements: ['LM-4'],
  statement: 'When a migrated VM begins to run on the target, its memory is what it was when the source stopped it.',
  when: (_, step) => arrivals(step).length > 0,
  holds: (before, step) =>
    arrivals(step).every(({ from, to }) => {
      const stopped = stoppedWith(readMigration(before), from);
      return stopped !== undefined && sameMemory(stopped.memory, to.context.memory);
    }),
});

export const runStateArrivesWithTheVm = eachStep({
  id: 'run-state-arrives-with-the-vm',
  requirements: ['LM-4'],
  statement: 'A VM that was paused when it was stopped is paused on the target, and one that ran runs.',
  when: (before, step) => arrivals(step).some(({ from }) => stoppedWith(readMigration(before), from)?.runState === 'paused'),
  holds: (before, step) => arrivals(step).every(({ from, to }) => to.matches(stoppedWith(readMigration(before), from)?.runState ?? 'enabled')),
});

export const passesEndAtTheCap = always({
  id: 'passes-end-at-the-cap',
  requirements: ['LM-5'],
  statement: 'Memory is copied in no more passes than are allowed before the VM is stopped.',
  when: (state) => readMigration(state).workers.some(({ context }) => context.pass > 0),
  holds: (state) => readMigration(state).workers.every(({ context }) => context.pass <= context.passesMax),
});

/** What makes the blackout short: all but the rest has been sent before it begins. */
export const firstPassPrecedesTheStop = always({
  id: 'first-pass-precedes-the-stop',
  requirements: ['LM-3', 'LM-6'],
  statement: 'When the VM is stopped, every page of it has been sent to the shell at least once.',
  when: (state) => shellsInBlackout(readMigration(state)).length > 0,
  holds: (state) => shellsInBlackout(readMigration(state)).every((shell) => shell.context.memory.every((content) => content > 0)),
});

/** Claims about memory that hold of every live migration. */
export const memoryProperties = [
  memoryGoesIntoAShell,
  vmRunsWhileItIsCopied,
  everyWriteIsLogged,
  onlyDirtyPagesAreSentAgain,
  memoryArrivesAsItStopped,
  runStateArrivesWithTheVm,
  passesEndAtTheCap,
  firstPassPrecedesTheStop,
];

export interface Arrival {
  readonly from: PartitionSnapshot;
  readonly to: PartitionSnapshot;
}

/** Partitions that begin, in this step, to be what they were on the source. */
export function arrivals(step: StepView): readonly Arrival[] {
  return handledByPartitions(step).flatMap(({ before, after }) => (before.matches('restoring') && (after.matches('enabled') || after.matches('paused')) ? [{ from: before, to: after }] : []));
}

function stoppedWith(migration: Migration, { context: { vm, attempt } }: PartitionSnapshot) {
  return attempt === null ? undefined : migration.guestOf(vm)?.context.stoppedWith[attempt];
}

function carriesMemory({ context }: Migration['connections'][number]): boolean {
  return context.toTarget.some(({ type }) => type !== 'SETUP');
}

function loggedWrites(step: StepView): readonly { readonly page: number; readonly after: PartitionSnapshot }[] {
  return handledByPartitions(step).flatMap(({ event, before, after }) => {
    const isLogged = before.context.dirty !== null && before.context.memory !== after.context.memory;
    return isLogged && (event.type === 'GUEST_COMPUTES' || event.type === 'DEVICE_WRITES') ? [{ page: Number(event['page']), after }] : [];
  });
}

/** Pages that a scan finds when every page has been sent before, with the partition as it was when it was scanned. */
function resentPages(step: StepView): readonly { readonly page: number; readonly vm: PartitionSnapshot }[] {
  const scans = handledByPartitions(step).filter(({ event }) => event.type === 'SCAN');
  return handledByWorkers(step).flatMap(({ at, event, before }) => {
    const vm = scans.findLast((scan) => scan.at < at)?.before;
    if (event.type !== 'FOUND' || vm === undefined) return [];
    return vm.matches('frozen') || before.context.pass > 1 ? [{ page: Number(event['page']), vm }] : [];
  });
}

function shellsInBlackout(migration: Migration): readonly PartitionSnapshot[] {
  return migration.workers.flatMap((worker) => {
    const { session } = worker.context;
    if (session === null || !worker.matches({ source: 'blackout' })) return [];
    const shell = migration.partitionOf(session.peer, session.vm);
    const theirs = migration.workerOf(session.peer)?.context.session;
    return shell !== undefined && shell.matches('shell') && theirs?.attempt === session.attempt ? [shell] : [];
  });
}

function sameMemory(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((content, page) => content === other[page]);
}
