/**
 * Which system is held to what, in which scopes, with which verdicts; and which defect each property must reject.
 */
import { defects } from '../machines/defects/index.ts';
import { csvCoordination, csvOperations } from '../machines/systems/csv-coordination.ts';
import { lunPerVm } from '../machines/systems/lun-per-vm.ts';
import { quickMigration } from '../machines/systems/quick-migration.ts';
import { sharedLun } from '../machines/systems/shared-lun.ts';
import { defineSuite, type Property, type Suite } from '../src/index.ts';
import { neverTakenUnderCommands, neverTakenUnderFaults } from './csv-never-taken.ts';
import { coordinatorProperties, coordinatorUnderFaults } from './invariants/csv-coordinator.ts';
import { aVmHasOneWriter, csvFencingProperties } from './invariants/csv-fencing.ts';
import { ioProperties, ioUnderFaults } from './invariants/csv-io.ts';
import { operationProperties, volumeAndVms } from './invariants/csv-operations.ts';
import { aCrashLosesMemoryOnly, failoverProperties } from './invariants/failover.ts';
import { aMoveTakesOneVm, eachVmMovesAlone, neighboursMoveTogether, neighboursNeverRunApart, vmsCanRunApart, vmsOfALunStayTogether } from './invariants/neighbours.ts';
import { aFailedMoveEndsAtTheSource, quickMigrationProperties } from './invariants/quick-migration.ts';
import { storageProperties } from './invariants/storage.ts';
import { neverTakenInLunPerVm, neverTakenInQuickMigration, neverTakenInSharedLun } from './never-taken.ts';

const everywhere: readonly Property[] = [...storageProperties, ...quickMigrationProperties, ...failoverProperties];

const onASharedVolume: readonly Property[] = [...coordinatorProperties, ...ioProperties, ...volumeAndVms];
const underFaults: readonly Property[] = [...onASharedVolume, ...coordinatorUnderFaults, ...ioUnderFaults, ...csvFencingProperties];
const underCommands: readonly Property[] = [...onASharedVolume, aVmHasOneWriter, ...operationProperties];

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
  defineSuite({
    id: 'csv-coordination',
    about: 'A Cluster Shared Volume under faults: one coordinator, I/O from every node.',
    scopes: csvCoordination(),
    properties: underFaults,
    // The result of the believed reading: a node that was expelled has the volume mounted until it hears of it.
    expect: { 'one-believed-coordinator': 'violated' },
    neverTaken: neverTakenUnderFaults,
  }),
  defineSuite({
    id: 'csv-operations',
    about: 'A Cluster Shared Volume under an operator: moves, backup, maintenance, and their vetoes.',
    scopes: csvOperations(),
    properties: underCommands,
    neverTaken: neverTakenUnderCommands,
  }),
];

const known: ReadonlyMap<string, Property> = new Map(
  [...everywhere, ...underFaults, ...operationProperties, aCrashLosesMemoryOnly, aFailedMoveEndsAtTheSource, vmsOfALunStayTogether, neighboursNeverRunApart, aMoveTakesOneVm, eachVmMovesAlone, vmsCanRunApart].map((property) => [property.id, property]),
);

function propertyNamed(id: string): Property {
  const property = known.get(id);
  if (property === undefined) throw new Error(`a defect names the property ${id}, which does not exist`);
  return property;
}

/** Every suite: the models first, then the defects, each bound to the properties that must reject it. */
export const suites: readonly Suite[] = [
  ...models,
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
