/**
 * Which system is held to what, in which scopes, with which verdicts; and which defect each property must reject.
 */
import { defects } from '../machines/defects/index.ts';
import { defineSuite, type Property, type Suite } from '../src/index.ts';
import { clusterClaims, clusterSuites } from './cluster-suites.ts';
import { csvClaims, csvSuites } from './csv-suites.ts';
import { failoverClaims, failoverSuites } from './failover-suites.ts';
import { liveMigrationClaims, liveMigrationSuites } from './live-migration-suites.ts';
import { claims2008, suites2008 } from './suites-2008.ts';
import { timedFailoverClaims, timedFailoverSuites } from './timed-failover-suites.ts';
import { timedLiveMigrationClaims, timedLiveMigrationSuites } from './timed-live-migration-suites.ts';

const claims = [...claims2008, ...failoverClaims, ...liveMigrationClaims, ...csvClaims, ...clusterClaims, ...timedFailoverClaims, ...timedLiveMigrationClaims];
const known: ReadonlyMap<string, Property> = new Map(claims.map((property) => [property.id, property]));

function propertyNamed(id: string): Property {
  const property = known.get(id);
  if (property === undefined) throw new Error(`a defect names the property ${id}, which does not exist`);
  return property;
}

/** Every suite: the models first, then the defects, each bound to the properties that must reject it. */
export const suites: readonly Suite[] = [
  ...suites2008,
  ...failoverSuites,
  ...liveMigrationSuites,
  ...csvSuites,
  ...clusterSuites,
  ...timedFailoverSuites,
  ...timedLiveMigrationSuites,
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
