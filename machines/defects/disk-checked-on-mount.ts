/**
 * Every mount checks the whole volume first: chkdsk, for a minute, also where the disk is clean.
 */
import { ntfsMount } from '../ntfs-mount.ts';
import { timedMoveAndCrash, timedQuickMigration } from '../systems/timed-cluster-2008.ts';
import type { Defect } from './defect.ts';

const checking = ntfsMount.provide({ delays: { fabricLatency: 0, mountTime: 60_000, dismountTime: 2_000 } });

export const diskCheckedOnMount: Defect = {
  id: 'disk-checked-on-mount',
  about: 'Every mount runs chkdsk for a minute.',
  scopes: timedQuickMigration(4, { ntfsMount: checking }, 'defect:disk-checked-on-mount'),
  rejectedBy: ['quick-migration-takes-no-longer'],
};

export const diskCheckedOnFailover: Defect = {
  id: 'disk-checked-on-failover',
  about: 'Every mount runs chkdsk for a minute, also after a crash.',
  scopes: timedMoveAndCrash({ ntfsMount: checking }, 'defect:disk-checked-on-failover'),
  rejectedBy: ['failover-ends'],
};
