/**
 * Failover of 2008 R2 on a clock: how long a VM is dark, when arbitration is safe, and when what nodes believe is true.
 *
 * Each theorem has a suite just inside its limit and one just outside; test/properties/ has the sweeps.
 */
import { arbitrationOfThree, arbitrationOfTwo, defendsAtOnce } from '../machines/systems/arbitration.ts';
import { timedMajority, timedQuorumDisk, timingR2 } from '../machines/systems/timed-failover.ts';
import { anyPartition, challengersApart, isolatedNode, killedService, oneWayLinks, partedAtAQuorumDisk, undefended } from '../machines/systems/timed-partition.ts';
import { defineSuite, type Property, type Suite } from '../src/index.ts';
import { blackoutOfACrash, failoverR2Ends, failoverR2IsVisible } from './bounds/failover-r2.ts';
import { oneMountCanWrite, volumeIsBelievedMountedOnce } from './invariants/fencing.ts';
import { aVmFailsOverAfterACrash } from './invariants/hosting.ts';
import { aLoneNodeStops, aVmFailsOverAfterAPartition, oneRunningVmCanWrite, vmIsBelievedToRunOnce } from './invariants/membership.ts';
import { aDeadHolderLosesTheDisk, aLivingHolderKeepsTheDisk, aWaitingChallengerIsRemoved } from './theorems/arbitration.ts';

const effective: readonly Property[] = [oneMountCanWrite, oneRunningVmCanWrite];
const believed: readonly Property[] = [volumeIsBelievedMountedOnce, vmIsBelievedToRunOnce];
const holdsNot = { [volumeIsBelievedMountedOnce.id]: 'violated', [vmIsBelievedToRunOnce.id]: 'violated' } as const;
const mountedTwice = { [volumeIsBelievedMountedOnce.id]: 'violated' } as const;
const diskIsTaken = { [aLivingHolderKeepsTheDisk.id]: 'violated', ...mountedTwice } as const;

const arbitrationClaims: readonly Property[] = [aLivingHolderKeepsTheDisk, volumeIsBelievedMountedOnce, oneMountCanWrite, aDeadHolderLosesTheDisk, aWaitingChallengerIsRemoved];

const blackouts: readonly Suite[] = [
  defineSuite({
    id: 'failover-r2-timed',
    about: 'Three nodes, node majority: how long a VM is dark when a node crashes or is isolated, and what nodes believe meanwhile.',
    scopes: timedMajority('failover-r2-timed'),
    properties: [failoverR2Ends(blackoutOfACrash('node-majority', timingR2).worstMs), failoverR2IsVisible, ...effective, ...believed, aLivingHolderKeepsTheDisk, aVmFailsOverAfterACrash, aVmFailsOverAfterAPartition, aLoneNodeStops],
  }),
  defineSuite({
    id: 'failover-r2-quorum-disk',
    about: 'Two nodes and a quorum disk: how long a VM is dark when the node that has both crashes.',
    scopes: timedQuorumDisk('failover-r2-quorum-disk', 'node1'),
    properties: [failoverR2Ends(blackoutOfACrash('quorum-disk', timingR2).worstMs), failoverR2IsVisible, ...effective, ...believed, aLivingHolderKeepsTheDisk, aVmFailsOverAfterACrash],
  }),
  defineSuite({
    id: 'failover-r2-quorum-disk-elsewhere',
    about: 'Two nodes, one with the VM and one with the quorum disk: how long the VM is dark when either crashes, or they are parted.',
    scopes: timedQuorumDisk('failover-r2-quorum-disk-elsewhere', 'node2'),
    // In scope review the node may come back meanwhile, and the regroup with it takes two more heartbeats.
    properties: [failoverR2Ends(blackoutOfACrash('node-majority', timingR2).worstMs), failoverR2IsVisible, ...effective, ...believed, aLivingHolderKeepsTheDisk, aVmFailsOverAfterACrash, aVmFailsOverAfterAPartition, aLoneNodeStops],
  }),
];

