/**
 * The defects of failover under crash and partition.
 */
import type { Defect } from './defect.ts';
import { quorumDiskNotReleased } from './b16-quorum-disk-not-released.ts';
import { outageKillsHealthyVm } from './b19-outage-kills-healthy-vm.ts';
import { forcedBesideQuorum } from './b22-forced-beside-quorum.ts';
import { bootFromOldCopy } from './boot-from-old-copy.ts';
import { cachedWriteLost } from './cached-write-lost.ts';
import { challengerDoesNotWait } from './challenger-does-not-wait.ts';
import { failoverWithoutEnd } from './failover-without-end.ts';
import { foundRunningLeftRunning } from './found-running-left-running.ts';
import { groupTakenAfterVoting } from './group-taken-after-voting.ts';
import { keysAreNotChecked } from './keys-are-not-checked.ts';
import { loneSurvivorCarriesOn } from './lone-survivor-carries-on.ts';
import { lostDiskUnnoticed } from './lost-disk-unnoticed.ts';
import { lostWitnessStillCounts } from './lost-witness-still-counts.ts';
import { minorityHostsOn } from './minority-hosts-on.ts';
import { nobodyTakesOver } from './nobody-takes-over.ts';
import { possibleOwnersIgnored } from './possible-owners-ignored.ts';
import { preemptFailsSilently } from './preempt-fails-silently.ts';
import { preferredOwnersIgnored } from './preferred-owners-ignored.ts';
import { restartWithoutEnd } from './restart-without-end.ts';
import { staleNodeForms } from './stale-node-forms.ts';
import { staleNodeKeepsItsKey } from './stale-node-keeps-its-key.ts';
import { twoVotesInAnEpoch } from './two-votes-in-an-epoch.ts';
import { votesCountedTwice } from './votes-counted-twice.ts';

export const failoverDefects: readonly Defect[] = [
  quorumDiskNotReleased,
  outageKillsHealthyVm,
  forcedBesideQuorum,
  challengerDoesNotWait,
  preemptFailsSilently,
  staleNodeKeepsItsKey,
  keysAreNotChecked,
  votesCountedTwice,
  twoVotesInAnEpoch,
  loneSurvivorCarriesOn,
  lostWitnessStillCounts,
  minorityHostsOn,
  lostDiskUnnoticed,
  staleNodeForms,
  possibleOwnersIgnored,
  preferredOwnersIgnored,
  failoverWithoutEnd,
  restartWithoutEnd,
  groupTakenAfterVoting,
  foundRunningLeftRunning,
  cachedWriteLost,
  bootFromOldCopy,
  nobodyTakesOver,
];
