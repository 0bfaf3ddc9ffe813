/**
 * Windows Server 2008, two nodes: quick migration, VMs that share a LUN, a LUN for each; and how long a VM is dark.
 */
import { lunPerVm } from '../machines/systems/lun-per-vm.ts';
import { quickMigration } from '../machines/systems/quick-migration.ts';
import { sharedLun } from '../machines/systems/shared-lun.ts';
import { timedFailover2008, timedMoveAndCrash, timedQuickMigration } from '../machines/systems/timed-cluster-2008.ts';
import { defineSuite, type Property, type Suite } from '../src/index.ts';
import { aMoveEnds, failoverEnds, failoverIsVisible, quickMigrationTakesLong, quickMigrationTakesNoLonger } from './bounds/blackout-2008.ts';
import { aCrashLosesMemoryOnly, failoverProperties } from './invariants/failover.ts';
import { aMoveTakesOneVm, eachVmMovesAlone, neighboursMoveTogether, neighboursNeverRunApart, vmsCanRunApart, vmsOfALunStayTogether } from './invariants/neighbours.ts';
import { aFailedMoveEndsAtTheSource, quickMigrationProperties } from './invariants/quick-migration.ts';
import { storageProperties } from './invariants/storage.ts';
import { neverTakenInLunPerVm, neverTakenInQuickMigration, neverTakenInSharedLun } from './never-taken.ts';

const everywhere: readonly Property[] = [...storageProperties, ...quickMigrationProperties, ...failoverProperties];

const models: readonly Suite[] = [
  defineSuite({
    id: 'quick-migration',
    about: 'One VM on one LUN, moved by save and restore.',
    scopes: quickMigration(),
    properties: [...everywhere, aCrashLosesMemoryOnly, aFailedMoveEndsAtTheSource],
    neverTaken: neverTakenInQuickMigration,
  }),
  defineSuite({
    id: 'shared-lun',
    about: 'Two VMs on one LUN, which can move only together.',
    scopes: sharedLun(),
    properties: [...everywhere, aFailedMoveEndsAtTheSource, vmsOfALunStayTogether, neighboursNeverRunApart, neighboursMoveTogether],
    neverTaken: neverTakenInSharedLun,
  }),
  defineSuite({
    id: 'lun-per-vm',
    about: 'Two VMs with a LUN each, which move one by one.',
    scopes: lunPerVm(),
    properties: [...everywhere, vmsOfALunStayTogether, aMoveTakesOneVm, eachVmMovesAlone, vmsCanRunApart],
    neverTaken: neverTakenInLunPerVm,
  }),
];

const timed: readonly Suite[] = [
  ...[2, 4, 16].map((memoryGib) =>
    defineSuite({
      id: `quick-migration-of-${memoryGib}-gib`,
      about: `How long a planned move of a VM of ${memoryGib} GiB keeps it dark.`,
      scopes: timedQuickMigration(memoryGib),
      properties: [quickMigrationTakesLong, quickMigrationTakesNoLonger(memoryGib), aMoveEnds],
    }),
  ),
  defineSuite({
    id: 'failover-2008-timed',
    about: 'How long a crash keeps a VM dark.',
    scopes: timedFailover2008(),
    properties: [failoverEnds, failoverIsVisible, aMoveEnds],
  }),
  defineSuite({
    id: 'move-and-crash-timed',
    about: 'How long a VM is dark when a node crashes during a move.',
    scopes: timedMoveAndCrash(),
    properties: [failoverEnds, aMoveEnds],
  }),
];

export const suites2008: readonly Suite[] = [...models, ...timed];

/** Every claim that a defect may name. */
export const claims2008: readonly Property[] = [
  ...everywhere,
  aCrashLosesMemoryOnly,
  aFailedMoveEndsAtTheSource,
  vmsOfALunStayTogether,
  neighboursNeverRunApart,
  aMoveTakesOneVm,
  eachVmMovesAlone,
  vmsCanRunApart,
  quickMigrationTakesLong,
  quickMigrationTakesNoLonger(4),
  failoverEnds,
  failoverIsVisible,
];
