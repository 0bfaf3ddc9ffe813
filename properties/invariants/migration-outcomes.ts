/**
 * Ways in which a live migration can end: each of them is reached, so that no claim holds only because nothing happens.
 */
import type { Outcome } from '../../machines/live-migration/vocabulary.ts';
import { always, reachable } from '../../src/index.ts';
import { executes, isUp, readMigration, someNodeIsIsolated, type Migration } from '../live-migration-reading.ts';

export const aLiveMigrationCompletes = reachable({
  id: 'a-live-migration-completes',
  requirements: ['LM-1', 'LM-2', 'LM-3', 'LM-4', 'LM-6', 'LM-7'],
  statement: 'A VM can come to run on node 2 with what its guest computed on node 1, and node 1 be done with it.',
  holds: (state) => hasEnded(readMigration(state), 'completed') && runsOn(readMigration(state), 'node2') && vmWasTouched(readMigration(state)) && allAreUp(readMigration(state)),
});

function leavesTheSourceRunning(outcome: Outcome) {
  return reachable({
    id: `a-migration-${outcome.replaceAll(' ', '-')}-leaves-the-source-running`,
    requirements: ['LM-7'],
    statement: `A migration can end as ${outcome}, and leave the VM running on the source.`,
    holds: (state) => hasEnded(readMigration(state), outcome) && runsOn(readMigration(state), 'node1') && allAreUp(readMigration(state)),
  });
}

const inEachPhase: readonly Outcome[] = ['cancelled in setup', 'cancelled in brownout', 'cancelled in blackout', 'failed in setup', 'failed in brownout', 'failed in blackout', 'failed in move'];

export const everyOutcomeLeavesTheSourceRunning = inEachPhase.map(leavesTheSourceRunning);

export const aRetrySucceeds = reachable({
  id: 'a-retry-succeeds',
  requirements: ['LM-4', 'LM-7'],
  statement: 'A second attempt can bring the VM to node 2 after the first has come to nothing, with its memory.',
  holds: (state) => {
    const migration = readMigration(state);
    return hasEnded(migration, 'completed') && runsOn(migration, 'node2') && vmWasTouched(migration) && migration.roles.some(({ context }) => context.owner === 'node2' && context.attempt > 1) && migration.workers.every(({ context: { node, last } }) => node === 'node1' || last === null);
  },
});

export const aSecondHopCompletes = reachable({
  id: 'a-second-hop-completes',
  requirements: ['LM-4', 'LM-7'],
  statement: 'A VM that has come to node 2 can go on from there, or back, with what its guest computed on node 1.',
  holds: (state) => {
    const migration = readMigration(state);
    return migration.workers.filter(({ context }) => context.last === 'completed').length > 1 && vmWasTouched(migration) && migration.partitions.some((vm) => vm.context.node !== 'node2' && executes(vm));
  },
});

export const aPassCapIsReached = reachable({
  id: 'a-pass-cap-is-reached',
  requirements: ['LM-5'],
  statement: 'The VM can be stopped with dirty pages left, as no more passes are allowed.',
  holds: (state) => {
    const migration = readMigration(state);
    return migration.workers.some(({ context: { node, session, pass, passesMax } }) => {
      const vm = session === null || pass < passesMax ? undefined : migration.partitionOf(node, session.vm);
      return vm !== undefined && vm.matches({ frozen: 'devices' }) && vm.context.dirty?.includes(true) === true;
    });
  },
});

export const aPageIsDirtiedInFlight = reachable({
  id: 'a-page-is-dirtied-in-flight',
  requirements: ['LM-2', 'LM-3'],
  statement: 'A page can be written while its old contents are on their way to the target.',
  holds: (state) => pagesInFlight(readMigration(state)).some(({ content, now, isDirty }) => isDirty && now !== undefined && now > content),
});

export const aPageIsSentAgain = reachable({
  id: 'a-page-is-sent-again',
  requirements: ['LM-3', 'LM-4'],
  statement: 'New contents of a page can be on their way to a target that has its old contents.',
  holds: (state) => pagesInFlight(readMigration(state)).some(({ content, there }) => there !== undefined && there > 0 && there < content),
});

export const aPausedVmMigrates = reachable({
  id: 'a-paused-vm-migrates',
  requirements: ['LM-4'],
  statement: 'A VM that an operator paused while it was being copied can arrive, paused.',
  holds: (state) => hasEnded(readMigration(state), 'completed') && readMigration(state).partitions.some((vm) => vm.context.node === 'node2' && vm.matches('paused')),
});

export const aSourceDiesInBrownout = reachable({
  id: 'a-source-dies-in-brownout',
  requirements: ['LM-8'],
  statement: 'The source can crash while the target is receiving memory.',
  holds: (state) => readMigration(state).hosts.some((host) => host.context.id === 'node1' && host.matches('down')) && readMigration(state).workers.some((worker) => worker.context.node === 'node2' && worker.matches({ target: 'receiving' })),
});

/** ARG-7 and the witness of HA-1 in one: the number of the attempt tells that a migration had been asked for. */
export const aVmRestartsAfterItsSourceDied = reachable({
  id: 'a-vm-restarts-after-its-source-died',
  requirements: ['LM-8', 'HA-1', 'HA-2', 'ARG-7'],
  statement: 'After a crash of the source the VM can run on the target from its disk: without what was in memory, with what was acknowledged.',
  holds: (state) => {
    const migration = readMigration(state);
    return migration.hosts.some((host) => host.context.id === 'node1' && host.matches('down')) && runsOn(migration, 'node2') && migration.roles.some(({ context }) => context.attempt > 1 && migration.guestOf(context.id)?.context.memoryLost === true);
  },
});

