/**
 * Who is in the cluster, as each node believes, and what keeps two beliefs from doing harm.
 */
import { forcedEpoch } from '../../machines/failover/membership.ts';
import { hasWitness, isQuorum, nodeLossesSurvived } from '../../machines/failover/quorum.ts';
import type { NodeId } from '../../machines/failover/vocabulary.ts';
import { always, eachStep, reachable, unreachable, type StateView, type StepView } from '../../src/index.ts';
import {
  heardByServices,
  isHostUp,
  isMounted,
  lunOf,
  membersOf,
  networkOf,
  runningOn,
  runs,
  servicesOf,
  shareOf,
  vmsOf,
  volumeOf,
  witnessDiskOf,
  witnessOf,
  type ServiceSnapshot,
} from '../failover-reading.ts';

export const isForced = (service: ServiceSnapshot): boolean => service.context.database.epoch >= forcedEpoch;

/** The services that committed a view in this step, as its proposer. */
function commitsIn(step: StepView): readonly ServiceSnapshot[] {
  return heardByServices(step).flatMap(({ event, before, after }) => (event.type !== 'COMMIT' && after.context.database.epoch > before.context.database.epoch && after.context.view.length > 0 ? [after] : []));
}

export const aViewHasAQuorum = eachStep({
  id: 'a-view-has-a-quorum',
  requirements: ['HA-3'],
  statement: 'A view that is committed has more than half of the configured votes, the witness counted only for the node that holds it, or was forced.',
  when: (_, step) => commitsIn(step).length > 0,
  holds: (_, step, after) =>
    commitsIn(step).every((service) => isForced(service) || isQuorum(service.context.quorum, service.context.nodes, service.context.view, holdsWitness(after, service))),
});

function holdsWitness(state: StateView, { context }: ServiceSnapshot): boolean {
  return hasWitness(context.quorum) && (witnessDiskOf(state) ?? shareOf(state))?.context.holder === context.node;
}

/** A node votes once in an epoch, so two views of one epoch would need two majorities without a node in common. */
export const oneViewPerEpoch = always({
  id: 'one-view-per-epoch',
  requirements: ['HA-3'],
  statement: 'Nodes that are in a view of the same epoch are in the same view.',
  when: (state) => membersOf(state).some((service) => service.context.database.epoch > 0),
  holds: (state) => {
    const members = membersOf(state);
    return members.every((service) => members.every((other) => service.context.database.epoch !== other.context.database.epoch || service.context.view.join() === other.context.view.join()));
  },
});

/** Partition in time: a node that slept through a view must not undo it (events 1561, 1564). */
export const aViewBuildsOnTheNewestDatabase = eachStep({
  id: 'a-view-builds-on-the-newest-database',
  requirements: ['HA-3'],
  statement: 'A view that is committed by the holder of the witness is newer than the last one that the witness knows of, and where the witness is a file share, so are the databases it builds on not older.',
  when: (before, step, after) => commitsIn(step).some((service) => holdsWitness(after, service)) && witnessEpoch(before) > 0,
  holds: (before, step, after) =>
    commitsIn(step).every((service) => isForced(service) || !holdsWitness(after, service) || (service.context.database.epoch > witnessEpoch(before) && (shareOf(before) === undefined || newestAmong(before, service) >= witnessEpoch(before)))),
});

/** The epoch of the newest database that the nodes of a view had before it. */
function newestAmong(before: StateView, { context: { view } }: ServiceSnapshot): number {
  return Math.max(...servicesOf(before).filter((service) => view.includes(service.context.node)).map((service) => service.context.database.epoch));
}

/** The epoch of the database on the witness disk, or that the file share has noted. */
function witnessEpoch(state: StateView): number {
  const content = witnessDiskOf(state)?.context.content;
  return typeof content === 'object' ? content.epoch : (shareOf(state)?.context.epoch ?? 0);
}

export const aNodeLeftOutStops = eachStep({
  id: 'a-node-left-out-stops',
  requirements: ['HA-3'],
  statement: 'A member that hears of a view newer than its own stops its service.',
  when: (_, step) => toldTheyAreLeftOut(step).length > 0,
  holds: (_, step, after) => toldTheyAreLeftOut(step).every((service) => servicesOf(after).every((other) => other.context.node !== service.context.node || other.context.view.length === 0)),
});

function toldTheyAreLeftOut(step: StepView): readonly ServiceSnapshot[] {
  return heardByServices(step).flatMap(({ event, before }) => {
    const epoch: unknown = event.type === 'PROPOSE' && 'base' in event ? event['base'] : event.type === 'POISON' && 'epoch' in event ? event['epoch'] : null;
    return typeof epoch === 'number' && before.context.view.length > 0 && epoch > before.context.database.epoch ? [before] : [];
  });
}

