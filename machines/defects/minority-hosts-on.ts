/**
 * A service that has lost quorum stops, and leaves what it hosts running.
 */
import { sendTo } from 'xstate';
import { clusterService } from '../failover/cluster-service.ts';
import { serviceName } from '../failover/names.ts';
import { failover } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const careless = clusterService.provide({ actions: { takeGroupOffline: sendTo(({ system, context }) => system.get(serviceName(context.node)), { type: 'GROUP_OFFLINE' }) } });

export const minorityHostsOn: Defect = {
  id: 'minority-hosts-on',
  about: 'A cluster service that stops for lack of quorum does not take its group offline.',
  scopes: failover({ clusterService: careless }, 'defect:minority-hosts-on'),
  rejectedBy: ['a-stopped-service-hosts-nothing', 'at-rest-only-a-quorum-hosts'],
};
