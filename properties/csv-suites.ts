/**
 * Cluster Shared Volumes: one system, under faults and under an operator.
 */
import { csvCoordination, csvOperations } from '../machines/systems/csv-coordination.ts';
import { defineSuite, type Property, type Suite } from '../src/index.ts';
import { neverTakenUnderCommands, neverTakenUnderFaults } from './csv-never-taken.ts';
import { coordinatorProperties, coordinatorUnderFaults } from './invariants/csv-coordinator.ts';
import { aVmHasOneWriter, csvFencingProperties } from './invariants/csv-fencing.ts';
import { ioProperties, ioUnderFaults } from './invariants/csv-io.ts';
import { operationProperties, volumeAndVms } from './invariants/csv-operations.ts';

const onASharedVolume: readonly Property[] = [...coordinatorProperties, ...ioProperties, ...volumeAndVms];
const underFaults: readonly Property[] = [...onASharedVolume, ...coordinatorUnderFaults, ...ioUnderFaults, ...csvFencingProperties];
const underCommands: readonly Property[] = [...onASharedVolume, aVmHasOneWriter, ...operationProperties];

export const csvSuites: readonly Suite[] = [
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

/** Every claim that a defect may name. */
export const csvClaims: readonly Property[] = [...underFaults, ...operationProperties];
