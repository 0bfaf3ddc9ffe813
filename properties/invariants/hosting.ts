/**
 * Where the group is brought online, how often, and what becomes of a VM that nobody looks after.
 */
import { always, eachStep, reachable, type StepView } from '../../src/index.ts';
import { placeOf } from '../../machines/failover/membership.ts';
import type { NodeId } from '../../machines/failover/vocabulary.ts';
import { broughtOnline, commandsOn, groupOf, groupsOf, guestOf, heardByServices, isHostUp, lunOf, runningOn, serviceOf, servicesOf, vmsOf, type ServiceSnapshot } from '../failover-reading.ts';
import { runsWithoutNode1 } from './membership.ts';

export const onlyPossibleOwnersHost = always({
  id: 'only-possible-owners-host',
  requirements: ['HA-1'],
  statement: 'The group is brought online on possible owners only.',
  when: (state) => groupsOf(state).some((group) => !group.matches('offline')),
  holds: (state) => servicesOf(state).every(({ context: { node, possibleOwners } }) => possibleOwners.includes(node) || groupOf(state, node)?.matches('offline') === true || groupOf(state, node)?.matches('offlinePending') === true),
});

/** The nodes that are told in this step to bring the group online, because a new view puts it there. */
function placementsIn(step: StepView): readonly ServiceSnapshot[] {
  const told = broughtOnline(step);
  return heardByServices(step).flatMap(({ event, before, after }) => {
    const isCommitted = after.context.database.epoch > before.context.database.epoch && after.context.view.length > 0;
    // It hosted the group when it voted, and the group has failed since.
    const failedSince = 'database' in event && failuresIn(event['database']) < before.context.database.failures;
    return told.includes(after.context.node) && isCommitted && !failedSince ? [after] : [];
  });
}

export const preferredOwnersComeFirst = eachStep({
  id: 'preferred-owners-come-first',
  requirements: ['HA-1'],
  statement: 'A group that nobody hosts goes to the first of the preferred owners that are in the new view, and to another possible owner only if there is none.',
  when: (_, step) => placementsIn(step).length > 0,
  holds: (_, step) => placementsIn(step).every(({ context }) => placeOf(context, context.view) === context.node),
});

/** Event 1254: the (T+1)-th failure leaves the group failed. */
export const aGroupThatFailedTooOftenStays = eachStep({
  id: 'a-group-that-failed-too-often-stays',
  requirements: ['HA-1'],
  statement: 'A node that knows the group to have failed more often than its failover threshold does not bring it online, nor asks another to.',
  when: (_, step) => heardByServices(step).some(({ after }) => after.context.database.failures > after.context.failoverThreshold),
  holds: (_, step) =>
    heardByServices(step).every(
      ({ after: { context } }) =>
        context.database.failures <= context.failoverThreshold ||
        step.deliveries.every(({ from, to, event }) => from !== `${context.node}.service` || ((event.type !== 'BRING_ONLINE' || to !== `${context.node}.group1`) && !('message' in event && isMove(event['message'])))),
    ),
});

function isMove(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'MOVE_GROUP';
}

/** RestartThreshold: a resource that fails is restarted where it is, so often and no more. */
export const aGroupRestartsAsOftenAsAllowed = always({
  id: 'a-group-restarts-as-often-as-allowed',
  requirements: ['HA-1'],
  statement: 'A group is restarted on one node no more often than its restart threshold says.',
  when: (state) => groupsOf(state).some((group) => group.context.restarts > 0),
  holds: (state) => groupsOf(state).every(({ context }) => context.restarts <= context.restartThreshold),
});

/** Events 21129, 21130. */
export const noVmRunsUnderAStrangeService = always({
  id: 'no-vm-runs-under-a-strange-service',
  requirements: ['HA-3', 'HA-1'],
  statement: 'Where the cluster service runs, a VM runs only if its group is online or being taken offline there; one that was found running is stopped by force.',
  when: (state) => runningOn(state).some((node) => serviceOf(state, node)?.matches('running') === true),
  holds: (state) => runningOn(state).every((node) => groupOf(state, node)?.matches('online') === true || serviceOf(state, node)?.matches('running') !== true),
});

/** B19: not to hear a node is no reason to take its disk; a view that was agreed on is. */
export const onlyAViewPlacesTheGroup = eachStep({
  id: 'only-a-view-places-the-group',
  requirements: ['HA-3', 'LUN-1'],
  statement: 'A node brings the group online only when a view that has just been committed puts it there, or its last host asks for it.',
  when: (_, step) => broughtOnline(step).length > 0,
  holds: (_, step) =>
    broughtOnline(step).every((node) => heardByServices(step).some(({ event, before, after }) => after.context.node === node && (event.type === 'MOVE_GROUP' || after.context.database.epoch > before.context.database.epoch))),
});

function failuresIn(database: unknown): number {
  return typeof database === 'object' && database !== null && 'failures' in database && typeof database.failures === 'number' ? database.failures : 0;
}

