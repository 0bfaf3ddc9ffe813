/**
 * Live migration: which system is held to which claims, and where a belief is expected to be wrong.
 */
import { crossedMigrations } from '../machines/systems/crossed-migrations.ts';
import { handshakeOnly, handshakeWithFencedStorage } from '../machines/systems/handshake-migration.ts';
import { liveMigrationWithoutCsv } from '../machines/systems/live-migration-without-csv.ts';
import { liveMigration } from '../machines/systems/live-migration.ts';
import { defineSuite, type Property, type Suite } from '../src/index.ts';
import { memoryArrivesAsItStopped, memoryGoesIntoAShell, memoryProperties } from './invariants/live-migration.ts';
import { liveVmHasItsFiles, migratedLunProperties, migratedStorageProperties, writesComeThroughAHandle } from './invariants/migrated-storage.ts';
import { aBusyNodeRefuses, aSourceCannotBeRestored, outcomes, vmsOfACsvChangePlaces } from './invariants/migration-outcomes.ts';
import { aNodeIsInOneMigration, oneSideBelievesItRuns, oneSideCanWrite, oneSideProperties, oneSideRunsUnlessIsolated, onlyTheOwnerGoesOn, vmIsNotForgotten } from './invariants/one-side-runs.ts';
import { neverTakenInLiveMigration } from './never-taken.ts';
import { aVmRunsNowhere, aVmRunsTwice, twoSidesCanWrite, twoSidesNeverWrite } from './theorems/two-generals.ts';

const onEveryMigration: readonly Property[] = [...memoryProperties, ...oneSideProperties, ...migratedStorageProperties, ...outcomes];

/** Believed to be violated: a node that is cut off runs its VM until it notices. */
const beliefs = { [oneSideBelievesItRuns.id]: 'violated' } as const;

const models: readonly Suite[] = [
  defineSuite({
    id: 'live-migration',
    about: 'A VM on a Cluster Shared Volume, moved while it runs.',
    scopes: liveMigration(),
    properties: [...onEveryMigration, oneSideBelievesItRuns],
    expect: beliefs,
  }),
  defineSuite({
    id: 'live-migration-without-csv',
    about: 'A VM on a LUN of its own, which has to be dismounted and mounted in the blackout.',
    scopes: liveMigrationWithoutCsv(),
    properties: [...onEveryMigration, ...migratedLunProperties, aSourceCannotBeRestored, oneSideBelievesItRuns],
    expect: beliefs,
  }),
];

const onCrossedMigrations: readonly Property[] = [
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
    properties: onCrossedMigrations,
  }),
  defineSuite({
    id: 'handshake-only',
    about: 'What the cluster database is for: a migration that its two ends decide between themselves.',
    scopes: handshakeOnly(),
    properties: [aVmRunsTwice, twoSidesCanWrite, twoSidesNeverWrite, aVmRunsNowhere],
    expect: { [twoSidesNeverWrite.id]: 'violated' },
  }),
  defineSuite({
    id: 'handshake-with-fenced-storage',
    about: 'What fenced storage is for: the same, where one node at a time has the files of a VM.',
    scopes: handshakeWithFencedStorage(),
    properties: [aVmRunsTwice, twoSidesNeverWrite, aVmRunsNowhere, writesComeThroughAHandle],
  }),
];

export const liveMigrationSuites: readonly Suite[] = [...models, ...sideModels].map((suite) => ({ ...suite, neverTaken: neverTakenInLiveMigration }));

/** Every claim that a defect may name. */
export const liveMigrationClaims: readonly Property[] = [...onEveryMigration, ...migratedLunProperties, aSourceCannotBeRestored, vmsOfACsvChangePlaces];
