/**
 * A VM that fails is restarted where it is for ever: the RestartThreshold is not looked at.
 */
import { resourceGroup } from '../failover/resource-group.ts';
import { failoverPolicy } from '../systems/failover.ts';
import type { Defect } from './defect.ts';


export const restartWithoutEnd: Defect = {
  id: 'restart-without-end',
  about: 'A VM is restarted on one node more often than its restart threshold allows.',
  scopes: failoverPolicy({ resourceGroup: resourceGroup.provide({ guards: { mayRestart: () => true } }) }, 'defect:restart-without-end'),
  rejectedBy: ['a-group-restarts-as-often-as-allowed', 'a-group-is-left-failed'],
};
