/**
 * A service that starts takes it for granted that its VM is off. The one that its former self left running goes on beside the one that another node
 * has started since. Real releases stop it by force (events 21129, 21130).
 */
import { sendTo } from 'xstate';
import { groupName } from '../failover/names.ts';
import { resourceGroup } from '../failover/resource-group.ts';
import { failoverKill } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const trusting = resourceGroup.provide({ actions: { turnOffVm: sendTo(({ system, context }) => system.get(groupName(context.node)), { type: 'STOPPED' }) } });

export const foundRunningLeftRunning: Defect = {
  id: 'found-running-left-running',
  about: 'A VM that is found running when the cluster service starts is left running.',
  scopes: failoverKill({ resourceGroup: trusting }, 'defect:found-running-left-running'),
  rejectedBy: ['no-vm-runs-under-a-strange-service'],
};