export const aChangeOfOwnerIsDoubted = reachable({
  id: 'a-change-of-owner-is-doubted',
  requirements: ['LM-7'],
  statement: 'The source can be waiting to learn whether its change of ownership has happened, and it has.',
  holds: (state) => {
    const migration = readMigration(state);
    return migration.workers.some((worker) => worker.matches({ source: { moving: 'doubting' } }) && migration.roles.some(({ context }) => context.owner !== worker.context.node));
  },
});

export const aLateCommitComesToNothing = reachable({
  id: 'a-late-commit-comes-to-nothing',
  requirements: ['LM-7'],
  statement: 'A change of ownership can still be on its way when the VM runs on the source again and the attempt is closed.',
  holds: (state) => readMigration(state).links.some(({ context: { node, late } }) => late?.message.type === 'COMMIT' && runsOn(readMigration(state), node) && readMigration(state).roles.every(({ context }) => context.owner === node && context.target === null)),
});

/** E_BUSY: with one VM alone it would take a second attempt to see it. */
export const aBusyNodeRefuses = reachable({
  id: 'a-busy-node-refuses',
  requirements: ['LM-2'],
  statement: 'A node that is in a migration can be refusing another one.',
  holds: (state) => {
    const migration = readMigration(state);
    return migration.connections.some(({ context: { to, toSource } }) => toSource.some(({ type }) => type === 'SETUP_REFUSED') && migration.workerOf(to)?.context.session !== null);
  },
});

export const vmsOfACsvChangePlaces = reachable({
  id: 'vms-of-a-csv-change-places',
  requirements: ['ARG-3', 'LM-7'],
  statement: 'With one shared LUN, VM 1 can come to run on node 2 and VM 2 on node 1, both with the memory they had.',
  holds: (state) => {
    const migration = readMigration(state);
    const hasArrived = (vm: 'vm1' | 'vm2', node: 'node1' | 'node2'): boolean => migration.partitionOf(node, vm)?.matches('enabled') === true && migration.guestOf(vm)?.context.memoryLost === false;
    return hasArrived('vm1', 'node2') && hasArrived('vm2', 'node1') && migration.workers.every(({ context }) => context.last === 'completed');
  },
});

/** Event 21131. */
export const aSourceCannotBeRestored = reachable({
  id: 'a-source-cannot-be-restored',
  requirements: ['LM-8'],
  statement: 'A migration can fail after the LUN was given up, and the LUN not be mounted on the source again: the VM has to be restarted from its disk.',
  holds: (state) => {
    const migration = readMigration(state);
    return migration.roles.some((role) => role.matches('online') && isUp(migration, role.context.owner) && migration.partitionOf(role.context.owner, role.context.id)?.matches('absent') === true && migration.linkOf(role.context.owner)?.context.up.some(({ message }) => message.type === 'START_FAILED') === true);
  },
});

/** What a failover must not forget, and a migration could make it forget. */
export const noVmStaysWithADeadNode = always({
  id: 'no-vm-stays-with-a-dead-node',
  requirements: ['HA-1', 'LM-8'],
  statement: 'Once the cluster knows that a node is down, no VM is recorded as owned by it, unless nobody can own it.',
  when: (state) => readMigration(state).clusters.some(({ context }) => context.up.length < readMigration(state).hosts.length),
  holds: (state) => readMigration(state).roles.every((role) => role.matches('ownerless') || readMigration(state).clusters.every(({ context }) => context.up.includes(role.context.owner))),
});

/** Witnesses of every live migration. */
export const outcomes = [
  aLiveMigrationCompletes,
  ...everyOutcomeLeavesTheSourceRunning,
  aRetrySucceeds,
  aSecondHopCompletes,
  aPassCapIsReached,
  aPageIsDirtiedInFlight,
  aPageIsSentAgain,
  aPausedVmMigrates,
  aSourceDiesInBrownout,
  aVmRestartsAfterItsSourceDied,
  aChangeOfOwnerIsDoubted,
  aLateCommitComesToNothing,
  noVmStaysWithADeadNode,
];

function hasEnded(migration: Migration, outcome: Outcome): boolean {
  return migration.workers.some(({ context }) => context.node === 'node1' && context.last === outcome);
}

function runsOn(migration: Migration, node: Migration['hosts'][number]['context']['id']): boolean {
  return migration.partitions.some((vm) => vm.context.node === node && executes(vm));
}

function vmWasTouched(migration: Migration): boolean {
  return migration.roles.every(({ context }) => migration.guestOf(context.id)?.context.touched === true && migration.guestOf(context.id)?.context.memoryLost === false);
}

function allAreUp(migration: Migration): boolean {
  return !someNodeIsIsolated(migration) && migration.hosts.every((host) => host.matches('up'));
}

interface PageInFlight {
  readonly content: number;
  /** What the page holds on the source, and on the target. */
  readonly now: number | undefined;
  readonly there: number | undefined;
  readonly isDirty: boolean;
}

function pagesInFlight(migration: Migration): readonly PageInFlight[] {
  return migration.connections.flatMap(({ context: { from, to, toTarget } }) => {
    const session = migration.workerOf(from)?.context.session ?? null;
    if (session === null) return [];
    const source = migration.partitionOf(from, session.vm)?.context;
    const target = migration.partitionOf(to, session.vm)?.context;
    return toTarget.flatMap((message) => (message.type === 'PAGE' ? [{ content: message.content, now: source?.memory[message.page], there: target?.memory[message.page], isDirty: source?.dirty?.[message.page] === true }] : []));
  });
}
