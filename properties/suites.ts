/**
 * Which system is held to what, in which scopes, with which verdicts; and which defect each property must reject.
 */
import { defects } from '../machines/defects/index.ts';
import { lunPerVm } from '../machines/systems/lun-per-vm.ts';
import { crossedMigrations } from '../machines/systems/crossed-migrations.ts';
import { handshakeOnly, handshakeWithFencedStorage } from '../machines/systems/handshake-migration.ts';
import { liveMigrationWithoutCsv } from '../machines/systems/live-migration-without-csv.ts';
import { liveMigration } from '../machines/systems/live-migration.ts';
import { quickMigration } from '../machines/systems/quick-migration.ts';
import { sharedLun } from '../machines/systems/shared-lun.ts';
import { defineSuite, type Property, type Suite } from '../src/index.ts';
import { aCrashLosesMemoryOnly, failoverProperties } from './invariants/failover.ts';
import { memoryArrivesAsItStopped, memoryGoesIntoAShell, memoryProperties } from './invariants/live-migration.ts';
import { liveVmHasItsFiles, migratedLunProperties, migratedStorageProperties, writesComeThroughAHandle } from './invariants/migrated-storage.ts';
import { aBusyNodeRefuses, aSourceCannotBeRestored, outcomes, vmsOfACsvChangePlaces } from './invariants/migration-outcomes.ts';
import { aMoveTakesOneVm, eachVmMovesAlone, neighboursMoveTogether, neighboursNeverRunApart, vmsCanRunApart, vmsOfALunStayTogether } from './invariants/neighbours.ts';
import { aFailedMoveEndsAtTheSource, quickMigrationProperties } from './invariants/quick-migration.ts';
import { aNodeIsInOneMigration, oneSideBelievesItRuns, oneSideCanWrite, oneSideProperties, oneSideRunsUnlessIsolated, onlyTheOwnerGoesOn, vmIsNotForgotten } from './invariants/one-side-runs.ts';
import { aVmRunsNowhere, aVmRunsTwice, twoSidesCanWrite, twoSidesNeverWrite } from './theorems/two-generals.ts';
import { storageProperties } from './invariants/storage.ts';

const everywhere: readonly Property[] = [...storageProperties, ...quickMigrationProperties, ...failoverProperties];

const models: readonly Suite[] = [
  defineSuite({
    id: 'quick-migration',
    about: 'One VM on one LUN, moved by save and restore.',
    scopes: quickMigration(),
    properties: [...everywhere, aCrashLosesMemoryOnly, aFailedMoveEndsAtTheSource],
  }),
  defineSuite({
    id: 'shared-lun',
    about: 'Two VMs on one LUN, which can move only together.',
    scopes: sharedLun(),
    properties: [...everywhere, aFailedMoveEndsAtTheSource, vmsOfALunStayTogether, neighboursNeverRunApart, neighboursMoveTogether],
  }),
  defineSuite({
    id: 'lun-per-vm',
    about: 'Two VMs with a LUN each, which move one by one.',
    scopes: lunPerVm(),
    properties: [...everywhere, vmsOfALunStayTogether, aMoveTakesOneVm, eachVmMovesAlone, vmsCanRunApart],
  }),
];

const liveMigrationClaims: readonly Property[] = [...memoryProperties, ...oneSideProperties, ...migratedStorageProperties, ...outcomes];

/** Believed to be violated: a node that is cut off runs its VM until it notices. */
const beliefs = { [oneSideBelievesItRuns.id]: 'violated' } as const;

const r2Models: readonly Suite[] = [
  defineSuite({
    id: 'live-migration',
    about: 'A VM on a Cluster Shared Volume, moved while it runs.',
    scopes: liveMigration(),
    properties: [...liveMigrationClaims, oneSideBelievesItRuns],
    expect: beliefs,
  }),
  defineSuite({
    id: 'live-migration-without-csv',
    about: 'A VM on a LUN of its own, which has to be dismounted and mounted in the blackout.',
    scopes: liveMigrationWithoutCsv(),
    properties: [...liveMigrationClaims, ...migratedLunProperties, aSourceCannotBeRestored, oneSideBelievesItRuns],
    expect: beliefs,
  }),
];

const crossedClaims: readonly Property[] = [
  memoryGoesIntoAShell,
  memoryArrivesAsItStopped,
  oneSideRunsUnlessIsolated,
  oneSideCanWrite,
  onlyTheOwnerGoesOn,
  vmIsNotForgotten,
  aNodeIsInOneMigration,
  liveVmHasItsFiles,
  aBusyNodeRefuses,
  vmsOfACsvChangePlaces,
];

const sideModels: readonly Suite[] = [
  defineSuite({
    id: 'crossed-migrations',
    about: 'Two VMs on a Cluster Shared Volume that are to change places: a node is in one migration at a time.',
    scopes: crossedMigrations(),
    properties: crossedClaims,
  }),
  defineSuite({
    id: 'handshake-only',
    about: 'What the cluster database is for: a migration that its two ends decide between themselves.',
    scopes: handshakeOnly(),
    properties: [aVmRunsTwice, twoSidesCanWrite, aVmRunsNowhere],
  }),
  defineSuite({
    id: 'handshake-with-fenced-storage',
    about: 'What fenced storage is for: the same, where one node at a time has the files of a VM.',
    scopes: handshakeWithFencedStorage(),
    properties: [aVmRunsTwice, twoSidesNeverWrite, aVmRunsNowhere, writesComeThroughAHandle],
  }),
];

const known: ReadonlyMap<string, Property> = new Map(
  [...everywhere, aCrashLosesMemoryOnly, aFailedMoveEndsAtTheSource, vmsOfALunStayTogether, neighboursNeverRunApart, aMoveTakesOneVm, eachVmMovesAlone, vmsCanRunApart, ...liveMigrationClaims, ...migratedLunProperties, aSourceCannotBeRestored, vmsOfACsvChangePlaces].map((property) => [property.id, property]),
);

function propertyNamed(id: string): Property {
  const property = known.get(id);
  if (property === undefined) throw new Error(`a defect names the property ${id}, which does not exist`);
  return property;
}

/** Every suite: the models first, then the defects, each bound to the properties that must reject it. */
export const suites: readonly Suite[] = [
  ...models,
  ...r2Models,
  ...sideModels,
  ...defects.map(({ id, about, scopes, rejectedBy }) =>
    defineSuite({
      id: `defect:${id}`,
      kind: 'defect',
      about,
      scopes,
      properties: rejectedBy.map(propertyNamed),
      expect: Object.fromEntries(rejectedBy.map((property) => [property, 'violated' as const])),
    }),
  ),
];