const arbitrations: readonly Suite[] = [
  defineSuite({
    id: 'arbitration-above-the-limit',
    about: 'A challenge of 4 s against a defence each 3 s: who lives keeps the disk.',
    scopes: arbitrationOfTwo('arbitration-above-the-limit', { defenceMs: 3_000, challengeMs: 4_000 }),
    properties: arbitrationClaims,
  }),
  defineSuite({
    id: 'arbitration-at-the-limit',
    about: 'A challenge of 3 s against a defence each 3 s: the two may meet, and either come first.',
    scopes: arbitrationOfTwo('arbitration-at-the-limit', { defenceMs: 3_000, challengeMs: 3_000 }),
    properties: arbitrationClaims,
    expect: diskIsTaken,
  }),
  defineSuite({
    id: 'arbitration-of-two-challengers',
    about: 'Two challengers of 6 s each that no view keeps apart: the second takes the disk from the first before that defends.',
    scopes: arbitrationOfThree('arbitration-of-two-challengers', { defenceMs: 3_000, challengeMs: 6_000 }),
    properties: arbitrationClaims,
    expect: diskIsTaken,
  }),
  defineSuite({
    id: 'arbitration-that-defends-at-once',
    about: 'Two challengers of 4 s, and a winner that removes all other keys in the moment in which it has won.',
    scopes: arbitrationOfThree('arbitration-that-defends-at-once', { defenceMs: 3_000, challengeMs: 4_000 }, defendsAtOnce),
    properties: arbitrationClaims,
  }),
];

const partition: readonly Property[] = [...effective, ...believed, aVmFailsOverAfterAPartition];

const partitions: readonly Suite[] = [
  defineSuite({
    id: 'partition-defended',
    about: 'At the default times, whatever part of the network fails, one way or both: the defence keeps the disk, and what nodes believe is true.',
    scopes: anyPartition('partition-defended', timingR2),
    properties: [...partition, aLivingHolderKeepsTheDisk],
  }),
  defineSuite({
    id: 'partition-above-the-limit',
    about: 'No defence in time, and a challenge of 3 s: the isolated node has let go a heartbeat and a stop (2 s) after the others may begin.',
    scopes: isolatedNode('partition-above-the-limit', undefended(3_000)),
    properties: [...partition, aLoneNodeStops],
  }),
  defineSuite({
    id: 'partition-at-the-limit-of-mounting',
    about: 'No defence in time, and a challenge of 2 s: the volume may be mounted twice, the VM does not run twice.',
    scopes: isolatedNode('partition-at-the-limit-of-mounting', undefended(2_000)),
    properties: [...partition, aLoneNodeStops],
    expect: mountedTwice,
  }),
  defineSuite({
    id: 'partition-at-the-limit-of-running',
    about: 'No defence in time, a challenge of 1 s, and a boot that takes no time: the VM may run twice.',
    scopes: isolatedNode('partition-at-the-limit-of-running', undefended(1_000)),
    properties: [...partition, aLoneNodeStops],
    expect: holdsNot,
  }),
  defineSuite({
    id: 'partition-one-way',
    about: 'As above the limit, but a node that nobody hears goes on hearing the others: it never notices.',
    scopes: oneWayLinks('partition-one-way', undefended(3_000)),
    properties: [...effective, ...believed],
    expect: holdsNot,
  }),
  defineSuite({
    id: 'partition-at-a-quorum-disk',
    about: 'As above the limit, but with a quorum disk: the loser must lose that first, and notices too late.',
    scopes: partedAtAQuorumDisk('partition-at-a-quorum-disk', undefended(3_000)),
    properties: [...effective, ...believed],
    expect: holdsNot,
  }),
  defineSuite({
    id: 'partition-at-a-lone-vote',
    about: 'At the default times, no majority, disk only: two nodes that cannot hear each other challenge a dead one, and both get the disk in turn.',
    scopes: challengersApart('partition-at-a-lone-vote', timingR2),
    properties: [...effective, ...believed, aLivingHolderKeepsTheDisk],
    expect: diskIsTaken,
  }),
  defineSuite({
    id: 'partition-at-a-lone-vote-defended',
    about: 'The same with an owner that removes all other keys in the moment in which it has the disk.',
    scopes: challengersApart('partition-at-a-lone-vote-defended', timingR2, defendsAtOnce),
    properties: [...effective, ...believed, aLivingHolderKeepsTheDisk],
  }),
  defineSuite({
    id: 'failover-r2-killed-service',
    about: 'At the default times the service of the VM\'s node dies: nobody notices there, and nobody defends.',
    scopes: killedService('failover-r2-killed-service', timingR2),
    properties: [...effective, ...believed],
    expect: holdsNot,
  }),
];

export const timedFailoverSuites: readonly Suite[] = [...blackouts, ...arbitrations, ...partitions];

/** Every claim about failover on a clock. */
export const timedFailoverClaims: readonly Property[] = [...new Set(timedFailoverSuites.flatMap(({ properties }) => properties))];
