/**
 * A LUN for each of two VMs, as property tests: random event sequences against each claim.
 *
 * Copy this file to test a design of your own: it needs a system, its claims, and the walks between them. A failure
 * is shrunk and printed as the steps that matter, with the command that replays them.
 */
import { test } from '@fast-check/vitest';
import { describe } from 'vitest';
import { lunPerVm } from '../machines/systems/lun-per-vm.ts';
import { expectHolds, walks } from '../src/index.ts';
import { settings } from './settings.ts';
import { suites } from './suites.ts';

const system = lunPerVm().small();
const claims = suites.find((suite) => suite.id === system.id)?.properties ?? [];

describe(system.id, () => {
  for (const claim of claims) {
    // A walk can refute these; that something is reachable, only a search can.
    if (claim.kind === 'reachable') continue;
    test.prop([walks(system)], settings)(claim.statement, (walk) => expectHolds(claim, walk));
  }
});
