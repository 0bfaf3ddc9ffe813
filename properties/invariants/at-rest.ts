/**
 * What is true in the end, when everybody has noticed all there is to notice: there the believed reading of "at most one" holds again.
 */
import { hasEpochsLeft } from '../../machines/failover/membership.ts';
import { nodeIds } from '../../machines/failover/names.ts';
import { hasWitness, isQuorum } from '../../machines/failover/quorum.ts';
import { always, unreachable, type StateView } from '../../src/index.ts';
import { everyOf, groupOf, lunOf, membersOf, routeOf, runningOn, serviceOf, servicesOf, vmOf, volumeOf, witnessDiskOf, witnessOf, type DiskResourceSnapshot, type DiskSnapshot, type RouteSnapshot, type ServiceSnapshot } from '../failover-reading.ts';
import { isForced } from './membership.ts';

/**
 * Nothing is under way but heartbeats and defence, and no service waits only because the scope has no epoch left.
 *
 * What rules out most states with the least reading comes first; the timers are those of every actor.
 */
function isQuiet(state: StateView): boolean {
  return (
    everyOf(state, groupOf, (group) => group.matches('online') || group.matches('offline')) &&
    everyOf(state, vmOf, (vm) => vm.matches('enabled') || vm.matches('disabled')) &&
    everyOf(state, serviceOf, (service) => service.matches({ running: 'member' }) || (service.matches({ running: 'waiting' }) && hasEpochsLeft(service.context)) || isOver(service)) &&
    nodeIds.every((from) => everyOf(state, (at, to) => routeOf(at, from, to), isQuietRoute)) &&
    // Who no longer holds the disk it has online is about to find out.
    everyOf(state, volumeOf, (volume) => isSettled(volume, lunOf(state))) &&
    everyOf(state, witnessOf, (witness) => isSettled(witness, witnessDiskOf(state))) &&
    state.timers.every(({ to }) => to !== 'lun1')
  );
}

function isQuietRoute(route: RouteSnapshot): boolean {
  const { cut, senderUp, receiverUp, messages } = route.context;
  const isOpen = !cut && senderUp && receiverUp;
  return !route.matches('silent') && messages.length === 0 && (route.matches('heard') || !isOpen);
}

function isOver(service: ServiceSnapshot): boolean {
  return service.matches('stopped') || service.matches('killed') || service.matches('hostDown');
}

function isSettled(resource: DiskResourceSnapshot, on: DiskSnapshot | undefined): boolean {
  return !resource.matches('challenging') && (!resource.matches('online') || on?.context.holder === resource.context.node);
}

/** I11: what is true in the end, when everybody has noticed all there is to notice. */
export const atRestOnlyAQuorumHosts = always({
  id: 'at-rest-only-a-quorum-hosts',
  requirements: ['HA-3'],
  statement: 'When nothing is under way any more, a VM runs only on nodes whose view, as far as they hear it, has a quorum.',
  when: (state) => isQuiet(state) && runningOn(state).length > 0,
  holds: (state) => !isQuiet(state) || runningOn(state).every((node) => servicesOf(state).some((service) => service.context.node === node && (service.matches('killed') || hearsAQuorum(service)))),
});

function hearsAQuorum(service: ServiceSnapshot): boolean {
  const { node, nodes, view, heard, quorum } = service.context;
  const present = [node, ...heard.filter((id) => view.includes(id))];
  return view.length > 0 && (isForced(service) || isQuorum(quorum, nodes, present, hasWitness(quorum)));
}

/** The believed reading of HA-3 in the end: the losing side has noticed. */
export const atRestTheVmRunsOnce = always({
  id: 'at-rest-the-vm-runs-once',
  requirements: ['HA-3'],
  statement: 'When nothing is under way any more, the VM runs on at most one node, not counting one whose cluster service was killed.',
  when: (state) => isQuiet(state) && runningOn(state).length > 0,
  holds: (state) => !isQuiet(state) || runningOn(state).filter((node) => servicesOf(state).some((service) => service.context.node === node && !service.matches('killed'))).length <= 1,
});

/** A witness that is gone has no vote; in disk-only mode it had the only one. */
export const atRestALostWitnessHasNoVote = unreachable({
  id: 'at-rest-a-lost-witness-has-no-vote',
  requirements: ['HA-3'],
  statement: 'When nothing is under way any more and the witness disk has failed, no node is in a view that needs its vote.',
  holds: (state) => witnessDiskOf(state)?.matches('failed') === true && isQuiet(state) && membersOf(state).some((service) => !isForced(service) && !isQuorum(service.context.quorum, service.context.nodes, service.context.view, false)),
});

/** Claims about rest that hold in every mode. */
export const atRestProperties = [atRestOnlyAQuorumHosts, atRestTheVmRunsOnce];
