import { expect } from 'vitest';
import { check, type CheckReport, type Suite } from '../../src/index.ts';
import { suites } from '../../properties/suites.ts';
import type { Pinned } from './pinned.ts';

export function suiteNamed(id: string): Suite {
  const suite = suites.find((candidate) => candidate.id === id);
  if (suite === undefined) throw new Error(`no suite ${id}`);
  return suite;
}

/** Checks a suite as the command line does: to the end for a model, until its claims are decided for a defect. */
export function checkSuite(suite: Suite, scope: string): Promise<CheckReport> {
  const build = suite.scopes[scope];
  if (build === undefined) throw new Error(`${suite.id} has no scope ${scope}`);
  return check(build(), suite.properties, { expect: suite.expect, builtIns: suite.builtIns, keepGoing: suite.kind === 'model' });
}

/** What differs from what is expected, in words; empty when nothing does. */
export function surprises(report: CheckReport): readonly string[] {
  return report.properties.filter((property) => property.verdict.kind !== property.expected).map((property) => `${property.id}: ${property.verdict.kind}, expected ${property.expected}`);
}

/** Holds a flagship scope to its pinned size and to the verdicts its suite expects. */
export async function expectPinned({ suite, scope, states, transitions, depth, neverEnabled }: Pinned): Promise<void> {
  const report = await checkSuite(suiteNamed(suite), scope);
  expect(surprises(report)).toEqual([]);
  expect(report.complete).toBe(true);
  const { exploration, system } = report;
  expect({ states: exploration.distinct, transitions: exploration.transitions, depth: exploration.depth }).toEqual({ states, transitions, depth });
  // The smallest scopes leave no room for some commands, such as calling off a move.
  if (scope === 'tiny') return;
  const never = exploration.coverage.stimuliNeverEnabled.map((index) => system.stimuli[index]);
  if (neverEnabled === undefined) expect(never).toEqual([]);
  else expect([...new Set(never.map((stimulus) => stimulus?.event.type ?? ''))].toSorted()).toEqual(neverEnabled.toSorted());
}
