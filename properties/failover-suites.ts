/**
 * Failover, question by question: which system is held to which claims, and where the believed reading of "at most one" is expected to fail.
 */
import {
  failover,
  failoverCrash,
  failoverDiskOnly,
  failoverDiskWitness,
  failoverFileShare,
  failoverForced,
  failoverHeal,
  failoverKill,
  failoverPolicy,
} from '../machines/systems/failover.ts';
import { defineSuite, type Property, type Suite } from '../src/index.ts';
import { atRestALostWitnessHasNoVote, atRestProperties } from './invariants/at-rest.ts';
import { arbitrationProperties, fencingProperties, volumeIsBelievedMountedOnce, writeProperties } from './invariants/fencing.ts';
import {
  aFailoverLosesMemory,
  aFailoverLosesMemoryOnly,
  aKilledServiceLeavesItsVm,
  aVmFailsOverAfterACrash,
  aVmIsFoundRunning,
  hostingProperties,
  onlyANewerViewTakesTheDisk,
  policyProperties,
} from './invariants/hosting.ts';
import {
  aNodeLeftOutStops,
  aViewBuildsOnTheNewestDatabase,
  membershipProperties,
  partitionProperties,
  survivesAsManyAsPromised,
  twoPartitionsRun,
  vmIsBelievedToRunOnce,
} from './invariants/membership.ts';
import { neverTakenInFailover } from './never-taken.ts';

const everywhere: readonly Property[] = [...fencingProperties, ...membershipProperties, ...atRestProperties, ...hostingProperties];
const believed: readonly Property[] = [volumeIsBelievedMountedOnce, vmIsBelievedToRunOnce];
const crash: readonly Property[] = [aVmFailsOverAfterACrash, survivesAsManyAsPromised];
const partition: readonly Property[] = [...arbitrationProperties, ...partitionProperties];

/** Under partition a node goes on believing until it notices; only the disk knows better. */
const believedInVain = { [volumeIsBelievedMountedOnce.id]: 'violated', [vmIsBelievedToRunOnce.id]: 'violated' } as const;
/** An older view may be completed by a vote that arrives late, or by the witness that was taken back. */
const overtaken = { ...believedInVain, [onlyANewerViewTakesTheDisk.id]: 'violated' } as const;

const models: readonly Suite[] = [
  defineSuite({
    id: 'failover',
    about: 'Three nodes, node majority: a host crashes or a node loses the network.',
    scopes: failover(),
    properties: [...everywhere, ...writeProperties, ...partition, ...crash, aFailoverLosesMemory, aFailoverLosesMemoryOnly, onlyANewerViewTakesTheDisk, ...believed],
    expect: believedInVain,
  }),
  defineSuite({
    id: 'failover-crash',
    about: 'Hosts crash and come back, and the network never fails: here what the nodes believe is true.',
    scopes: failoverCrash(),
    properties: [...everywhere, ...writeProperties, ...crash, aFailoverLosesMemory, ...believed],
  }),
  defineSuite({
    id: 'failover-heal',
    about: 'A network that fails in part or for a time: heartbeats lost one way, links cut, healing.',
    scopes: failoverHeal(),
    properties: [...everywhere, ...arbitrationProperties, aNodeLeftOutStops, onlyANewerViewTakesTheDisk, ...believed],
    expect: overtaken,
  }),
  defineSuite({
    id: 'failover-forced',
    about: 'A node that lost quorum is forced to form a view beside the one that has it (/fq, event 5396).',
    scopes: failoverForced(),
    properties: [...everywhere, ...partition, aNodeLeftOutStops, twoPartitionsRun, onlyANewerViewTakesTheDisk, ...believed],
    expect: overtaken,
  }),
  defineSuite({
    id: 'failover-policy',
    about: 'VMs that fail: restarted, moved, and left failed (RestartThreshold, FailoverThreshold).',
    scopes: failoverPolicy(),
    properties: [...everywhere, ...crash, ...policyProperties, ...believed],
  }),
  defineSuite({
    id: 'failover-kill',
    about: 'Cluster services that die and leave their VMs running (events 21129, 21130).',
    scopes: failoverKill(),
    properties: [...everywhere, aVmIsFoundRunning, aKilledServiceLeavesItsVm, onlyANewerViewTakesTheDisk, ...believed],
    expect: believedInVain,
  }),
  defineSuite({
    id: 'failover-disk-witness',
    about: 'Two nodes and a witness disk: node and disk majority.',
    scopes: failoverDiskWitness(),
    properties: [...everywhere, ...writeProperties, ...partition, ...crash, aFailoverLosesMemory, aViewBuildsOnTheNewestDatabase, atRestALostWitnessHasNoVote, onlyANewerViewTakesTheDisk, ...believed],
    expect: overtaken,
  }),
  defineSuite({
    id: 'failover-file-share',
    about: 'Two nodes and a file share: node and file share majority.',
    scopes: failoverFileShare(),
    properties: [...everywhere, ...writeProperties, ...partition, ...crash, aFailoverLosesMemory, aViewBuildsOnTheNewestDatabase, aNodeLeftOutStops, ...believed],
    expect: believedInVain,
  }),
  defineSuite({
    id: 'failover-disk-only',
    about: 'Three nodes and the one vote of a disk: no majority, disk only.',
    scopes: failoverDiskOnly(),
    properties: [...everywhere, ...partition, ...crash, atRestALostWitnessHasNoVote, ...believed],
    expect: believedInVain,
  }),
];

export const failoverSuites: readonly Suite[] = models.map((suite) => ({ ...suite, neverTaken: neverTakenInFailover }));

/** Every claim about failover. */
export const failoverClaims: readonly Property[] = [...new Set(failoverSuites.flatMap(({ properties }) => properties))];
