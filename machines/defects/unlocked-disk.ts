/**
 * A disk that hands out a VM's files to every member that asks: no fencing but membership.
 */
import { csvDisk } from '../live-migration/csv-disk.ts';

export const unlockedDisk = csvDisk.provide({ guards: { isFree: () => true } });