export const aStoppedServiceHostsNothing = always({
  id: 'a-stopped-service-hosts-nothing',
  requirements: ['HA-3'],
  statement: 'A node whose cluster service has stopped runs no VM and has no disk of the cluster online.',
  when: (state) => servicesOf(state).some((service) => service.matches('stopped')),
  holds: (state) =>
    servicesOf(state)
      .filter((service) => service.matches('stopped'))
      .every(({ context: { node } }) => !runningOn(state).includes(node) && volumeOf(state, node)?.matches('online') !== true && witnessOf(state, node)?.matches('online') !== true),
});

/** The believed reading of HA-3. */
export const vmIsBelievedToRunOnce = always({
  id: 'vm-is-believed-to-run-once',
  requirements: ['HA-3'],
  statement: 'The VM runs on at most one node.',
  when: (state) => runningOn(state).length > 0,
  holds: (state) => runningOn(state).length <= 1,
});

/** The effective reading of HA-3. */
export const oneRunningVmCanWrite = always({
  id: 'one-running-vm-can-write',
  requirements: ['HA-3'],
  statement: 'Of the nodes that run the VM, at most one can change its disk.',
  when: (state) => runningOn(state).length > 0,
  holds: (state) => {
    const keys = lunOf(state)?.context.registrants ?? [];
    return vmsOf(state).filter((vm) => runs(vm) && keys.includes(vm.context.node) && mountedOn(state, vm.context.node)).length <= 1;
  },
});

function mountedOn(state: StateView, node: NodeId): boolean {
  const volume = volumeOf(state, node);
  return volume !== undefined && isMounted(volume);
}

export const aLoneNodeStops = reachable({
  id: 'a-lone-node-stops',
  requirements: ['HA-3'],
  statement: 'Node 1 can stop its cluster service because it has lost quorum, while its host is up (event 1177).',
  holds: (state) => servicesOf(state).some((service) => service.context.node === 'node1' && service.matches('stopped')) && isHostUp(state, 'node1') && networkOf(state)?.context.isolated === 'node1',
});

export const aVmFailsOverAfterAPartition = reachable({
  id: 'a-vm-fails-over-after-a-partition',
  requirements: ['HA-3'],
  statement: 'The VM can run on another node, which no longer counts node 1 in, while node 1 is up and cut off.',
  holds: (state) => isHostUp(state, 'node1') && networkOf(state)?.context.isolated === 'node1' && runsWithoutNode1(state),
});

/** On a node that has been told so by a view, and not because the VM had failed before. */
export function runsWithoutNode1(state: StateView): boolean {
  return membersOf(state).some(({ context: { node, view, database } }) => !view.includes('node1') && database.failures === 0 && runningOn(state).includes(node));
}

export const twoPartitionsRun = reachable({
  id: 'two-partitions-run',
  requirements: ['HA-3'],
  statement: 'A node that was forced to form a view can be up beside a view that has a quorum, each without the other (/fq).',
  holds: (state) => {
    const members = membersOf(state);
    return members.some((forced) => isForced(forced) && members.some((other) => !isForced(other) && !other.context.view.includes(forced.context.node) && other.context.view.length >= 2 && other.matches({ running: 'member' })));
  },
});

/** Those that are down as each service in a view of the living leaves them out. */
function survives(state: StateView, losses: (service: ServiceSnapshot) => number): boolean {
  return membersOf(state).some((service) => {
    const { nodes, view } = service.context;
    const down = nodes.filter((node) => !isHostUp(state, node));
    return !isForced(service) && service.matches({ running: 'member' }) && down.length >= losses(service) && down.every((node) => !view.includes(node));
  });
}

const lossesSurvived = ({ context }: ServiceSnapshot): number => nodeLossesSurvived(context.quorum, context.nodes, hasWitness(context.quorum));

/** domain.md 1.4, the table of what each mode survives. */
export const survivesAsManyAsPromised = reachable({
  id: 'survives-as-many-as-promised',
  requirements: ['HA-1'],
  statement: 'With as many nodes down as the quorum mode survives, the others can form a view.',
  holds: (state) => survives(state, lossesSurvived),
});

export const survivesNoMoreThanPromised = unreachable({
  id: 'survives-no-more-than-promised',
  requirements: ['HA-3'],
  statement: 'With one node more down than the quorum mode survives, the others never form a view.',
  holds: (state) => survives(state, (service) => lossesSurvived(service) + 1),
});

/** What holds of views and of who hosts under them, in every mode. */
export const membershipProperties = [aViewHasAQuorum, oneViewPerEpoch, oneRunningVmCanWrite, survivesNoMoreThanPromised];

/** For scopes in which a node is cut off. */
export const partitionProperties = [aStoppedServiceHostsNothing, aLoneNodeStops, aVmFailsOverAfterAPartition];
