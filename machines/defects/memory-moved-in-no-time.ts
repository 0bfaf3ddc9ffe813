/**
 * A model that forgets what saving and restoring take, and so makes quick migration look live.
 */
import { node } from '../node.ts';
import { timedFailover2008, timedQuickMigration } from '../systems/timed-cluster-2008.ts';
import { virtualMachine } from '../virtual-machine.ts';
import type { Defect } from './defect.ts';

const instant = virtualMachine.provide({ delays: { bootTime: 0, saveTime: 0, restoreTime: 0, stopTime: 1_000 } });

export const memoryMovedInNoTime: Defect = {
  id: 'memory-moved-in-no-time',
  about: 'Saving and restoring take no time.',
  scopes: timedQuickMigration(4, { virtualMachine: instant }, 'defect:memory-moved-in-no-time'),
  rejectedBy: ['quick-migration-takes-long'],
};

export const failoverInNoTime: Defect = {
  id: 'failover-in-no-time',
  about: 'A crash is known at once, and booting takes no time.',
  scopes: timedFailover2008({ virtualMachine: instant, node: node.provide({ delays: { heartbeatTimeout: 0 } }) }, 'defect:failover-in-no-time'),
  rejectedBy: ['failover-is-visible'],
};
