/**
 * The shared volume hands out files only to a node that has all that are handed out: it is shared in name, and its VMs are bound to
 * one node like those on a LUN.
 */
import { csvDisk } from '../live-migration/csv-disk.ts';
import { crossedMigrations } from '../systems/crossed-migrations.ts';
import type { Defect } from './defect.ts';

const possessiveDisk = csvDisk.provide({ guards: { isFree: ({ context, event }) => Object.values(context.locks).every((holder) => holder === event.node) } });

export const filesLockedByVolume: Defect = {
  id: 'files-locked-by-volume',
  about: 'The files of all VMs on the shared volume go to one node.',
  scopes: crossedMigrations({ csvDisk: possessiveDisk }, 'defect:files-locked-by-volume'),
  rejectedBy: ['vms-of-a-csv-change-places'],
};
