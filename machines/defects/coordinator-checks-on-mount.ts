/**
 * Every mount of the shared volume checks it first: chkdsk, for a minute, while the I/O of every VM on it waits. It is what the online
 * scan of later releases is for.
 */
import { coordinatorTiming, timedCoordinatorMove, timedCsvParts } from '../systems/timed-coordinator.ts';
import type { Defect } from './defect.ts';

export const coordinatorChecksOnMount: Defect = {
  id: 'coordinator-checks-on-mount',
  about: 'Every mount of the shared volume runs chkdsk for a minute.',
  scopes: timedCoordinatorMove({ ntfsMount: timedCsvParts({ ...coordinatorTiming, mountMs: 60_000 }).ntfsMount }, 'defect:coordinator-checks-on-mount'),
  rejectedBy: ['io-pauses-no-longer', 'io-pause-keeps-clients'],
};
