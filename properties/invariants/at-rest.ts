/**
 * What is true in the end, when everybody has noticed all there is to notice: there the believed reading of "at most one" holds again.
 */
import { hasEpochsLeft } from '../../machines/failover/membership.ts';
import { hasWitness, isQuorum } from '../../machines/failover/quorum.ts';
import { always, unreachable, type StateView } from '../../src/index.ts';
import {
  groupsOf,
  lunOf,
  membersOf,
  routesOf,
  runningOn,
  servicesOf,
  vmsOf,
  volumesOf,
  witnessDiskOf,
  witnessesOf,
  type DiskResourceSnapshot,
  type DiskSnapshot,
  type ServiceSnapshot,
} from '../failover-reading.ts';
import { isForced } from './membership.ts';

/** Nothing is under way but heartbeats and defence, and no service waits only because the scope has no epoch left. */
function isQuiet(state: StateView): boolean {
  const { timers } = state;
  return (
    timers.every(({ to }) => to !== 'lun1') &&
    routesOf(state).every((route) => !route.matches('silent') && route.context.messages.length === 0 && (route.matches('heard') || !isOpen(route))) &&
    servicesOf(state).every((service) => service.matches({ running: 'member' }) || (service.matches({ running: 'waiting' }) && hasEpochsLeft(service.context)) || isOver(service)) &&
    groupsOf(state).every((group) => group.matches('online') || group.matches('offline')) &&
    vmsOf(state).every((vm) => vm.matches('enabled') || vm.matches('disabled')) &&
    // Who no longer holds the disk it has online is about to find out.
    volumesOf(state).every((volume) => isSettled(volume, lunOf(state))) &&
    witnessesOf(state).every((witness) => isSettled(witness, witnessDiskOf(state)))
  );
}

function isOpen({ context: { cut, senderUp, receiverUp } }: ReturnType<typeof routesOf>[number]): boolean {
  return !cut && senderUp && receiverUp;
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