/**
 * With whole nodes cut off it holds. Where heartbeats are lost one way, a vote that arrives late can complete a view that is older than
 * the one of the present host: then it is violated, and only the disk keeps order.
 */
export const onlyANewerViewTakesTheDisk = eachStep({
  id: 'only-a-newer-view-takes-the-disk',
  requirements: ['HA-3'],
  statement: 'The disk of a VM that runs is taken by a member of a newer view only.',
  when: (before, step) => runningOn(before).some((node) => takenFrom(step, node)),
  holds: (before, step, after) =>
    commandsOn(step, 'PREEMPT').every(({ node, before: disk, after: taken }) => {
      const { holder } = disk.context;
      if (holder === null || holder === node || taken.context.holder !== node || !runningOn(before).includes(holder)) return true;
      const host = serviceOf(before, holder);
      return host === undefined || host.context.view.length === 0 || host.context.database.epoch < (serviceOf(after, node)?.context.database.epoch ?? 0);
    }),
});

function takenFrom(step: StepView, from: NodeId): boolean {
  return commandsOn(step, 'PREEMPT').some(({ before, after }) => before.context.holder === from && after.context.holder !== from);
}

export const aVmFailsOverAfterACrash = reachable({
  id: 'a-vm-fails-over-after-a-crash',
  requirements: ['HA-1'],
  statement: 'The VM can run on another node, which no longer counts node 1 in, while node 1 is down.',
  holds: (state) => !isHostUp(state, 'node1') && runsWithoutNode1(state),
});

/** ARG-7 and the witness of HA-2 in one: memory is gone, the acknowledged write is not. */
export const aFailoverLosesMemoryOnly = reachable({
  id: 'a-failover-loses-memory-only',
  requirements: ['ARG-7', 'HA-2'],
  statement: 'The VM can run on another node without what was in its memory, and with the write that was acknowledged.',
  holds: (state) => {
    const seen = guestOf(state)?.context;
    return seen !== undefined && seen.memoryLost && seen.acknowledged > 0 && vmsOf(state).some((vm) => vm.context.node !== 'node1' && vm.matches('enabled') && vm.context.disk === lunOf(state)?.context.content);
  },
});

/** Every death of the host ends at a boot, in either release. */
export const aFailoverLosesMemory = reachable({
  id: 'a-failover-loses-memory',
  requirements: ['ARG-7'],
  statement: 'The VM can run again without what was in its memory.',
  holds: (state) => guestOf(state)?.context.memoryLost === true && runningOn(state).length > 0,
});

export const aGroupIsLeftFailed = reachable({
  id: 'a-group-is-left-failed',
  requirements: ['HA-1'],
  statement: 'The group can have failed more often than the failover threshold allows (event 1254).',
  holds: (state) => servicesOf(state).some(({ context }) => context.database.failures > context.failoverThreshold),
});

export const aGroupIsRestarted = reachable({
  id: 'a-group-is-restarted',
  requirements: ['HA-1'],
  statement: 'A VM that failed can run again on the node where it failed.',
  holds: (state) => groupsOf(state).some((group) => group.matches('online') && group.context.restarts > 0),
});

export const aGroupMovesBecauseItFailed = reachable({
  id: 'a-group-moves-because-it-failed',
  requirements: ['HA-1'],
  statement: 'A VM that failed too often on node 1 can run on node 2 while both are members.',
  holds: (state) => runningOn(state).includes('node2') && serviceOf(state, 'node1')?.matches({ running: 'member' }) === true && serviceOf(state, 'node2')?.context.view.includes('node1') === true && (serviceOf(state, 'node2')?.context.database.failures ?? 0) > 0,
});

export const aVmIsFoundRunning = reachable({
  id: 'a-vm-is-found-running',
  requirements: ['HA-3', 'HA-1'],
  statement: 'A VM can be stopped by force because the service that starts found it running.',
  holds: (state) => servicesOf(state).some((service) => service.matches('running') && service.context.view.length === 0 && vmsOf(state).some((vm) => vm.context.node === service.context.node && vm.matches('stopping'))),
});

export const aKilledServiceLeavesItsVm = reachable({
  id: 'a-killed-service-leaves-its-vm',
  requirements: ['HA-3'],
  statement: 'A VM can run on although its cluster service is dead, while the VM runs on another node as well.',
  holds: (state) => servicesOf(state).some((service) => service.matches('killed') && runningOn(state).includes(service.context.node)) && runningOn(state).length > 1,
});

/** Where the group may be, in every mode. */
export const hostingProperties = [onlyPossibleOwnersHost, preferredOwnersComeFirst, onlyAViewPlacesTheGroup, noVmRunsUnderAStrangeService];

/** For scopes in which VMs fail. */
export const policyProperties = [aGroupThatFailedTooOftenStays, aGroupRestartsAsOftenAsAllowed, aGroupIsLeftFailed, aGroupIsRestarted, aGroupMovesBecauseItFailed];
