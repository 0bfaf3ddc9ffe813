/**
 * The whole cluster, as property tests: random event sequences against each claim.
 *
 * Copy this file to test a design of your own: it needs a system, its claims, and the walks between them. A failure
 * is shrunk and printed as the steps that matter, with the command that replays them.
 */
import { test } from '@fast-check/vitest';
import { describe } from 'vitest';
import { clusterScopes } from '../machines/systems/whole-cluster.ts';
import { expectHolds, walks } from '../src/index.ts';
import { settings } from './settings.ts';
import { suites } from './suites.ts';

const system = clusterScopes().small();
const suite = suites.find(({ id }) => id === system.id);

describe(system.id, () => {
  for (const claim of suite?.properties ?? []) {
    // A walk can refute these; that something is reachable, only a search can. What is expected to be violated is a result.
    if (claim.kind === 'reachable' || suite?.expect[claim.id] !== undefined) continue;
    test.prop([walks(system)], settings)(claim.statement, (walk) => expectHolds(claim, walk));
  }
});
