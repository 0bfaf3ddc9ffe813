import { check, type CheckReport, type Suite } from '../../src/index.ts';
import { suites } from '../../properties/suites.ts';

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
