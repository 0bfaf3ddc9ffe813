/**
 * How long a VM on a shared volume waits for its I/O while the coordinator changes.
 */
import { longest, reachable, type Property } from '../../src/index.ts';
import { clusterOf, guestsOf, vmsOf } from '../csv-reading.ts';
import { patienceMs } from './blackout-2008.ts';

/** The VM runs, and its guest waits for an answer. */
export function ioPausesNoLonger(atMostMs: number): Property {
  return longest({
    id: 'io-pauses-no-longer',
    requirements: ['CSV-5'],
    statement: 'A VM waits for an I/O no longer than the coordinator takes to change, detection included where it is lost.',
    during: (state) => vmsOf(state).some(({ context }) => context.inFlight !== null),
    atMostMs,
  });
}

/** What makes a move of the coordinator no more than a pause. */
export const ioPauseKeepsClients = longest({
  id: 'io-pause-keeps-clients',
  requirements: ['CSV-5', 'ARG-6'],
  statement: 'No I/O of a VM waits for longer than clients wait.',
  during: (state) => vmsOf(state).some(({ context }) => context.inFlight !== null),
  atMostMs: patienceMs,
});

export const ioIsDoneUnderTheNextCoordinator = reachable({
  id: 'io-is-done-under-the-next-coordinator',
  requirements: ['CSV-5', 'ARG-6'],
  statement: 'A write can be acknowledged with node 2 as the coordinator.',
  holds: (state) => clusterOf(state).context.coordinator === 'node2' && clusterOf(state).matches({ withVolume: 'online' }) && guestsOf(state).some(({ context }) => context.written.acknowledged > 0),
});
