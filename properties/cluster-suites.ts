/**
 * The whole cluster: live migration, coordinator moves and the loss of nodes at once, on one shared volume.
 */
import { clusterScopes, twoMigrationsScopes } from '../machines/systems/whole-cluster.ts';
import { defineSuite, type Property, type Suite } from '../src/index.ts';
import { neverTakenInTheWholeCluster } from './cluster-never-taken.ts';
import { activeMembersAgree, dismountedBeforeMounted, drainedBeforeTheMove, nobodyWritesWhileMounting, oneEffectiveCoordinator } from './invariants/csv-coordinator.ts';
import { anExpelledNodeWritesNothing, aVmHasOneWriter, keysFollowMembership } from './invariants/csv-fencing.ts';
import { acknowledgedIoIsOnTheDisk, ioIsAnsweredOnce, ioIsHeldByTheVolume, ioResumesWithNewHandles, theDiskNeverGoesBack } from './invariants/csv-io.ts';
import { bothVmsHaveMigrated, oneBelievedCopy, wholeClusterProperties, wholeClusterWitnesses } from './invariants/whole-cluster.ts';

const ofASharedVolume: readonly Property[] = [
  oneEffectiveCoordinator,
  activeMembersAgree,
  drainedBeforeTheMove,
  dismountedBeforeMounted,
  nobodyWritesWhileMounting,
  anExpelledNodeWritesNothing,
  keysFollowMembership,
  aVmHasOneWriter,
  acknowledgedIoIsOnTheDisk,
  theDiskNeverGoesBack,
  ioIsAnsweredOnce,
  ioIsHeldByTheVolume,
  ioResumesWithNewHandles,
];

const onTheWholeCluster: readonly Property[] = [...ofASharedVolume, ...wholeClusterProperties, ...wholeClusterWitnesses, oneBelievedCopy];

export const clusterSuites: readonly Suite[] = [
  defineSuite({
    id: 'cluster',
    about: 'All at once: two VMs migrate on a shared volume while its coordinator moves and nodes are lost.',
    scopes: clusterScopes(),
    properties: onTheWholeCluster,
    // A node that was expelled runs its VM until it hears of it.
    expect: { [oneBelievedCopy.id]: 'violated' },
    neverTaken: neverTakenInTheWholeCluster,
  }),
  defineSuite({
    id: 'cluster-two-migrations',
    about: 'The same, where two VMs migrate in one run, one after the other or at once.',
    scopes: twoMigrationsScopes(),
    properties: [oneEffectiveCoordinator, activeMembersAgree, keysFollowMembership, ...wholeClusterProperties, bothVmsHaveMigrated, oneBelievedCopy],
    expect: { [oneBelievedCopy.id]: 'violated' },
    neverTaken: neverTakenInTheWholeCluster,
  }),
];

/** Every claim that a defect may name. */
export const clusterClaims: readonly Property[] = [...wholeClusterProperties, ...wholeClusterWitnesses, bothVmsHaveMigrated, oneBelievedCopy];
