/**
 * A node mounts the volume although the array has refused its claim: it was expelled between being told and doing so.
 */
import { ntfsMount } from '../csv/ntfs-mount.ts';
import { csvCoordination } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

export const csvMountedWithoutAKey: Defect = {
  id: 'csv-mounted-without-a-key',
  about: 'A volume is mounted although the claim to its disk was refused.',
  scopes: csvCoordination({ ntfsMount: ntfsMount.provide({ guards: { needsItsKey: () => false } }) }, 'defect:csv-mounted-without-a-key'),
  rejectedBy: ['a-fenced-node-mounts-nothing'],
};
